namespace Hv.Conformance.Vfio.X86;

/// <summary><c>hv vfio</c> on a real kernel: the program, published self-contained, runs inside a q35 machine with intel-iommu.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class HostCommandTests
{
    /// <summary>The NVMe controller is 0000:00:05.0, edu 0000:00:04.0.</summary>
    private const string Script =
        """
        hv vfio list
        hv vfio check 0000:00:05.0
        mkswap /dev/nvme0n1 > /dev/null && swapon /dev/nvme0n1
        hv vfio bind 0000:00:05.0
        swapoff /dev/nvme0n1
        hv vfio bind 0000:00:04.0 0000:00:05.0 0000:00:1f.0
        hv vfio check 0000:00:05.0 --memory 1G
        hv vfio check 0000:00:04.0
        group=$(basename "$(readlink /sys/bus/pci/devices/0000:00:05.0/iommu_group)")
        exec 9<> "/dev/vfio/$group"
        hv vfio check 0000:00:05.0
        hv vfio unbind 0000:00:05.0
        exec 9>&-
        hv vfio unbind 0000:00:04.0 0000:00:05.0
        hv vfio list
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Test]
    public void Devices_of_a_real_host_are_listed_checked_bound_and_given_back()
    {
        var output = HvProgram.Run(Script, Patience);
        var commands = output.Split("> hv ", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(commands, Has.Length.EqualTo(10));

        Says(commands[0], 0, "0000:00:04.0 1234:11e8 - to be bound", "0000:00:05.0 1b36:0010 nvme used by the host");
        Says(commands[1], 1, "problem driver The host's driver nvme has it. hv vfio bind 0000:00:05.0", "0000:00:05.0 cannot be passed through: 1 problem.");
        Says(commands[2], 1, "hv: 0000:00:05.0: the host uses it: /dev/nvme0n1 is used for swap. End that first; --force takes it all the same.");
        Says(
            commands[3], 1, "0000:00:04.0: driver vfio-pci, before: none", "0000:00:05.0: driver vfio-pci, before: nvme",
            "hv: 0000:00:1f.0: it is a bridge, which the host needs to reach other devices; its driver stays as it is.");
        Says(
            commands[4], 0, "ok driver vfio-pci has it.", "ok iommu The IOMMU is type1 v2: pages of 4 KiB, 2 MiB, 1 GiB, bus addresses up to 0x7fffffffff, 65535 mappings.",
            "ok interrupts The host keeps the device's interrupts apart from others.",
            "0000:00:05.0 can be passed through: hv run -device vfio-pci,host=0000:00:05.0");
        Says(commands[5], 0, "hint reset It cannot be reset: what one guest leaves in it, the next one finds. reboot the host between guests that must not know of each other");
        Says(commands[6], 1, "0000:00:05.0 cannot be passed through: 1 problem.");
        Assert.That(commands[6], Does.Contain("EBUSY (16); another process has it"));
        Says(commands[7], 1);
        Assert.That(commands[7], Does.Contain("and the kernel would wait until it gives it up: end it first"));
        Says(commands[8], 0, "0000:00:04.0: no driver, before: vfio-pci", "0000:00:05.0: driver nvme, before: vfio-pci");
    }

    private static void Says(string command, int status, params string[] lines)
    {
        var said = command.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.That(said, Has.Member($"status {status}"), command);
        foreach (var line in lines)
            Assert.That(said.Exists(candidate => candidate.EndsWith(line, StringComparison.Ordinal)), $"'{line}' is not in: {command}");
    }
}
