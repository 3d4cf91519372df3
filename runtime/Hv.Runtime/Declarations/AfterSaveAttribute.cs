namespace Hv.Runtime.Declarations;

/// <summary>Declares a method without parameters of a type with state as one that runs after the state was saved, or could not be.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class AfterSaveAttribute : Attribute;
