namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares that the guest sees what a member holds, so that a stream may be asked to match it
/// (<see cref="MigratedAttribute.MustMatch"/>). What only the host knows must never be compared: hosts differ.
/// </summary>
/// <param name="where">Where the guest sees it, e.g. <c>interrupt-map of the bridge's node</c>.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class GuestVisibleAttribute(string where) : Attribute
{
    /// <summary>Where the guest sees it.</summary>
    public string Where { get; } = where;
}
