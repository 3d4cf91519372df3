using Hv.Runtime.Hypercalls;
using Hv.Testing;
using Toy.Versions;

namespace Toy.Tests.Hypercalls;

/// <summary>The way into RTAS, called as a guest with a wrong address would.</summary>
public sealed class RtasHypercallTests
{
    [Test]
    public void A_frame_outside_of_memory_is_a_parameter_error()
    {
        using var machine = new TestMachine<Toy_1_1>();

        Assert.That(machine.Hypercall("H_RTAS", machine.Memory.Size).Status, Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(machine.Hypercalls().HRtas(new(machine.Memory.Size)), Is.EqualTo(HypercallStatus.Parameter));
    }
}
