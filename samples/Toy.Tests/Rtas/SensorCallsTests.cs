using Hv.Runtime.Rtas;
using Hv.Testing;
using Toy.Versions;

namespace Toy.Tests.Rtas;

/// <summary>What a guest can ask about the sensors, and what a hostile one gets.</summary>
public sealed class SensorCallsTests
{
    // <snippet test-it>
    [Test]
    public void A_guest_reads_what_the_sensors_measure()
    {
        using var machine = new TestMachine<Toy_1_1>();
        machine.Machine.Sensors.SetTemperature(3, 85);
        var buffer = machine.Allocate(16);

        var status = machine.Rtas().ToyReadSensors(buffer, length: 16, out var sensors);

        Assert.That(status, Is.EqualTo(RtasStatus.Success));
        Assert.That(sensors, Is.EqualTo(4));
        Assert.That(machine.Read(buffer, 16), Is.EqualTo((byte[])[0, 0, 0, 21, 0, 0, 0, 21, 0, 0, 0, 21, 0, 0, 0, 85]));
    }

    [Test]
    public void Nothing_is_stored_when_guest_memory_fails()
    {
        using var machine = new TestMachine<Toy_1_1>();
        var buffer = machine.Allocate(16);
        machine.Faults.Add(buffer, 16, reads: false);

        var reply = machine.Call("toy,read-sensors", [(uint)buffer.Value, 16], returns: 2);

        Assert.That(reply.Status, Is.EqualTo(RtasStatus.ParameterError));
        Assert.That(reply.Words[1], Is.EqualTo(TestMachine<Toy_1_1>.Untouched));
        Assert.That(machine.Read(buffer, 16), Is.All.Zero);
    }
    // </snippet>

    [Test]
    public void The_older_version_has_two_sensors()
    {
        using var machine = new TestMachine<Toy_1_0>();

        machine.Rtas().ToyReadSensors(machine.Allocate(8), 8, out var sensors);

        Assert.That(sensors, Is.EqualTo(2));
    }

    [TestCase(0u, TestName = "No room")]
    [TestCase(15u, TestName = "Room for all but a byte")]
    public void A_short_buffer_is_a_parameter_error(uint length)
    {
        using var machine = new TestMachine<Toy_1_1>();

        Assert.That(machine.Rtas().ToyReadSensors(machine.Allocate(16), length, out _), Is.EqualTo(RtasStatus.ParameterError));
    }

    [Test]
    public void A_buffer_outside_of_memory_is_a_parameter_error()
    {
        using var machine = new TestMachine<Toy_1_1>();

        var reply = machine.Call("toy,read-sensors", [(uint)machine.Memory.Size - 8, 16], returns: 2);

        Assert.That(reply.Status, Is.EqualTo(RtasStatus.ParameterError));
    }

    [Test]
    public void A_call_is_traced_with_its_arguments_and_results()
    {
        using var machine = new TestMachine<Toy_1_1>();
        machine.Trace("rtas_toy_*");
        var buffer = machine.Allocate(16);

        machine.Rtas().ToyReadSensors(buffer, 16, out _);

        Assert.That(
            machine.TraceRecords,
            Is.EqualTo([new TraceRecord("rtas_toy_read_sensors", $"buffer={buffer} length=0x10 -> Success sensors=0x4")]));
    }
}
