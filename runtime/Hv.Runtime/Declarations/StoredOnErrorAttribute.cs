namespace Hv.Runtime.Declarations;

/// <summary>
/// Stores this <c>out</c> parameter also when the call ends with a negative status, for the few calls that do
/// (nvram-fetch stores a length of 0).
/// </summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class StoredOnErrorAttribute : Attribute;
