namespace Hv.Runtime.Declarations;

/// <summary>
/// Says that what is declared here differs, deliberately, from what released machine versions showed their guests, and why. Without
/// it such a difference is an error (HV6001 to HV6010). It stays visible: <c>hv abi show</c> and <c>hv abi diff</c> print it, and
/// the frozen text holds it once the version is frozen again.
/// </summary>
/// <remarks>
/// It stands on what differs: a property, the handler of a call, a constant of the device tree, a migrated member; on a class for
/// all that it declares. What is gone has no place of its own: then it stands on the class it was in, or on the class of the
/// machine version, and <see cref="Entry"/> names it.
/// </remarks>
/// <param name="version">
/// The newest machine version that it is for, e.g. <c>pseries-2.3</c>: it holds for all older ones of the family too.
/// </param>
/// <param name="reason">Why guests of a released version may see something else now, for whoever runs into it.</param>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Method,
    AllowMultiple = true, Inherited = false)]
public sealed class AbiExceptionAttribute(string version, string reason) : Attribute
{
    /// <summary>The newest machine version that it is for.</summary>
    public string Version { get; } = version;

    /// <summary>Why.</summary>
    public string Reason { get; } = reason;

    /// <summary>
    /// The entry of the frozen text that it is about, up to the <c>=</c>: <c>property spapr-pci-host-bridge.ddw</c>; not given: what
    /// it stands on.
    /// </summary>
    public string? Entry { get; set; }
}
