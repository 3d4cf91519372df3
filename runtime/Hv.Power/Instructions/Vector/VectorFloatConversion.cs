using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Rounding and conversion of vectors of singles (Power ISA, Book I, 6.10.2).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorFloatConversion
{
    /// <summary>Vector Round to Floating-Point Integer Nearest: VRT ← VRB rounded.</summary>
    [Instruction("vrfin", "4 VRT /:5 VRB 522", Isa.V2_03)]
    private static Vector128<float> RoundNearest(Vector128<float> vrb, uint vscr) => Round(vrb, vscr, Vector128.Round);

    /// <summary>Vector Round to Floating-Point Integer toward Zero: VRT ← VRB rounded.</summary>
    [Instruction("vrfiz", "4 VRT /:5 VRB 586", Isa.V2_03)]
    private static Vector128<float> RoundTowardZero(Vector128<float> vrb, uint vscr) => Round(vrb, vscr, Vector128.Truncate);

    /// <summary>Vector Round to Floating-Point Integer toward +Infinity: VRT ← VRB rounded.</summary>
    [Instruction("vrfip", "4 VRT /:5 VRB 650", Isa.V2_03)]
    private static Vector128<float> RoundUp(Vector128<float> vrb, uint vscr) => Round(vrb, vscr, Vector128.Ceiling);

    /// <summary>Vector Round to Floating-Point Integer toward -Infinity: VRT ← VRB rounded.</summary>
    [Instruction("vrfim", "4 VRT /:5 VRB 714", Isa.V2_03)]
    private static Vector128<float> RoundDown(Vector128<float> vrb, uint vscr) => Round(vrb, vscr, Vector128.Floor);

    /// <summary>Vector Convert From Unsigned Fixed-Point Word: VRT ← VRB ÷ 2 to the power of UIM.</summary>
    [Instruction("vcfux", "4 VRT UIM VRB 778", Isa.V2_03, Syntax = "VRT,VRB,UIM")]
    private static Vector128<float> FromUnsigned(Vector128<uint> vrb, int uim)
    {
        var scale = double.ScaleB(1, -uim);
        return Vector128.Create(
            (float)(vrb.GetElement(0) * scale), (float)(vrb.GetElement(1) * scale),
            (float)(vrb.GetElement(2) * scale), (float)(vrb.GetElement(3) * scale));
    }

    /// <summary>Vector Convert From Signed Fixed-Point Word: VRT ← VRB ÷ 2 to the power of UIM.</summary>
    [Instruction("vcfsx", "4 VRT UIM VRB 842", Isa.V2_03, Syntax = "VRT,VRB,UIM")]
    private static Vector128<float> FromSigned(Vector128<int> vrb, int uim)
    {
        var scale = double.ScaleB(1, -uim);
        return Vector128.Create(
            (float)(vrb.GetElement(0) * scale), (float)(vrb.GetElement(1) * scale),
            (float)(vrb.GetElement(2) * scale), (float)(vrb.GetElement(3) * scale));
    }

    /// <summary>Vector Convert To Unsigned Fixed-Point Word Saturate: VRT ← VRB × 2 to the power of UIM, truncated.</summary>
    [Instruction("vctuxs", "4 VRT UIM VRB 906", Isa.V2_03, Syntax = "VRT,VRB,UIM")]
    private static (Vector128<uint> vrt, bool sat) ToUnsigned(Vector128<float> vrb, int uim)
    {
        var (words, isSaturated) = Truncate(vrb, uim, uint.MinValue, uint.MaxValue);
        return (words.AsUInt32(), isSaturated);
    }

    /// <summary>Vector Convert To Signed Fixed-Point Word Saturate: VRT ← VRB × 2 to the power of UIM, truncated.</summary>
    [Instruction("vctsxs", "4 VRT UIM VRB 970", Isa.V2_03, Syntax = "VRT,VRB,UIM")]
    private static (Vector128<int> vrt, bool sat) ToSigned(Vector128<float> vrb, int uim) =>
        Truncate(vrb, uim, int.MinValue, int.MaxValue);

    /// <summary>A double has room for every single, however it is scaled. A NaN becomes zero, and saturates nothing.</summary>
    private static (Vector128<int> Words, bool IsSaturated) Truncate(
        Vector128<float> values, int scale, double least, double greatest)
    {
        var words = Vector128<int>.Zero;
        var isSaturated = false;
        for (var index = 0; index < Vector128<float>.Count; index++)
        {
            var value = Math.Truncate(double.ScaleB(values.GetElement(index), scale));
            if (double.IsNaN(value))
                continue;

            isSaturated |= value < least || value > greatest;
            words = words.WithElement(index, (int)(long)Math.Clamp(value, least, greatest));
        }

        return (words, isSaturated);
    }

    private static Vector128<float> Round(Vector128<float> value, uint vscr, Func<Vector128<float>, Vector128<float>> round)
    {
        var operands = new VectorOperands(default, value, default, vscr);
        return operands.Result(round(operands.B));
    }
}
