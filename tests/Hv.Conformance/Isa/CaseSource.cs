using System.Buffers.Binary;
using Hv.Power.Declarations;
using Hv.Power.Instructions;

namespace Hv.Conformance.Isa;

/// <summary>Makes cases: a random word of an instruction, and a random state in which its address, if it has one, lies in the record.</summary>
internal sealed class CaseSource(int seed, bool isBigEndian)
{
    private const int AlignmentFaults = 20;

    private static readonly ulong[] Special =
    [
        0, 1, 2, ulong.MaxValue, ulong.MaxValue - 1, long.MaxValue, 1UL << 63, (1UL << 63) + 1, int.MaxValue, 1UL << 31, uint.MaxValue,
        1UL << 32, 0xFFFF_FFFF_8000_0000, 0xFFFF_FFFF_7FFF_FFFF, 0x8000_0000_8000_0000, 0x7FFF_FFFF_7FFF_FFFF, 31, 32, 33, 63, 64, 127, 128, 0xFFFF, 0x8000,
        0x0123_4567_8901_2345, 0x9999_9999_9999_9999, 0x0101_0101_0101_0101, 0x8080_8080_8080_8080,
    ];

    private static readonly string[] NoAddress = ["addi", "addis", "isel", "dcbt", "dcbtst", "icbt", "mtvsrdd", "lvsl", "lvsr"];

    /// <summary>Their address is RA alone; the first byte of RB is the length.</summary>
    private static readonly string[] WithLength = ["lxvl", "lxvll", "stxvl", "stxvll"];

    private readonly Random _random = new(seed);
    private readonly RandomInstructions _words = new(new Random(seed + 1));
    private readonly VectorSource _vectors = new(seed + 2, isBigEndian);

    /// <summary>A case whose record will lie at an address.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="record">The address of the record.</param>
    /// <param name="takenTarget">Where a branch goes that is taken.</param>
    public ExecutionCase Next(InstructionDescription instruction, ulong record, ulong takenTarget)
    {
        while (true)
        {
            if (TryNext(instruction, record, takenTarget) is { } made)
                return made;
        }
    }

    private ExecutionCase? TryNext(InstructionDescription instruction, ulong record, ulong takenTarget)
    {
        var word = _words.Next(instruction);
        if (instruction.Field("BD") is { } conditional)
            word = (word & ~0xFFFEu) | conditional.Write(0, 8);
        else if (instruction.Field("LI") is { } direct)
            word = (word & ~0x03FF_FFFEu) | direct.Write(0, 8);

        var registers = new ulong[32];
        for (var register = 0; register < 32; register++)
            registers[register] = Value();

        var xer = ((ulong)(uint)_random.Next(8) << 29) | ((ulong)(uint)_random.Next(4) << 18) | (uint)_random.Next(41);
        var used = Used(instruction, word, (int)(xer & 0x7F));
        if (used.Count > 28)
            return null;

        if (HasAddress(instruction) && !PlaceAddress(instruction, word, record + ExecutionRecord.Memory, (int)(xer & 0x7F), registers))
            return null;

        // r0 is no base: as one it means zero.
        var free = Enumerable.Range(1, 31).Where(register => !used.Contains(register)).ToList();
        var baseRegister = free[_random.Next(free.Count)];
        var bytes = new byte[ExecutionRecord.Size];
        _random.NextBytes(bytes.AsSpan(ExecutionRecord.Memory, ExecutionRecord.MemorySize));
        if (_random.Next(4) == 0)
            bytes.AsSpan(ExecutionRecord.Memory + 16, 64).Fill((byte)_random.Next(256));

        if (instruction.Mnemonic is "lwat" or "ldat" && _random.Next(2) == 0)
            FillAlike(bytes.AsSpan(ExecutionRecord.Memory, ExecutionRecord.MemorySize), instruction.Mnemonic == "lwat" ? 4 : 8);

        for (var register = 0; register < 32; register++)
            Write(bytes, 8 * register, registers[register]);

        Write(bytes, ExecutionRecord.Cr, (uint)_random.NextInt64(1L << 32));
        Write(bytes, ExecutionRecord.Xer, xer);
        Write(bytes, ExecutionRecord.Lr, instruction.Mnemonic == "bclr" ? takenTarget + (ulong)_random.Next(4) : Value());
        Write(bytes, ExecutionRecord.Ctr, instruction.Mnemonic == "bcctr" ? takenTarget + (ulong)_random.Next(4) : Value());
        Write(bytes, ExecutionRecord.Tar, instruction.Mnemonic == "bctar" ? takenTarget + (ulong)_random.Next(4) : Value());
        Write(bytes, ExecutionRecord.VrSave, (uint)Value());
        _vectors.Fill(bytes, instruction);
        return new ExecutionCase(word, Prefix(instruction, word, free.Where(register => register != baseRegister).ToList()), baseRegister, bytes);
    }

    /// <summary>Locations of two values alone, for instructions that compare those.</summary>
    private void FillAlike(Span<byte> memory, int size)
    {
        var values = new byte[2 * size];
        _random.NextBytes(values);
        for (var offset = 0; offset < memory.Length; offset += size)
            values.AsSpan(size * _random.Next(2), size).CopyTo(memory[offset..]);
    }

