using System.Text;
using Hv.Pseries;
using Hv.Pseries.Versions;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;

namespace Hv.Conformance.BareMetal;

/// <summary>Runs an image as the firmware of the machine itself, each processor on a thread.</summary>
internal static class MachineRun
{
    private const ulong RamSize = 256 << 20;
    private const ulong LargestPage = 16 << 20;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>Runs it until it powers the machine off.</summary>
    /// <returns>What it printed on the first terminal.</returns>
    public static string OnMachine(byte[] image, int processors = 1)
    {
        using var console = new MemoryStream();
        using var ended = new ManualResetEventSlim();
        var failures = new List<Exception>();
        using var machine = new Pseries_7_2
        {
            Options = new MachineOptions { RamSize = RamSize, Cpus = processors, Execution = ExecutionMode.Threads },
            CapHptMaximumPageSize = LargestPage,
        };
        machine.HandlerFailed += failures.Add;
        machine.EventRaised += raised =>
        {
            if (raised is MachineEvent.PowerOffRequested)
                ended.Set();
        };
        machine.Realize();
        machine.FirstVty!.Output = console;
        Assert.That(machine.Memory.TryWrite(new GuestPhysicalAddress(0), image), "the image fits");

        // As the binding to IEEE 1275 says (8.2.1): 32-bit.
        machine.Processors.First().Core.State.Msr &= ~BareMetalImage.SixtyFourBit;
        machine.Resume();
        var hasEnded = ended.Wait(Lifetime);
        machine.Pause();
        var text = Encoding.Latin1.GetString(console.ToArray());
        Assert.That(failures, Is.Empty, () => text);
        return hasEnded ? text : $"{text}\nnot ended: {string.Join(", ", machine.Processors.Select(cpu => $"0x{cpu.Core.State.Nia:x}"))}";
    }
}
