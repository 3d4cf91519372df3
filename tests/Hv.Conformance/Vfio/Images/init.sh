#!/bin/busybox sh
# The first program of the lab's machines: loads the modules of the image, in the order in which it lists them, runs /run.sh and
# powers the machine off. What is said on the console is for who reads why a test failed.
/bin/busybox mkdir -p /proc /sys /dev /tmp
/bin/busybox --install -s /bin
export PATH=/bin HOME=/ LC_ALL=C
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs tmpfs /tmp
echo "init: reached, $(cat /proc/uptime)"

while read -r module; do
    insmod "/modules/$module.ko" || echo "init: module $module: failed"
done < /modules/order

. /run.sh
echo "init: status $?, $(cat /proc/uptime)"
poweroff -f
