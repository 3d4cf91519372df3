namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares that a device with mutable fields has no state that could be migrated: a machine that has the device refuses to migrate,
/// and says the reason. Neither this nor <see cref="VmStateAttribute"/> on such a device is an error (HV4016).
/// </summary>
/// <param name="reason">Why, for users: <c>it is a stand-in that keeps nothing of what the guest writes</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NotMigratableAttribute(string reason) : Attribute
{
    /// <summary>Why.</summary>
    public string Reason { get; } = reason;
}
