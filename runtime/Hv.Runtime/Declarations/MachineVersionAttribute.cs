namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares a class as one version of a machine family. The class is <c>sealed partial</c> and derives from the family's class.
/// </summary>
/// <remarks>
/// The versions of a family form one chain, newest to oldest: an older version has every compat row that newer ones declare, and
/// its own on top. A version with a <see cref="Suffix"/> is a side branch: it has all that the version of the same number has, and
/// no other version inherits from it. A gap in the chain (2.1, then 2.3) is a compile-time error (HV3001).
/// </remarks>
/// <param name="family">The family's name, as its <see cref="MachineFamilyAttribute"/> has it.</param>
/// <param name="major">The major number.</param>
/// <param name="minor">The minor number.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MachineVersionAttribute(string family, int major, int minor) : Attribute
{
    /// <summary>The family's name.</summary>
    public string Family { get; } = family;

    /// <summary>The major number.</summary>
    public int Major { get; } = major;

    /// <summary>The minor number.</summary>
    public int Minor { get; } = minor;

    /// <summary>Makes the version a side branch, named FAMILY-MAJOR.MINOR-SUFFIX: <c>sxxm</c>.</summary>
    public string? Suffix { get; set; }

    /// <summary>Makes this version, instead of the newest, the one that a user gets who names none.</summary>
    public bool IsDefault { get; set; }
}
