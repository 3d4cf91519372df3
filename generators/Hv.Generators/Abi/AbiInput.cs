using Hv.Generators.Calls;
using Hv.Generators.Machines;

namespace Hv.Generators.Abi;

/// <summary>All that the texts of an assembly's machine versions are made of.</summary>
/// <param name="Chains">The families with their versions.</param>
/// <param name="Devices">The types of devices and machines, those of referenced assemblies too.</param>
/// <param name="RtasCalls">The RTAS calls, by machine.</param>
/// <param name="Hypercalls">The hypercalls, by machine.</param>
/// <param name="Identities">The constants of the device tree.</param>
/// <param name="States">The states in migration streams, those of referenced assemblies too.</param>
/// <param name="Excuses">The exceptions.</param>
internal sealed record AbiInput(
    EquatableArray<MachineChain> Chains, EquatableArray<AbiDevice> Devices, EquatableArray<CallGroup> RtasCalls,
    EquatableArray<CallGroup> Hypercalls, EquatableArray<AbiIdentity> Identities, EquatableArray<AbiState> States,
    EquatableArray<AbiExcuse> Excuses);
