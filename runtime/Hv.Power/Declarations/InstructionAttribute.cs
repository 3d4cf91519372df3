namespace Hv.Power.Declarations;

/// <summary>
/// Declares a static method as what an instruction does. Decoder, disassembler, assembler and the interpreter's operation are
/// generated from it. Several attributes on one method declare several instructions that do the same with operands of other forms.
/// </summary>
/// <remarks>
/// <para>
/// <b>The form</b> lists what the word consists of, from bit 0 on, with the names and the layout of the Power ISA: the primary opcode,
/// fields (<see cref="InstructionFieldAttribute"/>), constants, <c>/</c> for one reserved bit, <c>//</c> for two, <c>///</c> for as many
/// as there are up to the next field. Fields lie where they are declared; constants and <c>///</c> take what is left between. Constants
/// prefer the places that are declared as fields named XO, the first one most. Where that is not what is meant, or does
/// not decide, a width is written behind a colon: <c>0:2</c>, <c>L:1</c>, <c>/:3</c>. Reserved bits are ignored when an
/// instruction is decoded, as POWER processors do, and zero when it is assembled.
/// </para>
/// <para>
/// <b>Parameters</b> are operands by their name. The name of a field in lower case is the value of the register, CR field or CR bit
/// that it names, or its number; with <c>Number</c> behind it (<c>rtNumber</c>) the number itself. Besides these:
/// <c>raOrZero</c> (RA|0); <c>ea</c>, the effective address from RA|0 (RA with <see cref="Update"/>) and D, DS, DQ or RB, or alone;
/// <c>target</c>, what a branch's displacement leads to; <c>cia</c>, the address of the instruction; <c>mask</c>, MASK(MB, ME) of a
/// 32-bit rotate; <c>word</c>, the instruction itself; <c>ca</c> and <c>so</c> (XER), <c>cr</c>, <c>ctr</c>, <c>lr</c>, <c>tar</c>,
/// <c>fpscr</c>; <c>ref PowerState state</c>; and <c>ref TMemory memory</c> of a method that is generic over its memory.
/// </para>
/// <para>
/// <b>Registers</b> of floating point are a <c>ulong</c>, the bits of a double. Vector and vector-scalar registers are a
/// <c>UInt128</c>, a <c>Vector128</c> of any element type (its element 0 is the least significant one on a little-endian host, which is the last
/// one of the ISA), or a <c>ulong</c>: the more significant doubleword. As a result that makes the other doubleword zero, and so does one
/// for a floating-point register.
/// </para>
/// <para>
/// <b>Results</b> are elements of a returned tuple, <c>out</c> parameters, or the one value returned: the name of a field in lower case,
/// <c>ca</c>, <c>ca32</c>, <c>ov</c>, <c>ov32</c> (stored when the form has OE and it is 1), <c>cr0</c>, <c>cr6</c> (stored when
/// Rc is 1 or the mnemonic ends in a point), <c>cr</c>, <c>ctr</c>, <c>lr</c>, <c>nia</c>, <c>taken</c>, <c>sat</c> (VSCR.SAT is set with
/// it), <c>fpscr</c>. One value without a name goes to FPSCR when it has its type, else to FRT, VRT, XT, RT, BT or BF, whichever the form has, or to RA. With Rc = 1, or a
/// mnemonic that ends in a point, CR field 0 is set from the result; with LK = 1, LR from the address of the next instruction. None
/// of this is written in the method. A method that may not complete returns <see cref="Execution.Outcome"/>; its results are then stored only
/// when it does.
/// </para>
/// <para>
/// <b>Floating point:</b> a register's result may be a <see cref="FloatingPoint.FloatingPointResult{T}"/>, that of a CR field a
/// <see cref="FloatingPoint.ComparisonResult"/>, and <c>fpscr</c> is <see cref="FloatingPoint.FpscrEffects"/> or, when all of the register is
/// written, an <see cref="FloatingPoint.Fpscr"/>. Its effects are applied; registers keep their values when they say so; and an enabled
/// exception ends the instruction, which is done then. With Rc = 1 an instruction of <see cref="Declarations.Facility.FloatingPoint"/>
/// copies FX, FEX, VX and OX to field 1 of CR.
/// </para>
/// </remarks>
/// <param name="mnemonic">The mnemonic, without the letters of OE, Rc, LK and AA.</param>
/// <param name="form">The layout of the word.</param>
/// <param name="level">The version of the ISA that brought it.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false, AllowMultiple = true)]
public sealed class InstructionAttribute(string mnemonic, string form, Isa level = Isa.PowerPc) : Attribute
{
    /// <summary>The mnemonic.</summary>
    public string Mnemonic { get; } = mnemonic;

    /// <summary>The layout of the word.</summary>
    public string Form { get; } = form;

    /// <summary>The version of the ISA that brought it.</summary>
    public Isa Level { get; } = level;

    /// <summary>
    /// The effective address goes to RA when the access has completed. A form with RA = 0, or RA = RT of a load, is invalid then, and
    /// an illegal instruction here.
    /// </summary>
    public bool Update { get; set; }

    /// <summary>Who may execute it.</summary>
    public Privilege Privilege { get; set; }

    /// <summary>What must be available; without it that of the class (<see cref="InstructionsAttribute.Facility"/>).</summary>
    public Facility Facility { get; set; }

    /// <summary>Nothing behind it is executed as it was decoded: it changes how instructions are fetched, or ends what is running.</summary>
    public bool EndsBlock { get; set; }

    /// <summary>
    /// The operands in assembly language, where they are not the fields in the order of the form, with RA before RS when RA is the
    /// target, and <c>D(RA)</c> for an address.
    /// </summary>
    public string? Syntax { get; set; }

    /// <summary>Fields that it has and that nothing depends on, such as the hints of a prefetch, separated by blanks.</summary>
    public string Ignores { get; set; } = "";

    /// <summary>
    /// Fields, separated by blanks, for each value of which an operation of its own is generated, in which it is a constant.
    /// </summary>
    public string Specialize { get; set; } = "";
}
