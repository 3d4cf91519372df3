namespace Hv.Power.Declarations;

/// <summary>
/// Declares another way to write an instruction (Power ISA, Book I, appendix C "Assembler Extended Mnemonics"), for assembler and
/// disassembler: <c>[ExtendedMnemonic("mr RA,RS", "or RA,RS,RS")]</c>.
/// </summary>
/// <remarks>
/// Operands of <paramref name="meaning"/> are numbers, operands of <paramref name="written"/>, or sums and products of both:
/// <c>sldi RA,RS,n</c> is <c>rldicr RA,RS,n,63-n</c>. The letters of OE, Rc, LK and AA follow the mnemonic as they do that of the
/// instruction. <c>[lt|gt|eq]</c> makes several of one; a second such list has the value for each.
/// </remarks>
/// <param name="written">The mnemonic and its operands.</param>
/// <param name="meaning">What it stands for.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false, AllowMultiple = true)]
public sealed class ExtendedMnemonicAttribute(string written, string meaning) : Attribute
{
    /// <summary>The mnemonic and its operands.</summary>
    public string Written { get; } = written;

    /// <summary>What it stands for.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>Only the assembler takes it; the disassembler writes something else.</summary>
    public bool OnlyWritten { get; set; }
}