    /// <summary>Before half of the conditional stores stands the load that reserves.</summary>
    private uint Prefix(InstructionDescription instruction, uint word, List<int> free)
    {
        if (!instruction.Mnemonic.EndsWith("cx.", StringComparison.Ordinal) || _random.Next(2) == 0)
            return 0;

        var load = PowerIsa.Instructions.First(other => other.Mnemonic == $"l{instruction.Mnemonic[2]}arx");
        var targets = load.Field("RTp") is null ? free : free.Where(register => register % 2 == 0 && free.Contains(register + 1)).ToList();
        return targets.Count == 0 ? 0 : load.Value | (word & 0x001F_F800) | ((uint)targets[_random.Next(targets.Count)] << 21);
    }

    private static bool HasAddress(InstructionDescription instruction) =>
        !NoAddress.Contains(instruction.Mnemonic)
        && (instruction.Syntax.Contains("RA|0", StringComparison.Ordinal) || IsUpdate(instruction));

    private static bool IsUpdate(InstructionDescription instruction) =>
        instruction.Syntax.EndsWith("(RA)", StringComparison.Ordinal) || instruction.Mnemonic.EndsWith("ux", StringComparison.Ordinal);

    /// <summary>Gives the registers of the address values that lead into the memory of the record.</summary>
    private bool PlaceAddress(InstructionDescription instruction, uint word, ulong memory, int count, ulong[] registers)
    {
        var size = AccessSize(instruction, word, count);
        var start = instruction.Mnemonic is "lwat" or "ldat" ? 16 : 0;
        var alignment = Alignment(instruction);
        var offset = _random.Next(start, ExecutionRecord.MemorySize - size + 1);
        if (alignment > 1 && (alignment == 16 || _random.Next(AlignmentFaults) != 0))
            offset &= -alignment;

        var address = memory + (ulong)offset;
        var ra = (int)((word >> 16) & 31);
        var displacement = instruction.Field("D") ?? instruction.Field("DS") ?? instruction.Field("DQ");
        if (displacement is not null || instruction.Field("RB") is null)
        {
            registers[ra] = address - (ulong)(displacement?.Read(word) ?? 0);
            return ra != 0;
        }

        var rb = (int)((word >> 11) & 31);
        if (WithLength.Contains(instruction.Mnemonic))
        {
            registers[ra] = address;
            registers[rb] = ((ulong)_random.Next(20) << 56) | (registers[rb] >> 8);
            return ra != 0 && ra != rb;
        }

        if (ra == 0)
        {
            registers[rb] = address;
        }
        else if (ra == rb)
        {
            registers[ra] = address / 2;
            return address % 2 == 0;
        }
        else
        {
            registers[rb] = address - registers[ra];
        }

        return true;
    }

    private static int AccessSize(InstructionDescription instruction, uint word, int count) => instruction.Mnemonic switch
    {
        "lmw" or "stmw" => 4 * (32 - (int)((word >> 21) & 31)),
        "lswi" or "stswi" => 32,
        "lswx" or "stswx" => Math.Max(count, 1),
        _ => 16,
    };

    private static int Alignment(InstructionDescription instruction) => instruction.Mnemonic switch
    {
        "lq" or "stq" or "lqarx" or "stqcx." => 16,
        "ldarx" or "stdcx." or "ldat" or "stdat" => 8,
        "lwarx" or "stwcx." or "lwat" or "stwat" => 4,
        "lharx" or "sthcx." => 2,
        _ => 1,
    };

    /// <summary>The registers that a word reads or writes.</summary>
    private static HashSet<int> Used(InstructionDescription instruction, uint word, int count)
    {
        var used = new HashSet<int>();
        foreach (var field in instruction.Fields)
        {
            var number = (int)field.Read(word);
            if (field.Kind is FieldKind.Gpr or FieldKind.GprPair)
                used.Add(number);

            if (field.Kind == FieldKind.GprPair)
                used.Add(number + 1);
        }

        var first = (int)((word >> 21) & 31);
        var registers = instruction.Mnemonic switch
        {
            "lmw" => 32 - first,
            "lswi" => 8,
            "lswx" => (count + 3) / 4,
            "lwat" or "ldat" => 3,
            _ => 0,
        };
        for (var index = 0; index < registers; index++)
            used.Add((first + index) % 32);

        return used;
    }

    private ulong Value() => _random.Next(4) switch
    {
        0 => Special[_random.Next(Special.Length)],
        1 => (ulong)_random.NextInt64() >> _random.Next(64),
        2 => (ulong)-(_random.NextInt64() >> _random.Next(63)),
        _ => ((ulong)_random.NextInt64() << 1) | (uint)_random.Next(2),
    };

    private void Write(Span<byte> record, int offset, ulong value)
    {
        if (isBigEndian)
            BinaryPrimitives.WriteUInt64BigEndian(record[offset..], value);
        else
            BinaryPrimitives.WriteUInt64LittleEndian(record[offset..], value);
    }
}
