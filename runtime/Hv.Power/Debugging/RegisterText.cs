using System.Globalization;
using System.Text;
using Hv.Power.State;

namespace Hv.Power.Debugging;

/// <summary>The registers of a processor as text, laid out as QEMU's <c>info registers</c> does for POWER.</summary>
public static unsafe class RegisterText
{
    private const string FieldLetters = "LGEO";

    /// <summary>The registers.</summary>
    /// <param name="state">The registers.</param>
    /// <param name="processor">The number of the processor.</param>
    public static string Of(in PowerState state, int processor)
    {
        ref var registers = ref System.Runtime.CompilerServices.Unsafe.AsRef(in state);
        var text = new StringBuilder();
        Line(text, $"NIP {state.Nia:x16}   LR {state.Lr:x16} CTR {state.Ctr:x16} XER {state.Xer:x16} CPU#{processor}");
        Line(text, $"MSR {state.Msr:x16} PVR {state.Spr[SpecialRegister.Pvr]:x16} LPCR {state.Spr[SpecialRegister.Lpcr]:x16} PIR {state.Spr[SpecialRegister.Pir]:x8}");
        for (var number = 0; number < 32; number += 4)
        {
            Line(
                text,
                $"GPR{number:d2} {state.Gpr[number]:x16} {state.Gpr[number + 1]:x16} {state.Gpr[number + 2]:x16} {state.Gpr[number + 3]:x16}");
        }

        Line(text, $"CR {registers.Cr:x8}  [{Fields(registers.Cr)}  ]     RES {state.ReservationSize}@{state.ReservationAddress:x16}");
        for (var number = 0; number < 32; number += 4)
        {
            Line(
                text,
                $"FPR{number:d2} {registers.Fpr(number):x16} {registers.Fpr(number + 1):x16} {registers.Fpr(number + 2):x16} {registers.Fpr(number + 3):x16}");
        }

        Line(text, $"FPSCR {state.Fpscr:x16}  VSCR {state.Vscr:x8}  VRSAVE {(uint)state.Spr[SpecialRegister.VrSave]:x8}");
        for (var number = 0; number < 32; number += 2)
            Line(text, $"VR{number:d2}  {registers.Vr(number):x32} {registers.Vr(number + 1):x32}");

        Line(text, $"SRR0 {Special(in state, SpecialRegister.Srr0)}  SRR1 {Special(in state, SpecialRegister.Srr1)}   DAR {Special(in state, SpecialRegister.Dar)}  DSISR {Special(in state, SpecialRegister.Dsisr)}");
        Line(text, $"SPRG0 {Special(in state, SpecialRegister.Sprg0)} SPRG1 {Special(in state, SpecialRegister.Sprg0 + 1)}  SPRG2 {Special(in state, SpecialRegister.Sprg0 + 2)}  SPRG3 {Special(in state, SpecialRegister.Sprg3)}");
        Line(text, $"CFAR {Special(in state, SpecialRegister.Cfar)}   PID {Special(in state, SpecialRegister.Pid)}    AMR {Special(in state, SpecialRegister.Amr)}   IAMR {Special(in state, SpecialRegister.Iamr)}");
        Line(text, $"TAR  {state.Tar:x16}  DAWR {Special(in state, SpecialRegister.Dawr)}  DAWRX {Special(in state, SpecialRegister.Dawrx)}  PENDING {state.Pending}");
        return text.ToString();
    }

    private static string Special(in PowerState state, int number) => state.Spr[number].ToString("x16", CultureInfo.InvariantCulture);

    private static string Fields(uint register)
    {
        var text = new StringBuilder();
        for (var field = 0; field < 8; field++)
        {
            var bits = (register >> (28 - (4 * field))) & 0xF;
            text.Append("  ");
            if (bits == 0)
                text.Append('-');

            for (var bit = 0; bit < 4; bit++)
            {
                if ((bits & (8u >> bit)) != 0)
                    text.Append(FieldLetters[bit]);
            }
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');
}
