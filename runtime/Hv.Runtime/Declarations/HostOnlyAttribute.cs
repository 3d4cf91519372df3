namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares a mutable field as the host's own: the guest never sees what it holds, and each host has its own. On a base class of a
/// type with state: it holds nothing that migrates.
/// </summary>
/// <param name="reason">Why the guest does not miss it, e.g. <c>counts for the user</c>.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Class, Inherited = false)]
public sealed class HostOnlyAttribute(string reason) : Attribute
{
    /// <summary>Why the guest does not miss it.</summary>
    public string Reason { get; } = reason;
}
