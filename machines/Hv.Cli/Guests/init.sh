#!/bin/busybox sh
# The first program of a guest. "init: reached" says that it runs; with hv.script="COMMANDS" on the kernel's command line it runs them,
# says "init: status N" and powers the machine off, else it gives a shell on the console.
/bin/busybox --install -s
export PATH=/bin:/sbin:/usr/bin:/usr/sbin HOME=/root TERM=linux
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /tmp
mount -t tmpfs tmpfs /run
echo "init: reached"

while read -r module; do
    insmod "/lib/modules/$module.ko"
done < /etc/modules

# Controllers come up, and find their namespaces, on their own time.
waits=0
for controller in /sys/class/nvme/nvme*; do
    [ -e "$controller" ] || continue
    while [ "$waits" -lt 300 ]; do
        read -r state < "$controller/state"
        [ "$state" = live ] || [ "$state" = dead ] && break
        waits=$((waits + 1))
        sleep 0.1
    done
    for try in 1 2 3 4 5 6 7 8 9 10; do
        [ "$state" = live ] || break
        set -- /dev/"${controller##*/}"n*
        [ -e "$1" ] && break
        sleep 0.1
    done
done

# Quotes stand around the value, or around the whole word.
read -r words < /proc/cmdline
script=
case "$words" in
    *hv.script=\"*) script=${words#*hv.script=\"}; script=${script%%\"*} ;;
    *\"hv.script=*) script=${words#*\"hv.script=}; script=${script%%\"*} ;;
    *hv.script=*) script=${words#*hv.script=}; script=${script%% *} ;;
esac

cd /root || cd /
if [ -n "$script" ]; then
    sh -c "$script"
    echo "init: status $?"
else
    setsid cttyhack sh
fi
sync
poweroff -f
