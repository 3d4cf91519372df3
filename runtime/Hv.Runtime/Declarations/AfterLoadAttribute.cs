namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares a method of a type with state as one that runs after the state, its subsections included, was loaded: checks it, and
/// makes anew what was derived. It takes nothing, or the version of the state in the stream as a <see cref="uint"/>.
/// </summary>
/// <remarks>What does not fit it says with a <see cref="Migration.StateException"/>, whose message names value and what would be right.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class AfterLoadAttribute : Attribute;
