namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares a constant as one by which guests know the machine: a name, a type or a compatible string of the device tree, an
/// address, a number; or an enum whose members all are. It is a part of the guest ABI of every machine version; what differs between
/// versions is a property (<see cref="PropertyAttribute"/>) that compat rows set.
/// </summary>
/// <param name="place">Where the guest sees it, e.g. <c>/rtas ibm,hypertas-functions</c>: a place is for one constant.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Enum, Inherited = false)]
public sealed class GuestIdentityAttribute(string place) : Attribute
{
    /// <summary>Where the guest sees it.</summary>
    public string Place { get; } = place;
}
