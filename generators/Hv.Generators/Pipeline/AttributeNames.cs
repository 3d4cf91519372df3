namespace Hv.Generators.Pipeline;

/// <summary>The metadata names of the declarations (Hv.Runtime/Declarations) and of the runtime types that they speak of.</summary>
internal static class AttributeNames
{
    private const string Declarations = "Hv.Runtime.Declarations.";

    public const string RtasCalls = Declarations + "RtasCallsAttribute";
    public const string RtasCall = Declarations + "RtasCallAttribute";
    public const string RtasTokens = Declarations + "RtasTokensAttribute";
    public const string StoredOnError = Declarations + "StoredOnErrorAttribute";
    public const string Hypercalls = Declarations + "HypercallsAttribute";
    public const string Hypercall = Declarations + "HypercallAttribute";
    public const string HypercallNumbers = Declarations + "HypercallNumbersAttribute";
    public const string CallValue = Declarations + "CallValueAttribute";
    public const string RtasCallName = Declarations + "RtasCallNameAttribute";
    public const string RtasCallToken = Declarations + "RtasCallTokenAttribute";
    public const string HypercallName = Declarations + "HypercallNameAttribute";
    public const string DeclaredRtasCall = Declarations + "DeclaredRtasCallAttribute";
    public const string DeclaredHypercall = Declarations + "DeclaredHypercallAttribute";
    public const string DeclaredState = Declarations + "DeclaredStateAttribute";
    public const string Device = Declarations + "DeviceAttribute";
    public const string Property = Declarations + "PropertyAttribute";
    public const string ValueName = Declarations + "ValueNameAttribute";
    public const string MachineFamily = Declarations + "MachineFamilyAttribute";
    public const string MachineVersion = Declarations + "MachineVersionAttribute";
    public const string AbiException = Declarations + "AbiExceptionAttribute";
    public const string GuestIdentity = Declarations + "GuestIdentityAttribute";
    public const string Compat = Declarations + "CompatAttribute`1";
    public const string VmState = Declarations + "VmStateAttribute";
    public const string Migrated = Declarations + "MigratedAttribute";
    public const string Subsection = Declarations + "SubsectionAttribute";
    public const string Unused = Declarations + "UnusedAttribute";
    public const string Derived = Declarations + "DerivedAttribute";
    public const string HostOnly = Declarations + "HostOnlyAttribute";
    public const string GuestVisible = Declarations + "GuestVisibleAttribute";
    public const string NotMigratable = Declarations + "NotMigratableAttribute";
    public const string BeforeSave = Declarations + "BeforeSaveAttribute";
    public const string AfterSave = Declarations + "AfterSaveAttribute";
    public const string BeforeLoad = Declarations + "BeforeLoadAttribute";
    public const string AfterLoad = Declarations + "AfterLoadAttribute";

    public const string MachineType = "Hv.Runtime.Machines.Machine";
    public const string VirtualCpuType = "Hv.Runtime.Machines.VirtualCpu";
    public const string DeviceType = "Hv.Runtime.Objects.Device";
    public const string HvObjectType = "Hv.Runtime.Objects.HvObject";
    public const string RtasStatusType = "Hv.Runtime.Rtas.RtasStatus";
    public const string HypercallStatusType = "Hv.Runtime.Hypercalls.HypercallStatus";
    public const string HypercallFrameType = "Hv.Runtime.Hypercalls.HypercallFrame";
    public const string MachineTimerType = "Hv.Runtime.Time.MachineTimer";
    public const string StateCodecType = "Hv.Runtime.Migration.IStateCodec`1";

    private const string PowerDeclarations = "Hv.Power.Declarations.";

    public const string InstructionSet = PowerDeclarations + "InstructionSetAttribute";
    public const string InstructionField = PowerDeclarations + "InstructionFieldAttribute";
    public const string Instructions = PowerDeclarations + "InstructionsAttribute";
    public const string Instruction = PowerDeclarations + "InstructionAttribute";
    public const string ExtendedMnemonic = PowerDeclarations + "ExtendedMnemonicAttribute";

    public const string OutcomeType = "Hv.Power.Execution.Outcome";
    public const string PowerMemoryType = "Hv.Power.Memory.IPowerMemory";
    public const string PowerStateType = "Hv.Power.State.PowerState";
    public const string FloatingPointResultType = "Hv.Power.FloatingPoint.FloatingPointResult`1";
    public const string ComparisonResultType = "Hv.Power.FloatingPoint.ComparisonResult";
}
