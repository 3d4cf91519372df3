using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Hv.Power.FloatingPoint;

namespace Hv.Power.State;

/// <summary>
/// The registers of one processor as one unmanaged struct of fixed layout. The interpreter and compiled code work on it in place,
/// by pointer: it lies in memory that does not move.
/// </summary>
/// <remarks>
/// <para>
/// The general registers come first, so that a register number is an index from the pointer itself. Behind the 32 of the
/// architecture stands a 33rd that is always zero (<see cref="ZeroRegister"/>): an operand (RA|0) with RA = 0 is bound to it when an
/// instruction is decoded, and costs no test when it runs.
/// </para>
/// <para>
/// CR is eight bytes, one a field; SO, OV, CA, OV32 and CA32 are a byte each, 0 or 1, apart from the rest of XER. Instructions that
/// set one of them then write a byte. <see cref="Cr"/> and <see cref="Xer"/> put the registers together.
/// </para>
/// <para>
/// Each vector-scalar register is one value of 16 bytes as the host has it: on a little-endian host the less significant doubleword
/// comes first. FPR n is the more significant doubleword of VSR n, VR n is VSR 32 + n. An element that the architecture gives the number i,
/// 0 being the most significant one of N, is therefore element N - 1 - i of the host's vector on a little-endian host.
/// </para>
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct PowerState
{
    /// <summary>The index of the register behind r31 that is always zero.</summary>
    public const int ZeroRegister = 32;

    /// <summary>How many numbers of special purpose registers there are.</summary>
    public const int SpecialRegisters = 1024;

    /// <summary>How many entries the segment lookaside buffer has.</summary>
    public const int SlbSize = 32;

    /// <summary>How many vector-scalar registers there are.</summary>
    public const int VectorScalarRegisters = 64;

    private const int FirstVector = 32;

    private const ulong FieldLowBits = 0x0F0F_0F0F_0F0F_0F0F;
    private const int SoShift = 31;
    private const int OvShift = 30;
    private const int CaShift = 29;
    private const int Ov32Shift = 19;
    private const int Ca32Shift = 18;
    private const ulong XerFlags = (1UL << SoShift) | (1UL << OvShift) | (1UL << CaShift) | (1UL << Ov32Shift) | (1UL << Ca32Shift);

    /// <summary>r0 to r31, and the one that is always zero.</summary>
    public fixed ulong Gpr[ZeroRegister + 1];

    /// <summary>The address of the next instruction: valid between blocks, not inside of one.</summary>
    public ulong Nia;

    /// <summary>The 64 vector-scalar registers, two doublewords each, in the host's order; aligned to 16 bytes.</summary>
    public fixed ulong VsrDoublewords[2 * VectorScalarRegisters];

    /// <summary>The link register.</summary>
    public ulong Lr;

    /// <summary>The count register.</summary>
    public ulong Ctr;

    /// <summary>The target address register (ISA 2.07).</summary>
    public ulong Tar;

    /// <summary>The fields of CR, field 0 first: LT 8, GT 4, EQ 2, SO 1.</summary>
    public fixed byte CrField[8];

    /// <summary>XER.SO: 0 or 1.</summary>
    public byte So;

    /// <summary>XER.OV: 0 or 1.</summary>
    public byte Ov;

    /// <summary>XER.CA: 0 or 1.</summary>
    public byte Ca;

    /// <summary>XER.OV32 (ISA 3.0): 0 or 1.</summary>
    public byte Ov32;

    /// <summary>XER.CA32 (ISA 3.0): 0 or 1.</summary>
    public byte Ca32;

    /// <summary>How the last instruction that ran ended, when it did not complete.</summary>
    public Execution.Outcome Outcome;

    /// <summary>Whether instructions were modified (icbi) since the interpreter last looked: what is decoded may be out of date.</summary>
    public byte CodeChanged;

    /// <summary>Whether a reservation (lwarx and its like) is held: 0, or the bytes it covers.</summary>
    public byte ReservationSize;

    /// <summary>The other bits of XER, the byte count of string instructions among them.</summary>
    public ulong XerRest;

    /// <summary>The machine state register.</summary>
    public ulong Msr;

    /// <summary>The floating-point status and control register.</summary>
    public ulong Fpscr;

    /// <summary>The effective address of the last instruction that accessed memory and did not complete.</summary>
    public ulong AccessAddress;

    /// <summary>The effective address of the reservation.</summary>
    public ulong ReservationAddress;

    /// <summary>What the reserved location held, low half, when the reservation was made.</summary>
    public ulong ReservationValueLow;

    /// <summary>What the reserved location held, high half of a quadword.</summary>
    public ulong ReservationValueHigh;

    /// <summary>The vector status and control register.</summary>
    public uint Vscr;

    /// <summary>The level of the ISA that the processor implements (<see cref="Declarations.Isa"/>).</summary>
    public Declarations.Isa Level;

    /// <summary>What the time base is ahead of its source.</summary>
    public ulong TimeBaseOffset;

    /// <summary>Instructions completed since power-on, up to the start of the running block.</summary>
    public ulong Retired;

    /// <summary>The address of the running block.</summary>
    public ulong BlockAddress;

    /// <summary>State of the generator behind darn in a deterministic run; 0: random numbers come from the host.</summary>
    public ulong RandomState;

    /// <summary>Whether the time base counts completed instructions (1), or follows the host's clock (0).</summary>
    public byte CountsInstructions;

    /// <summary>
    /// Not 0: the processor has to be looked at before the next block: <see cref="Requests"/> of its instructions, an interrupt that has become
    /// possible, or something that another thread wants.
    /// </summary>
    public int Attention;

    /// <summary>What instructions have asked the processor for.</summary>
    public ProcessorRequests Requests;

    /// <summary>Which of them says it more exactly: the address of a page, or the thread that a doorbell is for.</summary>
    public ulong RequestOperand;

    /// <summary>Interrupts from outside that are not taken yet; written by other threads as well.</summary>
    public PendingInterrupts Pending;

    /// <summary>The service that the last system call asked for: LEV.</summary>
    public uint Service;

    /// <summary>The time base when the decrementer is 0.</summary>
    public ulong DecrementerZero;

    /// <summary>The segment lookaside buffer: for each entry the two doublewords of slbmte, without the index.</summary>
    public fixed ulong Slb[2 * SlbSize];

    /// <summary>Special purpose registers that have no field of their own, by number.</summary>
    public fixed ulong Spr[SpecialRegisters];

    /// <summary>The condition register.</summary>
    public uint Cr
    {
        get
        {
            var fields = Unsafe.ReadUnaligned<ulong>(ref CrField[0]);
            if (BitConverter.IsLittleEndian)
                fields = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(fields);

            return (uint)(Bmi2.X64.IsSupported ? Bmi2.X64.ParallelBitExtract(fields, FieldLowBits) : Pack(fields));
        }

        set
        {
            var fields = Bmi2.X64.IsSupported ? Bmi2.X64.ParallelBitDeposit(value, FieldLowBits) : Spread(value);
            if (BitConverter.IsLittleEndian)
                fields = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(fields);

            Unsafe.WriteUnaligned(ref CrField[0], fields);
        }
    }

    /// <summary>The fixed-point exception register.</summary>
    public ulong Xer
    {
        readonly get => XerRest | ((ulong)So << SoShift) | ((ulong)Ov << OvShift) | ((ulong)Ca << CaShift)
            | ((ulong)Ov32 << Ov32Shift) | ((ulong)Ca32 << Ca32Shift);

        set
        {
            So = (byte)((value >> SoShift) & 1);
            Ov = (byte)((value >> OvShift) & 1);
            Ca = (byte)((value >> CaShift) & 1);
            Ov32 = (byte)((value >> Ov32Shift) & 1);
            Ca32 = (byte)((value >> Ca32Shift) & 1);
            XerRest = (uint)value & ~XerFlags;
        }
    }

    /// <summary>Whether MSR.PR is 1: a program runs, not the operating system.</summary>
    public readonly bool IsProblemState
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Msr & MachineState.ProblemState) != 0;
    }

    /// <summary>Which of the two doublewords of a vector-scalar register is the more significant one.</summary>
    private static int MoreSignificant
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BitConverter.IsLittleEndian ? 1 : 0;
    }

    /// <summary>The four bits (LT, GT, EQ, SO) of a signed comparison with zero, as instructions with Rc = 1 put them into field 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly byte CompareWithZero(long value) => (byte)((value < 0 ? 8 : value > 0 ? 4 : 2) | So);

    /// <summary>Sets OV and OV32, and SO when OV is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetOverflow(bool ov, bool ov32)
    {
        Ov = ov ? (byte)1 : (byte)0;
        So |= Ov;

        // OV32 came with ISA 3.0; older processors keep the bit as they would any reserved one.
        if (Level >= Declarations.Isa.V3_0)
            Ov32 = ov32 ? (byte)1 : (byte)0;
    }

    /// <summary>Sets CA and CA32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetCarry(bool ca, bool ca32)
    {
        Ca = ca ? (byte)1 : (byte)0;
        if (Level >= Declarations.Isa.V3_0)
            Ca32 = ca32 ? (byte)1 : (byte)0;
    }

    /// <summary>A bit of CR, 0 (LT of field 0) to 31 (SO of field 7).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool CrBit(int bit) => ((CrField[bit >> 2] << (bit & 3)) & 8) != 0;

    /// <summary>Sets a bit of CR.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetCrBit(int bit, bool value)
    {
        var mask = 8 >> (bit & 3);
        CrField[bit >> 2] = (byte)((CrField[bit >> 2] & ~mask) | (value ? mask : 0));
    }

    /// <summary>The more significant doubleword of a vector-scalar register, 0 to 63: a floating-point register, or a scalar.</summary>
    [UnscopedRef]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref ulong Fpr(int number) => ref Unsafe.Add(ref VsrDoublewords[0], (2 * number) + MoreSignificant);

    /// <summary>A vector-scalar register, 0 to 63.</summary>
    [UnscopedRef]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref UInt128 Vsr(int number) => ref Vsr<UInt128>(number);

    /// <summary>A vector-scalar register, 0 to 63, as a type of 16 bytes.</summary>
    [UnscopedRef]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Vsr<T>(int number)
        where T : unmanaged => ref Unsafe.As<ulong, T>(ref Unsafe.Add(ref VsrDoublewords[0], 2 * number));

    /// <summary>A vector register, 0 to 31.</summary>
    [UnscopedRef]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref UInt128 Vr(int number) => ref Vsr<UInt128>(FirstVector + number);

    /// <summary>A vector register, 0 to 31, as a type of 16 bytes.</summary>
    [UnscopedRef]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Vr<T>(int number)
        where T : unmanaged => ref Vsr<T>(FirstVector + number);

    /// <summary>Sets the more significant doubleword of a vector-scalar register, 0 to 63; the other one becomes zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetScalar(int number, ulong value) => Vsr<UInt128>(number) = new UInt128(value, 0);

    /// <summary>Asks the processor for something before the next block.</summary>
    public void Ask(ProcessorRequests requests)
    {
        Requests |= requests;
        Attention = 1;
    }

    /// <summary>Sets MSR, as far as a guest can, and has the processor look at what follows from it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mask">The bits that change.</param>
    public void SetMachineState(ulong value, ulong mask)
    {
        var before = Msr;
        Msr = (before & ~mask) | (value & mask & MachineState.Implemented);

        // Problem state is never without interrupts and relocation (Power ISA, Book III, 4.2.1).
        if (IsProblemState)
            Msr |= MachineState.ExternalInterrupts | MachineState.InstructionRelocation | MachineState.DataRelocation;

        if (((before ^ Msr) & Tlb.TlbContext.StateBits) != 0)
            Ask(ProcessorRequests.Context);

        if (((Msr & MachineState.ExternalInterrupts) != 0 && Pending != PendingInterrupts.None) || (Msr & MachineState.Trace) != 0)
            Attention = 1;
    }

    /// <summary>Applies what an operation does to FPSCR.</summary>
    /// <returns>Whether it caused an exception that is enabled there and in MSR: a program interrupt.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool UpdateFpscr(FpscrEffects effects)
    {
        var before = new Fpscr(Fpscr);
        var after = before.With(effects);
        Fpscr = after.Value;
        return after.HasEnabledException && TakesEnabledExceptions
            && (!before.HasEnabledException || new Fpscr((after.Value & ~(ulong)FloatingPoint.Fpscr.Exceptions) | effects.Set).WithSummaries().HasEnabledException);
    }

    /// <summary>Writes FPSCR; VX and FEX follow from the other bits.</summary>
    /// <returns>Whether an exception in it is enabled there and in MSR: a program interrupt.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool UpdateFpscr(Fpscr value)
    {
        var after = value.WithSummaries();
        Fpscr = after.Value;
        return after.HasEnabledException && TakesEnabledExceptions;
    }

    /// <summary>FX, FEX, VX and OX: what floating-point instructions with Rc = 1 put into field 1 of CR.</summary>
    public readonly byte FloatingPointSummary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (byte)((Fpscr >> 28) & 0xF);
    }

    private readonly bool TakesEnabledExceptions =>
        (Msr & (MachineState.FloatingPointException0 | MachineState.FloatingPointException1)) != 0;

    private static ulong Pack(ulong fields)
    {
        var packed = 0UL;
        for (var field = 0; field < 8; field++)
            packed |= ((fields >> (8 * field)) & 0xF) << (4 * field);

        return packed;
    }

    private static ulong Spread(ulong packed)
    {
        var fields = 0UL;
        for (var field = 0; field < 8; field++)
            fields |= ((packed >> (4 * field)) & 0xF) << (8 * field);

        return fields;
    }
}
