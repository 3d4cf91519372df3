namespace Hv.Runtime.Declarations;

/// <summary>Declares a method without parameters of a type with state as one that runs before the state is saved: brings migrated members up to date.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BeforeSaveAttribute : Attribute;
