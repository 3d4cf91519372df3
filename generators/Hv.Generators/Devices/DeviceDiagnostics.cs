using Microsoft.CodeAnalysis;

namespace Hv.Generators.Devices;

/// <summary>The diagnostics of devices and properties. In messages "device 'x'" may also be "machine 'x'".</summary>
internal static class DeviceDiagnostics
{
    public static readonly DiagnosticDescriptor DuplicateDevice = Create(
        "HV2001", "Device name declared twice",
        "Device name '{0}' is already used by '{1}'",
        "Users, compat tables and migration streams find a device type by its name, so that a name is for one class.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor DuplicateProperty = Create(
        "HV2002", "Property name declared twice",
        "Property name '{0}' of {1} is already used by '{2}'",
        "A property's name is for one property of an object, those of its base classes included.");

    public static readonly DiagnosticDescriptor UnsupportedType = Create(
        "HV2003", "Property type that is not supported",
        "Property '{0}' of {1} has type '{2}'; a property is a {3}",
        "Users write a property's value as text, compat entries as a constant: both must be possible.");

    public static readonly DiagnosticDescriptor DefaultOutOfRange = Create(
        "HV2004", "Default out of range",
        "Property '{0}' of {1} has {2}, {3}",
        "The default of a property is a value that users may set, too.");

    public static readonly DiagnosticDescriptor DefaultNotConvertible = Create(
        "HV2005", "Default of the wrong type",
        "Property '{0}' of {1} has default {2}, {3}",
        "The default of a property is a constant that converts to the property's type without loss.");

    public static readonly DiagnosticDescriptor WrongBounds = Create(
        "HV2006", "Bounds that allow nothing",
        "Property '{0}' of {1} has {2}, {3}",
        "Minimum and maximum are constants that convert to the property's type without loss, the minimum not above the maximum.");

    public static readonly DiagnosticDescriptor DeviceNotPartial = Create(
        "HV2007", "Device class that is not partial",
        "Class '{0}' must be partial: members of device '{1}' are generated into it",
        "The generator adds members to a device's class, so that it and all types around it must be partial.");

    public static readonly DiagnosticDescriptor PropertyNotPartial = Create(
        "HV2008", "Property that is not partial",
        "Property '{0}' of {1} must be partial: its body is generated",
        "The generated body stores the value, checks its range and keeps it unchanged once the object is realized.");

    public static readonly DiagnosticDescriptor WrongName = Create(
        "HV2009", "Name that users cannot write",
        "{0} name {1} breaks the rule: a name is letters, digits, {2}, and starts with a letter",
        "A name is written on command lines (TYPE.PROPERTY=VALUE), in scripts and in migration streams.");

    public static readonly DiagnosticDescriptor NotADevice = Create(
        "HV2010", "Device class that does not derive from Device",
        "Class '{0}' declares device '{1}' but does not derive from Hv.Runtime.Objects.Device",
        "A machine makes, realizes and resets its devices through their base class.");

    public static readonly DiagnosticDescriptor StrayProperty = Create(
        "HV2011", "Property of a class that declares no object type",
        "Property '{0}' is declared in '{1}', which has neither [Device] nor [MachineFamily]: nothing could set it",
        "The class that declares properties has [Device] or [MachineFamily]; a base class of devices is an abstract device.");

    public static readonly DiagnosticDescriptor MeaninglessArgument = Create(
        "HV2012", "Argument without a meaning for the property's type",
        "Property '{0}' of {1} is {2}: {3} has no meaning for it",
        "Minimum, Maximum and Format are for numbers.");

    public static readonly DiagnosticDescriptor CannotBeRegistered = Create(
        "HV2013", "Device that cannot be registered",
        "Device '{0}' cannot be registered: {1}",
        "A device is created by its name alone: by a constructor without parameters, of a class that its assembly can name.");

    public static readonly DiagnosticDescriptor MemberClash = Create(
        "HV2014", "Member with the name of a generated one",
        "'{0}' has a member '{1}', the name of {2} that is generated for {3}; rename it",
        "Into a device's or machine's class come ObjectType, Type, Properties and a field for each property.");

    public static readonly DiagnosticDescriptor WrongPropertyShape = Create(
        "HV2015", "Property that is none of an object's",
        "Property '{0}' of {1} is {2}; it must be an instance property with a getter",
        "A declared property is read from, and stored in, one object.");

    public static readonly DiagnosticDescriptor WrongValueNames = Create(
        "HV2016", "Enum whose values users cannot tell apart or write",
        "Property '{0}' of {1} cannot be '{2}': {3}",
        "Every member of a property's enum has a name of its own, derived or given by [ValueName], for the command line.");

    public static readonly DiagnosticDescriptor UndeclaredDevice = Create(
        "HV2017", "Device class that is not declared",
        "Class '{0}' is a device but declares none: it has no object type; add [Device] and partial, or make it abstract",
        "A device that can be made has an object type: [Device] on its class or on a base class gives it one.");

    private static DiagnosticDescriptor Create(
        string id, string title, string message, string description, params string[] tags) =>
        Diagnostics.Error(id, Diagnostics.Category.Devices, title, message, description, tags);
}
