using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;

namespace Toy;

/// <summary>The smallest complete platform: a row of sensors, and a guest that can read them.</summary>
[MachineFamily("toy", Summary = "Toy platform")]
[RtasTokens(0x2000, 0x20FF)]
[HypercallNumbers(0xF000, 0xF0FF)]
public abstract partial class ToyMachine : Machine
{
    private SensorRow? _sensors;

    /// <summary>The sensors; every toy machine has them.</summary>
    /// <exception cref="InvalidOperationException">The machine is not realized.</exception>
    public SensorRow Sensors => _sensors ?? throw new InvalidOperationException($"This {Version.Name} machine is not realized yet.");

    /// <inheritdoc/>
    protected override void OnConfigured() => _sensors = CreateDevice<SensorRow>();
}
