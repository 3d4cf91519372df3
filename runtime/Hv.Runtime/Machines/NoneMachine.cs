using Hv.Runtime.Objects;

namespace Hv.Runtime.Machines;

/// <summary>
/// The machine <c>none</c>: RAM, a processor and nothing else. Programs start it to ask monitors what there is. It is of no
/// version, so that it is written by hand and not declared.
/// </summary>
public sealed class NoneMachine : Machine
{
    private static readonly ObjectType MachineType = new("machine", "A machine", parent: null, create: null, []);

    private static readonly MachineVersion OnlyVersion = new(
        "none", 0, 0, "", "empty machine", IsDefault: false, CompatTable.Empty, static () => new NoneMachine());

    /// <summary>The family, which has this one machine.</summary>
    public static MachineFamily Family { get; } = new("none", "empty machine", MachineType, OnlyVersion);

    /// <inheritdoc/>
    public override ObjectType Type => MachineType;

    /// <inheritdoc/>
    public override MachineVersion Version => OnlyVersion;
}
