using Microsoft.CodeAnalysis;

namespace Hv.Generators.Migration;

/// <summary>The diagnostics of migrated state.</summary>
internal static class StateDiagnostics
{
    public static readonly DiagnosticDescriptor Unclassified = Create(
        "HV4001", "Field that may be lost in migration",
        "'{0}' {1} and nothing says what becomes of it: add [Migrated] when the guest can tell what it holds, [Derived(nameof(…))] when it"
        + " follows from migrated members, or [HostOnly(\"why\")] when the guest never misses it",
        "State that is forgotten shows as a fault of the guest, after a migration and rarely. So every field of a type with state that can"
        + " change is classified.");

    public static readonly DiagnosticDescriptor UnsupportedType = Create(
        "HV4002", "Migrated member of an unsupported type",
        "'{0}' {1}; a migrated member is {2}",
        "What a member is in the stream follows from its type. For a type that has no such form a codec gives one.");

    public static readonly DiagnosticDescriptor WrongVersions = Create(
        "HV4003", "Field of versions that its state does not have",
        "'{0}' {1}",
        "A field is in the streams of some versions of its state, or of its subsection: not of one that there is not, nor of none.");

    public static readonly DiagnosticDescriptor DuplicateName = Create(
        "HV4004", "State name used twice",
        "State name '{0}' is already used by '{1}'",
        "A reader finds the object that a section of a stream is for by the name of its state.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor SubsectionName = Create(
        "HV4005", "Subsection name that does not extend its parent's",
        "Subsection name '{0}' {1}",
        "A reader takes for a state's subsection what begins with the state's name and goes on; anything else belongs to what is around it.");

    public static readonly DiagnosticDescriptor MatchesHostState = Create(
        "HV4006", "Comparison of what the guest does not see",
        "'{0}' must match but {1}",
        "Hosts differ, and so do versions of Hv: a comparison of what only they know refuses streams that nothing is wrong with.");

    public static readonly DiagnosticDescriptor CannotBeGenerated = Create(
        "HV4007", "Type that cannot have generated state",
        "'{0}' cannot have state '{1}': {2}",
        "What saves and loads the state is generated into the type, so that it and all types around it must be partial.");

    public static readonly DiagnosticDescriptor WrongReference = Create(
        "HV4008", "Name of a member that is not there, or not of the right type",
        "{0} of '{1}' {2}",
        "When, Needed, Count, LimitFrom and [Derived] name members that the generated code reads.");

    public static readonly DiagnosticDescriptor NoLimit = Create(
        "HV4009", "Number of elements without a limit",
        "'{0}' has as many elements as a stream says; give the most that there can be: Limit = …, or LimitFrom = nameof(…)",
        "A stream is hostile: memory is taken for no more elements than the machine can have.");

    public static readonly DiagnosticDescriptor CannotBeSet = Create(
        "HV4010", "Migrated member that cannot be set",
        "'{0}' cannot be loaded: {1}",
        "Loading stores in the member what the stream has.");

    public static readonly DiagnosticDescriptor SeveralParts = Create(
        "HV4011", "Migrated members in several parts of a type",
        "'{0}' stands in another part of '{1}' than '{2}': the order of the fields would depend on the order of the files",
        "Fields are in the stream in the order of the text. Parts of a type have none.");

    public static readonly DiagnosticDescriptor WrongHook = Create(
        "HV4012", "Method that cannot run before or after saving or loading",
        "Method '{0}' has {1} but {2}",
        "The generated code calls the method, once, with nothing or, after loading, with the version of the state in the stream.");

    public static readonly DiagnosticDescriptor Stray = Create(
        "HV4013", "Classification that nothing reads",
        "'{0}' has {1} but {2}",
        "The attributes of members are for the members of a type with [VmState], one for each member.");

    public static readonly DiagnosticDescriptor WrongCodec = Create(
        "HV4014", "Codec that is none of the member's type",
        "'{0}' cannot be saved by '{1}': {2}",
        "A codec implements IStateCodec of exactly the member's type, by public static methods.");

    public static readonly DiagnosticDescriptor BaseWithoutState = Create(
        "HV4015", "Base class whose state may be lost in migration",
        "'{0}' derives from '{1}', which {2}",
        "The fields of a base class are the object's too. It has state of its own, or says that it has none that migrates.");

    public static readonly DiagnosticDescriptor DeviceWithoutState = Create(
        "HV4016", "Device whose state would be lost in migration",
        "'{0}' can change ('{1}') but has no state: add [VmState], or [NotMigratable(\"why\")] so that a machine that has it refuses to migrate",
        "A device that a stream says nothing of is, after a migration, as if it had been reset.");

    public static readonly DiagnosticDescriptor WrongName = Create(
        "HV4017", "Name or version that streams cannot have",
        "{0} of '{1}' is {2}; {3}",
        "Names are 1 to 255 bytes of ASCII, versions begin with 0.");

    public static readonly DiagnosticDescriptor MemberClash = Create(
        "HV4018", "Member with the name of one that is generated for state",
        "'{0}' has a member '{1}', the name of {2} that is generated; rename it",
        "Into a type with state come VmState, StateType, SaveState, LoadState, StateFields and what saves and loads subsections.");

    public static readonly DiagnosticDescriptor MeaninglessArgument = Create(
        "HV4019", "Argument without a meaning for the migrated member",
        "{0} has no meaning for '{1}': {2}",
        "The argument would promise something that nobody keeps.");

    public static readonly DiagnosticDescriptor DuplicateField = Create(
        "HV4020", "Field or subsection name used twice",
        "{0} '{1}' is already that of {2}",
        "Messages and the descriptions of streams name fields, and readers find subsections by their names.");

    private static DiagnosticDescriptor Create(string id, string title, string message, string description,
        params string[] tags) =>
        Diagnostics.Error(id, Diagnostics.Category.Migration, title, message, description, tags);
}
