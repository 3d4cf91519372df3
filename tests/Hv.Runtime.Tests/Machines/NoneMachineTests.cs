using Hv.Runtime.Machines;
using Hv.Runtime.Monitors;

namespace Hv.Runtime.Tests.Machines;

public sealed class NoneMachineTests
{
    [Test]
    public void It_has_RAM_and_a_processor_and_no_calls_and_devices()
    {
        using var machine = NoneMachine.Family.GetVersion("none").Create();
        machine.Realize();
        Assert.That(machine.Memory.Size, Is.Positive);
        Assert.That(machine.Cpus, Has.Count.EqualTo(1));
        Assert.That(machine.Devices, Is.Empty);
        Assert.That(machine.Rtas.Probes, Is.Empty);
        Assert.That(machine.Hypercalls.Probes, Is.Empty);
    }

    [Test]
    public void Its_type_is_known_once()
    {
        var types = new MachineCatalog([NoneMachine.Family], []).Types;
        Assert.That(types.Select(type => type.Name), Is.Unique.And.Contains("none-machine"));
        Assert.That(types.Single(type => type.Name == "none-machine").Parent, Is.EqualTo("machine"));
    }
}
