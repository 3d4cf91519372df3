using Hv.Runtime.Machines;
using Hv.Runtime.Objects;

namespace Hv.Testing.Tests;

/// <summary>What holds for the options of every machine.</summary>
public sealed class MachineOptionTests
{
    private static readonly MachineOptions Right = new() { RamSize = 1 << 20 };

    private static IEnumerable<TestCaseData> Wrong() =>
    [
        new(Right with { RamSize = 0 }, "RAM of 0 bytes: a machine needs at least one."),
        new(Right with { MaximumRamSize = 1 }, "RAM up to 0x1 bytes is less than the 0x100000 at power-on."),
        new(Right with { MemorySlots = -1 }, "-1 memory slots: there can be none, or more."),
        new(Right with { Cpus = 0 }, "0 processors: a machine needs at least one."),
        new(Right with { Cpus = 4, MaximumCpus = 2 }, "Up to 2 processors are less than the 4 at power-on."),
        new(Right with { ThreadsPerCore = 0 }, "0 threads of a core: it has at least one."),
    ];

    [TestCaseSource(nameof(Wrong))]
    public void What_does_not_fit_is_refused_with_what_would(MachineOptions options, string message) =>
        Assert.That(() => new TestMachine<Sample_1_0>(options), Throws.InstanceOf<PropertyException>().With.Message.EqualTo(message));

    [Test]
    public void A_realized_machine_cannot_be_configured_any_more()
    {
        using var machine = new TestMachine<Sample_1_0>(Right);
        Assert.Multiple(() =>
        {
            Assert.That(() => machine.Machine.Options = Right, Throws.InvalidOperationException);
            Assert.That(machine.Machine.Realize, Throws.InvalidOperationException);
        });
    }
}
