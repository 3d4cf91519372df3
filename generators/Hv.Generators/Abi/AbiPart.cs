using Hv.Generators.Calls;
using Hv.Generators.Machines;

namespace Hv.Generators.Abi;

/// <summary>What one declaration adds to the texts.</summary>
internal sealed record AbiPart
{
    public EquatableArray<AbiDevice> Devices { get; init; }

    public EquatableArray<MachineFamilyModel> Families { get; init; }

    public EquatableArray<MachineVersionModel> Versions { get; init; }

    public EquatableArray<CallContainer> RtasCalls { get; init; }

    public EquatableArray<CallContainer> Hypercalls { get; init; }

    public EquatableArray<AbiState> States { get; init; }

    public EquatableArray<AbiIdentity> Identities { get; init; }

    public EquatableArray<AbiExcuse> Excuses { get; init; }

    /// <summary>Whether it adds nothing.</summary>
    public bool IsEmpty =>
        Devices.Count + Families.Count + Versions.Count + RtasCalls.Count + Hypercalls.Count + States.Count + Identities.Count + Excuses.Count == 0;
}
