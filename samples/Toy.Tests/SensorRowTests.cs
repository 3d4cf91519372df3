using Hv.Runtime.Machines;
using Hv.Runtime.Objects;
using Hv.Testing;
using Toy.Versions;

namespace Toy.Tests;

/// <summary>The sensors themselves, and who decides how many there are.</summary>
public sealed class SensorRowTests
{
    [Test]
    public void A_reset_cools_the_sensors_down()
    {
        using var machine = new TestMachine<Toy_1_1>();
        machine.Machine.Sensors.SetTemperature(0, 85);

        machine.Machine.Reset();

        Assert.That(machine.Machine.Sensors.Temperatures.ToArray(), Is.All.EqualTo(SensorRow.RoomTemperature));
    }

    [Test]
    public void What_the_user_says_beats_what_the_version_says()
    {
        using var machine = new TestMachine<Toy_1_0>(Sensors("7"));

        Assert.That(machine.Machine.Sensors.Count, Is.EqualTo(7));
    }

    [Test]
    public void A_row_has_no_more_than_sixteen_sensors() => Assert.That(
        () => new TestMachine<Toy_1_1>(Sensors("17")).Dispose(),
        Throws.TypeOf<PropertyException>().With.Message.Contains("toy-sensor-row").And.Message.Contains("17").And.Message.Contains("16"));

    private static MachineOptions Sensors(string count) => new() { Globals = [new GlobalProperty("toy-sensor-row", "sensors", count)] };
}
