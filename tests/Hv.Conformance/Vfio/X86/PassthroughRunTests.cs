namespace Hv.Conformance.Vfio.X86;

/// <summary>
/// <c>hv run -device vfio-pci</c> on a real kernel: inside a q35 machine with intel-iommu the built-in guest makes its DMA window, and has
/// the host's edu and NVMe controller move data through it.
/// </summary>
[Parallelizable(ParallelScope.Self)]
public sealed class PassthroughRunTests
{
    /// <summary>The host translates less than 2^39 bytes: the bridge's windows are placed below.</summary>
    private const string Script =
        """
        place="-global spapr-pci-host-bridge.dma64_win_addr=0x4000000000"
        both="-device vfio-pci,host=0000:00:04.0 -device vfio-pci,host=0000:00:05.0"
        hv run -m 128 $place $both
        hv vfio bind 0000:00:04.0 0000:00:05.0
        hv run -m 128 $place $both
        echo "> killed"
        ./hv run -m 128 $place $both -S -display none -serial null -monitor none &
        pid=$!
        for wait in $(seq 100); do ls -l /proc/$pid/fd 2> /dev/null | grep -c vfio-device | grep -q 2 && break; sleep 0.2; done
        ls -l /proc/$pid/fd | grep -c vfio-device
        kill -9 $pid
        wait $pid
        echo "status $?"
        hv run -m 128 $place $both -machine pseries-2.4
        hv run -m 128 $place $both -machine pseries-2.3
        hv run -m 128 $both
        hv vfio unbind 0000:00:04.0 0000:00:05.0
        echo "> host"
        dd if=/dev/nvme0n1 of=/dev/null bs=64k count=1 2>&1
        echo "status $?"
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    [Test]
    public void The_built_in_guest_does_its_DMA_through_devices_of_the_host()
    {
        var output = HvProgram.Run(Script, Patience);
        var steps = output.Split("\n> ", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(steps, Has.Length.EqualTo(9));

        // A device that the host has not given up is refused, with what to do.
        Assert.That(steps[0], Does.Contain("status 1").And.Contain("vfio-pci: ").And.Contain("hv vfio bind"));
        Assert.That(steps[1], Does.Contain("status 0"));
        MovesData(steps[2], "create", "0x4000000000");
        Assert.That(steps[3], Does.StartWith("killed\n2\n").And.Contain("status 137"), "both were open when the process was killed");
        MovesData(steps[4], "create", "0x4000000000");
        Assert.That(steps[5], Does.Contain("edu").And.Contain("equal, ok").And.Contain("status 0").And.Not.Contain("create"));

        // Where the host translates nothing at 2^59 no window is offered, and the guest does without.
        Assert.That(steps[6], Does.Contain("equal, ok").And.Contain("status 0").And.Contain("query      0 window"));
        Assert.That(steps[7], Does.Contain("status 0"));
        Assert.That(steps[8], Does.Contain("status 0"), "the host has its devices again");
    }

    private static void MovesData(string step, params string[] words)
    {
        Assert.That(step, Does.Contain("status 0"));
        foreach (var word in words)
            Assert.That(step, Does.Contain(word));

        var lines = step.Split('\n');
        Assert.That(lines.Count(line => line.Contains("equal, ok", StringComparison.Ordinal)), Is.EqualTo(2), "edu and nvme");
    }
}
