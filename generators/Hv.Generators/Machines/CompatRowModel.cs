namespace Hv.Generators.Machines;

/// <summary>One compat row, as C# expressions.</summary>
/// <param name="Target">The type whose objects it applies to, with <c>global::</c>.</param>
/// <param name="Property">The <c>ObjectProperty</c>, of the class that declares the property: the target or a base of it.</param>
/// <param name="Type">The property's type.</param>
/// <param name="Value">The value.</param>
internal sealed record CompatRowModel(string Target, string Property, string Type, string Value);
