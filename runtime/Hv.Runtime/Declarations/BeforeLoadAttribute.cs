namespace Hv.Runtime.Declarations;

/// <summary>Declares a method without parameters of a type with state as one that runs before the state is loaded: presets what a stream may leave out.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BeforeLoadAttribute : Attribute;
