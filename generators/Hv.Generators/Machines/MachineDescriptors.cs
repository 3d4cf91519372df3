using Microsoft.CodeAnalysis;

namespace Hv.Generators.Machines;

/// <summary>The diagnostics of machine families, their versions and their compat entries.</summary>
internal static class MachineDescriptors
{
    public static readonly DiagnosticDescriptor Gap = Create(
        "HV3001", "Gap in a chain of machine versions",
        "Family '{0}' has {1} and {2} but no {3}",
        "The versions of a family form one chain: within a major number the minors follow one another, and a new major starts at minor 0.");

    public static readonly DiagnosticDescriptor DuplicateVersion = Create(
        "HV3002", "Machine version declared twice",
        "'{0}' is already declared by '{1}'",
        "A version number, with its suffix, is declared by one class.");

    public static readonly DiagnosticDescriptor TwoDefaults = Create(
        "HV3003", "Two default machine versions",
        "Family '{0}' has two defaults, '{1}' and '{2}'",
        "One version of a family may be declared the default; without any the newest is.");

    public static readonly DiagnosticDescriptor WrongFamily = Create(
        "HV3004", "Machine version without its family",
        "'{0}' is no version of family '{1}': {2}",
        "A version's class derives from the class of the family it names, in the same assembly.");

    public static readonly DiagnosticDescriptor WrongTarget = Create(
        "HV3005", "Compat entry for something that is no device",
        "'{0}' is neither a device type nor the machine class of family '{1}'{2}",
        "A compat entry is for a class with [Device], or for the class of the version's own family.");

    public static readonly DiagnosticDescriptor UnknownProperty = Create(
        "HV3006", "Compat entry for an unknown property",
        "'{0}' has no property '{1}'{2}",
        "A compat entry names a declared property by its C# name, best with nameof.");

    public static readonly DiagnosticDescriptor WrongValue = Create(
        "HV3007", "Compat value of the wrong type",
        "'{0}.{1}' cannot be {2}, {3}",
        "The value of a compat entry is a constant that converts to the property's type without loss.");

    public static readonly DiagnosticDescriptor ValueOutOfRange = Create(
        "HV3008", "Compat value out of range",
        "'{0}.{1}' cannot be {2}, {3}",
        "The value of a compat entry is within the range that the property declares.");

    public static readonly DiagnosticDescriptor DeadEntry = Create(
        "HV3009", "Compat entry that changes nothing",
        "Entry '{0}.{1} = {2}' changes nothing in '{3}': {4}",
        "An entry gives some type another value than the newer versions' entries and the property's default give it.");

    public static readonly DiagnosticDescriptor RepeatedEntry = Create(
        "HV3010", "Compat entry repeated",
        "'{0}' already sets '{1}.{2}', to {3}",
        "A version sets a property of a type once.");

    public static readonly DiagnosticDescriptor UnreachedTarget = Create(
        "HV3011", "Compat entry that reaches no device",
        "No device derives from '{0}', here or in a referenced assembly: the entry for '{0}.{1}' reaches nothing",
        "An entry for an abstract device type is for the devices that derive from it; there must be one.");

    public static readonly DiagnosticDescriptor WrongVersionClass = Create(
        "HV3012", "Class that cannot be a machine version",
        "'{0}' cannot be machine version '{1}': it must be {2}",
        "The generator completes a version's class and makes objects of it: a sealed partial class with a parameterless constructor.");

    public static readonly DiagnosticDescriptor MissingBase = Create(
        "HV3013", "Side branch of a machine version that does not exist",
        "'{0}' branches from '{1}', which does not exist",
        "A version with a suffix has the rows of the version with the same number and none, which must be declared.");

    public static readonly DiagnosticDescriptor WrongFamilyDeclaration = Create(
        "HV3014", "Wrong declaration of a machine family",
        "{0}",
        "A family's class is abstract partial and derives from Machine; names start with a letter and hold letters, digits, '-' and '_'.");

    public static readonly DiagnosticDescriptor StrayEntry = Create(
        "HV3015", "Compat entry on a class that is no machine version",
        "'{0}' has a compat entry but is no machine version: nothing applies it",
        "Compat entries stand on classes with [MachineVersion].");

    public static readonly DiagnosticDescriptor UndeclaredMachine = Create(
        "HV3016", "Machine class that is no version",
        "'{0}' is a machine but {1}; make it abstract, or a sealed partial class with [MachineVersion] that derives from a family's",
        "A machine that can be made is a version of a family: the version gives it its compat rows, the family its object type.");

    /// <summary>What a fixer reads: what would be right, when that is known.</summary>
    public static ImmutableDictionary<string, string?> Fix(string? right) =>
        right is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(Diagnostics.FixKey, right);

    private static DiagnosticDescriptor Create(string id, string title, string message, string description) =>
        Diagnostics.Error(id, Diagnostics.Category.Machines, title, message, description);
}
