namespace Hv.Generators.Pipeline;

/// <summary>The names of the pipeline's steps; tests ask for them to prove that an unrelated edit leaves each step cached.</summary>
internal static class TrackingNames
{
    public const string RtasContainers = nameof(RtasContainers);
    public const string RtasMachines = nameof(RtasMachines);
    public const string HypercallContainers = nameof(HypercallContainers);
    public const string HypercallMachines = nameof(HypercallMachines);
    public const string Devices = nameof(Devices);
    public const string StrayProperties = nameof(StrayProperties);
    public const string DeviceCatalog = nameof(DeviceCatalog);
    public const string MachineFamilies = nameof(MachineFamilies);
    public const string MachineVersions = nameof(MachineVersions);
    public const string MachineChains = nameof(MachineChains);
    public const string AbiParts = nameof(AbiParts);
    public const string AbiStates = nameof(AbiStates);
    public const string AbiReferences = nameof(AbiReferences);
    public const string AbiTexts = nameof(AbiTexts);
    public const string States = nameof(States);
    public const string InstructionContainers = nameof(InstructionContainers);
    public const string InstructionSets = nameof(InstructionSets);
    public const string InstructionTables = nameof(InstructionTables);
}
