namespace Hv.Generators.Migration;

/// <summary>The state of a base class, the first field of a derived one's.</summary>
/// <param name="TypeName">The base class, with <c>global::</c>.</param>
/// <param name="Name">The name of the field.</param>
/// <param name="Id">The name of the field's description in C#.</param>
internal sealed record StateBase(string TypeName, string Name, string Id);
