using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;

namespace Hv.Power.Instructions;

/// <summary>Loads and stores of several registers (Power ISA, Book I, 3.3.6 and 3.3.7). They are not done in little-endian mode.</summary>
[Instructions(typeof(PowerIsa))]
internal static partial class MultipleStorage
{
    private const uint Registers = 32;
    private const uint WordSize = 4;
    private const ulong XerCount = 0x7F;

    /// <summary>Load Multiple Word: the low words of RT to r31 ← words.</summary>
    [Instruction("lmw", "46 RT RA D")]
    private static unsafe Outcome LoadMultiple<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, uint rtNumber)
        where TMemory : struct, IPowerMemory
    {
        var outcome = Check(ref memory, ea, (Registers - rtNumber) * WordSize, isStore: false);
        for (; outcome == Outcome.Completed && rtNumber < Registers; rtNumber++, ea = Width.Address<TMemory>(ea + WordSize))
        {
            outcome = memory.Read(ea, out uint word);
            if (outcome == Outcome.Completed)
                state.Gpr[rtNumber] = word;
        }

        return outcome;
    }

    /// <summary>Store Multiple Word: words ← the low words of RS to r31.</summary>
    [Instruction("stmw", "47 RS RA D")]
    private static unsafe Outcome StoreMultiple<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, uint rsNumber)
        where TMemory : struct, IPowerMemory
    {
        var outcome = Check(ref memory, ea, (Registers - rsNumber) * WordSize, isStore: true);
        for (; outcome == Outcome.Completed && rsNumber < Registers; rsNumber++, ea = Width.Address<TMemory>(ea + WordSize))
            outcome = memory.Write(ea, (uint)state.Gpr[rsNumber]);

        return outcome;
    }

    /// <summary>Load String Word Immediate: NB bytes, 32 for 0, four to a register.</summary>
    [Instruction("lswi", "31 RT RA NB 597 /")]
    private static Outcome LoadString<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, uint rtNumber, uint raNumber, uint nb)
        where TMemory : struct, IPowerMemory
    {
        var length = nb == 0 ? Registers : nb;
        return Overwrites(rtNumber, length, raNumber, isBase: true) ? Outcome.Illegal : Load(ref state, ref memory, ea, rtNumber, length);
    }

    /// <summary>Load String Word Indexed: as many bytes as XER says, four to a register.</summary>
    [Instruction("lswx", "31 RT RA RB 533 /")]
    private static Outcome LoadStringIndexed<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, uint rtNumber, uint raNumber, uint rbNumber)
        where TMemory : struct, IPowerMemory
    {
        var length = (uint)(state.XerRest & XerCount);
        if (length > 0 && (Overwrites(rtNumber, length, raNumber, isBase: true) || Overwrites(rtNumber, length, rbNumber, isBase: false)))
            return Outcome.Illegal;

        return Load(ref state, ref memory, ea, rtNumber, length);
    }

    /// <summary>Store String Word Immediate: NB bytes, 32 for 0, four of a register.</summary>
    [Instruction("stswi", "31 RS RA NB 725 /")]
    private static Outcome StoreString<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, uint rsNumber, uint nb)
        where TMemory : struct, IPowerMemory => Store(ref state, ref memory, ea, rsNumber, nb == 0 ? Registers : nb);

    /// <summary>Store String Word Indexed: as many bytes as XER says, four of a register.</summary>
    [Instruction("stswx", "31 RS RA RB 661 /")]
    private static Outcome StoreStringIndexed<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, uint rsNumber)
        where TMemory : struct, IPowerMemory => Store(ref state, ref memory, ea, rsNumber, (uint)(state.XerRest & XerCount));

    private static unsafe Outcome Load<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, uint register, uint length)
        where TMemory : struct, IPowerMemory
    {
        var outcome = Check(ref memory, ea, length, isStore: false);
        if (outcome != Outcome.Completed)
            return outcome;

        for (var position = 0u; position < length; position++)
        {
            outcome = memory.Read(Width.Address<TMemory>(ea + position), out byte value);
            if (outcome != Outcome.Completed)
                return outcome;

            var number = (register + (position / WordSize)) % Registers;
            var shift = 24 - (int)(8 * (position % WordSize));
            state.Gpr[number] = (position % WordSize == 0 ? 0 : state.Gpr[number]) | ((ulong)value << shift);
        }

        return Outcome.Completed;
    }

    private static unsafe Outcome Store<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, uint register, uint length)
        where TMemory : struct, IPowerMemory
    {
        var outcome = Check(ref memory, ea, length, isStore: true);
        for (var position = 0u; outcome == Outcome.Completed && position < length; position++)
        {
            var value = state.Gpr[(register + (position / WordSize)) % Registers];
            outcome = memory.Write(Width.Address<TMemory>(ea + position), (byte)(value >> (24 - (int)(8 * (position % WordSize)))));
        }

        return outcome;
    }

    /// <summary>Whether the registers of a string have one among them that its address is made of: an invalid form.</summary>
    private static bool Overwrites(uint first, uint length, uint register, bool isBase) =>
        (!isBase || register != 0) && (register - first) % Registers < (length + WordSize - 1) / WordSize;

    private static Outcome Check<TMemory>(ref TMemory memory, ulong ea, uint length, bool isStore)
        where TMemory : struct, IPowerMemory =>
        !TMemory.IsBigEndian ? Outcome.Alignment : length == 0 ? Outcome.Completed : memory.Probe(ea, length, isStore);
}
