using System.Buffers.Binary;
using Hv.Power.State;
using Hv.Runtime.Monitors.Gdb;

namespace Hv.Power.Debugging;

/// <summary>
/// The registers of a processor by gdb's features (GDB manual, PowerPC Features): fixed-point, floating-point, vector and vector-scalar. A
/// register has the number that gdb gives it when it is not told otherwise, as far as it has one.
/// </summary>
internal static class PowerDebugRegisters
{
    private const int FirstFloatingPoint = 32;
    private const int Pc = 64;
    private const int Msr = 65;
    private const int Cr = 66;
    private const int Lr = 67;
    private const int Ctr = 68;
    private const int Xer = 69;
    private const int Fpscr = 70;
    private const int FirstVector = 71;
    private const int Vscr = 103;
    private const int VrSave = 104;
    private const int FirstLowHalf = 105;

    private const string VectorType = """
        <vector id="v4f" type="ieee_single" count="4"/>
        <vector id="v4i" type="int32" count="4"/>
        <vector id="v8i" type="int16" count="8"/>
        <vector id="v16i" type="int8" count="16"/>
        <union id="vec128">
        <field name="uint128" type="uint128"/>
        <field name="v4_float" type="v4f"/>
        <field name="v4_int32" type="v4i"/>
        <field name="v8_int16" type="v8i"/>
        <field name="v16_int8" type="v16i"/>
        </union>

        """;

    /// <summary>The features.</summary>
    public static IReadOnlyList<DebugFeature> Features { get; } =
    [
        new("org.gnu.gdb.power.core",
        [
            .. Range(0, 32, "r", 8, "uint64"),
            new(Pc, "pc", 8, "code_ptr"), new(Msr, "msr", 8, "uint64"), new(Cr, "cr", 4, "uint32"), new(Lr, "lr", 8, "code_ptr"),
            new(Ctr, "ctr", 8, "uint64"), new(Xer, "xer", 4, "uint32"),
        ]),
        new("org.gnu.gdb.power.fpu", [.. Range(FirstFloatingPoint, 32, "f", 8, "ieee_double"), new(Fpscr, "fpscr", 8, "uint64")]),
        new(
            "org.gnu.gdb.power.altivec",
            [.. Range(FirstVector, 32, "vr", 16, "vec128"), new(Vscr, "vscr", 4, "uint32"), new(VrSave, "vrsave", 4, "uint32")],
            VectorType),
        new("org.gnu.gdb.power.vsx", [.. Enumerable.Range(0, 32).Select(index => new DebugRegister(FirstLowHalf + index, $"vs{index}h", 8, "uint64"))]),
    ];

    /// <summary>Reads a register in the byte order that the processor is in.</summary>
    public static void Read(ref PowerState state, int number, Span<byte> value)
    {
        var bits = Get(ref state, number);
        var isBigEndian = (state.Msr & MachineState.LittleEndian) == 0;
        for (var index = 0; index < value.Length; index++)
        {
            value[isBigEndian ? value.Length - 1 - index : index] = (byte)bits;
            bits >>= 8;
        }
    }

    /// <summary>Writes a register; bits that it does not have are lost.</summary>
    public static void Write(ref PowerState state, int number, ReadOnlySpan<byte> value)
    {
        var isBigEndian = (state.Msr & MachineState.LittleEndian) == 0;
        var bits = UInt128.Zero;
        for (var index = 0; index < value.Length; index++)
            bits = (bits << 8) | value[isBigEndian ? index : value.Length - 1 - index];

        Set(ref state, number, bits);
    }

    private static IEnumerable<DebugRegister> Range(int first, int count, string name, int bytes, string type) =>
        Enumerable.Range(0, count).Select(index => new DebugRegister(first + index, $"{name}{index}", bytes, type));

    private static unsafe UInt128 Get(ref PowerState state, int number) => number switch
    {
        < FirstFloatingPoint => state.Gpr[number],
        < Pc => state.Fpr(number - FirstFloatingPoint),
        Pc => state.Nia,
        Msr => state.Msr,
        Cr => state.Cr,
        Lr => state.Lr,
        Ctr => state.Ctr,
        Xer => state.Xer,
        Fpscr => state.Fpscr,
        < Vscr => state.Vr(number - FirstVector),
        Vscr => state.Vscr,
        VrSave => state.Spr[SpecialRegister.VrSave],
        _ => (ulong)state.Vsr(number - FirstLowHalf),
    };

    private static unsafe void Set(ref PowerState state, int number, UInt128 bits)
    {
        var value = (ulong)bits;
        switch (number)
        {
            case < FirstFloatingPoint:
                state.Gpr[number] = value;
                break;
            case < Pc:
                state.Fpr(number - FirstFloatingPoint) = value;
                break;
            case Pc:
                state.Nia = value & ~3UL;
                break;
            case Msr:
                state.SetMachineState(value, ulong.MaxValue);
                break;
            case Cr:
                state.Cr = (uint)value;
                break;
            case Lr:
                state.Lr = value;
                break;
            case Ctr:
                state.Ctr = value;
                break;
            case Xer:
                state.Xer = value;
                break;
            case Fpscr:
                state.Fpscr = new FloatingPoint.Fpscr(value).WithSummaries().Value;
                break;
            case < Vscr:
                state.Vr(number - FirstVector) = bits;
                break;
            case Vscr:
                state.Vscr = (uint)value;
                break;
            case VrSave:
                state.Spr[SpecialRegister.VrSave] = (uint)value;
                break;
            default:
                state.Vsr(number - FirstLowHalf) = new UInt128((ulong)(state.Vsr(number - FirstLowHalf) >> 64), value);
                break;
        }
    }
}
