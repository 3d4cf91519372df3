namespace Hv.Benchmarks.Guests;

/// <summary>
/// What the guest's shell does, as it stands on the kernel's command line (Linux takes 2,048 bytes there, and no quotes within
/// quotes). Each job is timed by the guest's own uptime, in hundredths of a second. What it reads has been made before, in memory.
/// </summary>
internal static class GuestScript
{
    /// <summary>How large the disk is that it reads, in bytes.</summary>
    public const int DiskSize = 64 << 20;

    /// <summary>The script's first line.</summary>
    public const string StartMark = "bench-start";

    /// <summary>Each line of a result starts so: job, uptime before, uptime after, status.</summary>
    public const string ResultMark = "bench";

    /// <summary>The line that has a checksum of all that the jobs printed.</summary>
    public const string ChecksumMark = "printed";

    /// <summary>
    /// The jobs: a name of the shell's, its words for people, and what it does. No name is a program's: the function would call itself.
    /// </summary>
    public static readonly (string Name, string Words, string Commands)[] Jobs =
    [
        ("sha", "sha256sum of 32 MiB", "sha256sum /tmp/a"),
        ("md5", "md5sum of 64 MiB", "md5sum /tmp/b"),
        ("zip", "gzip -9 of busybox, three times", "for i in 1 2 3; do gzip -9c /bin/busybox; done"),
        ("flt", "awk, a million floating-point additions", "awk 'BEGIN{for(i=0;i<1000000;i++)s+=0.1;print s}'"),
        ("num", "sort of 100,000 numbers", "sort -n /tmp/n"),
        ("frk", "500 forks", "i=0; while [ $i -lt 500 ]; do (:); i=$((i+1)); done; echo $i"),
        ("nvm", "dd from NVMe, 32 MiB by 64 KiB, direct", "dd if=/dev/nvme0n1 bs=64k count=512 iflag=direct of=/dev/null 2>/dev/null"),
    ];

    /// <summary>All of it in one line.</summary>
    public static string Text { get; } = string.Join(
        "; ",
        [
            $"echo {StartMark}",
            "dd if=/dev/zero of=/tmp/a bs=1M count=32 2>/dev/null",
            "dd if=/dev/zero of=/tmp/b bs=1M count=64 2>/dev/null",
            "awk 'BEGIN{srand(1);for(i=0;i<100000;i++)print int(rand()*1000000000)}' >/tmp/n",
            "t() { read a x </proc/uptime; $1 >>/tmp/o; s=$?; read b x </proc/uptime; echo " + ResultMark + " $1 $a $b $s; }",
            .. Jobs.Select(job => $"{job.Name}() {{ {job.Commands}; }}; t {job.Name}"),
            $"echo {ChecksumMark} $(md5sum </tmp/o)",
        ]);
}
