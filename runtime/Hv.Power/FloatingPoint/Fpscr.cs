using System.Runtime.CompilerServices;

namespace Hv.Power.FloatingPoint;

/// <summary>
/// The floating-point status and control register (Power ISA, book I, 4.2.2). Bit names are those of the ISA; masks are of the
/// low word, where all of them lie but the decimal rounding mode.
/// </summary>
/// <param name="Value">All 64 bits.</param>
public readonly record struct Fpscr(ulong Value)
{
    /// <summary>Exception summary: an exception bit went from 0 to 1 since this was cleared.</summary>
    public const uint FX = 1u << 31;

    /// <summary>Enabled exception summary: an exception bit and its enable are both 1.</summary>
    public const uint FEX = 1u << 30;

    /// <summary>Invalid operation summary: one of <see cref="InvalidOperations"/> is 1.</summary>
    public const uint VX = 1u << 29;

    /// <summary>Overflow.</summary>
    public const uint OX = 1u << 28;

    /// <summary>Underflow.</summary>
    public const uint UX = 1u << 27;

    /// <summary>Division of a finite number by zero.</summary>
    public const uint ZX = 1u << 26;

    /// <summary>Inexact: rounding lost something.</summary>
    public const uint XX = 1u << 25;

    /// <summary>Invalid: a signaling NaN as an operand.</summary>
    public const uint VXSNAN = 1u << 24;

    /// <summary>Invalid: infinity minus infinity.</summary>
    public const uint VXISI = 1u << 23;

    /// <summary>Invalid: infinity divided by infinity.</summary>
    public const uint VXIDI = 1u << 22;

    /// <summary>Invalid: zero divided by zero.</summary>
    public const uint VXZDZ = 1u << 21;

    /// <summary>Invalid: infinity multiplied by zero.</summary>
    public const uint VXIMZ = 1u << 20;

    /// <summary>Invalid: an ordered comparison with a NaN.</summary>
    public const uint VXVC = 1u << 19;

    /// <summary>The last rounding incremented the fraction.</summary>
    public const uint FR = 1u << 18;

    /// <summary>The last rounding was inexact.</summary>
    public const uint FI = 1u << 17;

    /// <summary>Class and sign of the last result: <see cref="FloatingPointClass"/>.</summary>
    public const uint FPRF = 0x1Fu << ClassShift;

    /// <summary>The lower four bits of <see cref="FPRF"/>: less, greater, equal, unordered.</summary>
    public const uint FPCC = 0xFu << ClassShift;

    /// <summary>Invalid: software asked for it.</summary>
    public const uint VXSOFT = 1u << 10;

    /// <summary>Invalid: square root of a number below zero.</summary>
    public const uint VXSQRT = 1u << 9;

    /// <summary>Invalid: conversion of a NaN or of what is out of range to an integer.</summary>
    public const uint VXCVI = 1u << 8;

    /// <summary>Invalid operations trap.</summary>
    public const uint VE = 1u << 7;

    /// <summary>Overflows trap.</summary>
    public const uint OE = 1u << 6;

    /// <summary>Underflows trap.</summary>
    public const uint UE = 1u << 5;

    /// <summary>Divisions by zero trap.</summary>
    public const uint ZE = 1u << 4;

    /// <summary>Inexact results trap.</summary>
    public const uint XE = 1u << 3;

    /// <summary>Non-IEEE mode, which no processor here has: it changes nothing.</summary>
    public const uint NI = 1u << 2;

    /// <summary>The rounding mode.</summary>
    public const uint RN = 3;

    /// <summary>The causes of an invalid operation.</summary>
    public const uint InvalidOperations = VXSNAN | VXISI | VXIDI | VXZDZ | VXIMZ | VXVC | VXSOFT | VXSQRT | VXCVI;

    /// <summary>The exceptions, which stay until software clears them.</summary>
    public const uint Exceptions = OX | UX | ZX | XX | InvalidOperations;

    internal const int ClassShift = 12;

    // VX, OX, UX, ZX, XX lie in the same order as their enables.
    private const int ExceptionToEnable = 22;
    private const ulong UpperWord = 0xFFFF_FFFF_0000_0000;
    private const uint Enables = VE | OE | UE | ZE | XE;

    /// <summary>How results are rounded.</summary>
    public RoundingMode RoundingMode => (RoundingMode)(Value & RN);

    /// <summary>Whether an exception and its enable are both 1: with MSR FE0 or FE1, a program interrupt.</summary>
    public bool HasEnabledException => (Value & FEX) != 0;

    /// <summary>Whether any of these bits is 1.</summary>
    public bool Has(uint bits) => ((uint)Value & bits) != 0;

    /// <summary>The register after an operation had these effects.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Fpscr With(FpscrEffects effects)
    {
        var old = (uint)Value;
        var value = (old & ~effects.Replaced) | effects.Set;
        if ((effects.Set & Exceptions & ~old) != 0)
            value |= FX;

        return new Fpscr((Value & UpperWord) | Summarize(value));
    }

    /// <summary>The register with VX and FEX as the other bits have it: they cannot be written apart (book I, 4.2.2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Fpscr WithSummaries() => new((Value & UpperWord) | Summarize((uint)Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Summarize(uint value)
    {
        value &= ~(VX | FEX);
        if ((value & InvalidOperations) != 0)
            value |= VX;
        if (((value >> ExceptionToEnable) & value & Enables) != 0)
            value |= FEX;

        return value;
    }
}
