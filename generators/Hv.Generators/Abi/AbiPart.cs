using Hv.Generators.Calls;
using Hv.Generators.Machines;

namespace Hv.Generators.Abi;

/// <summary>What one declaration adds to the texts.</summary>
internal sealed record AbiPart
{
    public EquatableArray<AbiDevice> Devices { get; init; } = EquatableArray<AbiDevice>.Empty;

    public EquatableArray<MachineFamilyModel> Families { get; init; } = EquatableArray<MachineFamilyModel>.Empty;

    public EquatableArray<MachineVersionModel> Versions { get; init; } = EquatableArray<MachineVersionModel>.Empty;

    public EquatableArray<CallContainer> RtasCalls { get; init; } = EquatableArray<CallContainer>.Empty;

    public EquatableArray<CallContainer> Hypercalls { get; init; } = EquatableArray<CallContainer>.Empty;

    public EquatableArray<AbiState> States { get; init; } = EquatableArray<AbiState>.Empty;

    public EquatableArray<AbiIdentity> Identities { get; init; } = EquatableArray<AbiIdentity>.Empty;

    public EquatableArray<AbiExcuse> Excuses { get; init; } = EquatableArray<AbiExcuse>.Empty;

    /// <summary>Whether it adds nothing.</summary>
    public bool IsEmpty =>
        Devices.Count + Families.Count + Versions.Count + RtasCalls.Count + Hypercalls.Count + States.Count + Identities.Count + Excuses.Count == 0;
}
