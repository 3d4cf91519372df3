using Hv.Runtime.Declarations;
using Hv.Runtime.Objects;

namespace Toy;

/// <summary>A row of temperature sensors.</summary>
[Device("toy-sensor-row")]
[VmState("toy-sensor-row")]
public sealed partial class SensorRow : Device
{
    /// <summary>The temperature of a sensor that nobody has warmed up, in degrees Celsius.</summary>
    public const uint RoomTemperature = 21;

    [Migrated] private uint[] _temperatures = [];

    /// <summary>How many sensors the row has.</summary>
    [Property("sensors", Default = 4, Minimum = 1, Maximum = 16)]
    public partial byte Count { get; set; }

    /// <summary>What each sensor measures, in degrees Celsius. None before the device is realized.</summary>
    public ReadOnlySpan<uint> Temperatures => _temperatures;

    /// <summary>Lets a sensor measure something else, as the world around the machine would.</summary>
    /// <param name="sensor">The sensor, from 0.</param>
    /// <param name="temperature">Degrees Celsius.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such sensor.</exception>
    public void SetTemperature(int sensor, uint temperature) => _temperatures[sensor] = temperature;

    /// <inheritdoc/>
    protected override void OnRealize() => _temperatures = new uint[Count];

    /// <inheritdoc/>
    protected override void OnReset() => Array.Fill(_temperatures, RoomTemperature);
}
