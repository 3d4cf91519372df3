namespace Hv.Power.Declarations;

/// <summary>
/// Declares a field of instruction words under the name that the Power ISA gives it (Book I, 1.6.2 "Instruction Fields").
/// </summary>
/// <remarks>
/// A name may be declared several times, at other places: <c>L</c> is bit 10 of one instruction and bits 14:15 of another. Which one
/// an instruction has follows from its form.
/// </remarks>
/// <param name="name">The name, case-sensitive: <c>SH</c> is another field than <c>sh</c>.</param>
/// <param name="bits">Its bits, 0 being the most significant one of the word: <c>6:10</c>, <c>31</c>, or the parts of a field that
/// is split, the most significant one first: <c>30,16:20</c>.</param>
/// <param name="kind">What it holds.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class InstructionFieldAttribute(string name, string bits, FieldKind kind = FieldKind.Number) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>Its bits.</summary>
    public string Bits { get; } = bits;

    /// <summary>What it holds.</summary>
    public FieldKind Kind { get; } = kind;

    /// <summary>What the number is multiplied by: 4 for a displacement whose two low bits are not in the word.</summary>
    public int Scale { get; set; } = 1;
}
