using Microsoft.CodeAnalysis;

namespace Hv.Generators.Abi;

/// <summary>HV6xxx: what differs from what released machine versions show their guests.</summary>
internal static class AbiDiagnostics
{
    /// <summary>Where a fixer finds the class that a compat entry is to be added to, in full.</summary>
    public const string VersionClassKey = "class";

    /// <summary>Where a fixer finds the class that the entry is for, in full.</summary>
    public const string TargetKey = "target";

    /// <summary>Where a fixer finds the member that the entry is for.</summary>
    public const string MemberKey = "member";

    /// <summary>Where a fixer finds the value of the entry as the texts have it.</summary>
    public const string ValueKey = "value";

    /// <summary>Where a fixer finds the version that an exception is to be for.</summary>
    public const string VersionKey = "version";

    /// <summary>Where a fixer finds the entry that an exception is to be about; not given: what it stands on.</summary>
    public const string EntryKey = "entry";

    public static readonly DiagnosticDescriptor Value = Error(
        "HV6001", "Value of a released machine version changed",
        "{0} {1} = {2}; this change makes it {3}{4}",
        "Guests of a released version, and streams between hosts of different builds, rely on its values. A new default gets a compat entry in the newest released version.");

    public static readonly DiagnosticDescriptor Call = Error(
        "HV6002", "Call of a released machine version changed",
        "{0}",
        "A guest finds calls by name and token, and passes and expects as many words as it knows of. New calls are for new versions: their When names a property of the machine.");

    public static readonly DiagnosticDescriptor State = Error(
        "HV6003", "Migrated state of a released machine version changed",
        "{0}",
        "Streams of a released version come from hosts, and go to hosts, that know it as it was.");

    public static readonly DiagnosticDescriptor Identity = Error(
        "HV6004", "Identity that guests know changed",
        "{0}",
        "Guests find devices by the names, types, addresses and numbers that the device tree shows them.");

    public static readonly DiagnosticDescriptor Member = Error(
        "HV6005", "Device or property of a released machine version removed or added",
        "{0}",
        "Command lines and guests of a released version rely on what it has; a new property changes nothing for it: its value there is off, 0 or empty, or a compat entry says what it is.");

    public static readonly DiagnosticDescriptor WrongVersion = Error(
        "HV6006", "Compat entry under the wrong version",
        "The entry keeps {0} = {1} in '{2}' and older, but {3} that value too, and this change makes it {4}: the entry belongs to '{5}'",
        "A value that changes now changes after the newest released version: its compat entry is there, and all older ones have it from there.");

    public static readonly DiagnosticDescriptor Text = Error(
        "HV6007", "Frozen text that cannot be compared",
        "{0}",
        "Each released version has one text that 'hv abi freeze' has written; from the newest that has one down, every version has one.");

    public static readonly DiagnosticDescriptor Exception = Error(
        "HV6008", "Exception that excuses nothing",
        "{0}",
        "An exception stays as long as there is a difference to explain; then it goes, so that those that are left are the truth.");

    public static readonly DiagnosticDescriptor Order = Error(
        "HV6009", "Order of migrated fields changed",
        "{0} field '{1}' of '{2}' where '{3}' is now; the order of members is the order in the stream",
        "Nothing in a stream says which field comes next: a host that knows the released order takes one for the other.");

    public static readonly DiagnosticDescriptor Field = Error(
        "HV6010", "New migrated field without a condition",
        "{0} no {1}; {2}",
        "A host with the released version cannot read a stream that holds more than it knows. A new field is there only for new versions: its When, or its subsection's Needed, names a property that the newest released version's compat entry switches off.");

    public static readonly DiagnosticDescriptor NoConstant = Error(
        "HV6011", "Identity that is no constant",
        "'{0}' is no constant: what guests know a machine by must not depend on the host",
        "A value that is computed may come from the host (its page size, its CPU, its name); a guest that moves would find another machine.");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        [Value, Call, State, Identity, Member, WrongVersion, Text, Exception, Order, Field, NoConstant];

    private static DiagnosticDescriptor Error(string id, string title, string message, string description) =>
        Diagnostics.Error(id, Diagnostics.Category.Abi, title, message, description);
}
