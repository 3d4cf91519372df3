namespace Hv.Runtime.Declarations;

/// <summary>
/// Marks a class whose methods, declared with <see cref="HypercallAttribute"/>, serve hypercalls of a machine.
/// The rules for the class are those of <see cref="RtasCallsAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class HypercallsAttribute : Attribute;
