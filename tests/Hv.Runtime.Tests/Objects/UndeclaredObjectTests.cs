using Hv.Runtime.Machines;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Tests.Objects;

/// <summary>
/// What a class that is neither declared nor hand-written to the end says when it is used; HV2017 and HV3016 say it before.
/// </summary>
public sealed class UndeclaredObjectTests
{
    [Test]
    public void A_device_without_a_declaration_has_no_type() =>
        Assert.That(
            () => new UndeclaredDevice().Type,
            Throws.InvalidOperationException.With.Message.EqualTo(
                $"Class '{typeof(UndeclaredDevice)}' has no object type: declare it, or a base class of it, as a partial class with [Device] or [MachineFamily]."));

    [Test]
    public void A_machine_without_a_declaration_cannot_be_made() =>
        Assert.That(
            () => new UndeclaredMachine(),
            Throws.InvalidOperationException.With.Message.EqualTo(
                $"Class '{typeof(UndeclaredMachine)}' is no machine version: declare it as a sealed partial class with [MachineVersion]."));

    // What the analyzers refuse is what the tests are about.
#pragma warning disable HV2017, HV3016
    private sealed class UndeclaredDevice : Device;

    private sealed class UndeclaredMachine : Machine;
#pragma warning restore HV2017, HV3016
}
