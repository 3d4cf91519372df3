namespace Hv.Runtime.Declarations;

/// <summary>
/// Marks a <see cref="uint"/> parameter that takes the token of an RTAS call. A constant passed to it that no declaration in
/// reach has is a compile-time error (HV1019).
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RtasCallTokenAttribute : Attribute;
