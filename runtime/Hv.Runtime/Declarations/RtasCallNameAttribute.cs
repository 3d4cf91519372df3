namespace Hv.Runtime.Declarations;

/// <summary>
/// Marks a <see cref="string"/> parameter that takes the name of an RTAS call. A constant passed to it that no declaration in
/// reach has is a compile-time error (HV1018) which offers the nearest name.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RtasCallNameAttribute : Attribute;
