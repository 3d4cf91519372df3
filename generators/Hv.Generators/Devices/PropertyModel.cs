namespace Hv.Generators.Devices;

/// <summary>All that is generated for a property.</summary>
/// <param name="Shape">What its declaration says.</param>
/// <param name="Summary">One line of help.</param>
/// <param name="Modifiers">The declared modifiers, <c>partial</c> last.</param>
/// <param name="Field">The name of the field behind it.</param>
/// <param name="Getter">The getter's head: <c>get</c>, <c>internal get</c>.</param>
/// <param name="Setter">The setter's head: <c>set</c>, <c>private set</c>, <c>init</c>; or <see langword="null"/>.</param>
/// <param name="IsDescribedInternally">Whether only this assembly can name the property's type, and the class is public.</param>
internal sealed record PropertyModel(
    PropertyShape Shape, string Summary, string Modifiers, string Field, string Getter, string? Setter, bool IsDescribedInternally);
