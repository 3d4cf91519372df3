namespace Hv.Generators.Devices;

/// <summary>The kinds of property types: each has its own syntax for users.</summary>
internal enum PropertyKind
{
    Boolean,
    Integer,
    Text,
    Enumeration,
}
