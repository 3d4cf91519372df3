using System.Collections.Immutable;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions;

/// <summary>An instruction as it is declared.</summary>
/// <param name="mnemonic">The mnemonic, without the letters of OE, Rc, LK and AA.</param>
/// <param name="form">The layout of the word (<see cref="InstructionAttribute"/>).</param>
/// <param name="level">The version of the ISA that brought it.</param>
/// <param name="privilege">Who may execute it.</param>
/// <param name="mask">The bits of the word that are constant.</param>
/// <param name="value">What they are.</param>
/// <param name="syntax">The operands in assembly language: names of fields, <c>RA|0</c> for an RA that means zero when it is 0.</param>
/// <param name="summary">What it does.</param>
/// <param name="fields">The fields, in the order in which they begin.</param>
/// <param name="facility">What must be available.</param>
public sealed class InstructionDescription(
    string mnemonic, string form, Isa level, Privilege privilege, uint mask, uint value, string syntax, string summary, ImmutableArray<InstructionField> fields,
    Facility facility = Facility.None)
{
    /// <summary>The mnemonic, without the letters of OE, Rc, LK and AA.</summary>
    public string Mnemonic { get; } = mnemonic;

    /// <summary>The layout of the word.</summary>
    public string Form { get; } = form;

    /// <summary>The version of the ISA that brought it.</summary>
    public Isa Level { get; } = level;

    /// <summary>Who may execute it.</summary>
    public Privilege Privilege { get; } = privilege;

    /// <summary>What must be available.</summary>
    public Facility Facility { get; } = facility;

    /// <summary>The bits of the word that are constant.</summary>
    public uint Mask { get; } = mask;

    /// <summary>What they are.</summary>
    public uint Value { get; } = value;

    /// <summary>The operands in assembly language.</summary>
    public string Syntax { get; } = syntax;

    /// <summary>What it does, in one sentence.</summary>
    public string Summary { get; } = summary;

    /// <summary>The fields, in the order in which they begin.</summary>
    public ImmutableArray<InstructionField> Fields { get; } = fields;

    /// <summary>The field of this name, or <see langword="null"/>.</summary>
    public InstructionField? Field(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Name == name)
                return field;
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Syntax.Length == 0 ? Mnemonic : $"{Mnemonic} {Syntax}";
}
