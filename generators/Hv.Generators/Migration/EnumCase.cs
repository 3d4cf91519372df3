namespace Hv.Generators.Migration;

/// <summary>A value of an enum.</summary>
/// <param name="Member">The member's name.</param>
/// <param name="Number">Its number, as C# has it.</param>
internal sealed record EnumCase(string Member, string Number);
