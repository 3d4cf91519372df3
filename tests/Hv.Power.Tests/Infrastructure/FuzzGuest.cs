using System.Runtime.InteropServices;
using Hv.Power.Execution;
using Hv.Power.Instructions;
using Hv.Power.Memory;
using Hv.Power.Observation;
using Hv.Power.State;

namespace Hv.Power.Tests.Infrastructure;

/// <summary>A processor that executes random words, half of them made of an instruction with random fields.</summary>
/// <typeparam name="TMode">Its mode.</typeparam>
internal sealed unsafe class FuzzGuest<TMode> : IDisposable
    where TMode : struct, IProcessorMode
{
    /// <summary>The memory of the guest: data, and code up to its end.</summary>
    public const int Size = 0x8000;

    private const int CodeOffset = 0x4000;
    private const int CodeWords = (Size - CodeOffset) / 4;
    private const int LongestRun = 100;
    private const int ProcessorVersion = 287;
    private const ulong ModeBits = MachineState.SixtyFourBit | MachineState.LittleEndian;
    private const ulong RandomBitsOfMsr =
        MachineState.ProblemState | MachineState.FloatingPoint | MachineState.Vector | MachineState.VectorScalar
        | MachineState.FloatingPointException0 | MachineState.FloatingPointException1;

    private static readonly (uint Value, uint Any)[] Forms =
        [.. PowerIsa.Instructions.Select(instruction => (instruction.Value, ~instruction.Mask))];

    private readonly GuardedMemory _memory = new(Size);
    private readonly ulong _start;
    private readonly PowerProcessor<FlatMemory<TMode>> _processor;
    private readonly ulong _mode;
    private RandomBits _random;

    public FuzzGuest(ulong start, ulong seed)
    {
        _start = start;
        _random = new RandomBits(seed);
        _processor = new PowerProcessor<FlatMemory<TMode>>(PowerModel.Power9, new FlatMemory<TMode>(_memory.Start, start, Size));
        _mode = _processor.State.Msr & ModeBits;
        _processor.State.RandomState = seed | 1;
        _processor.State.CountsInstructions = 1;
    }

    /// <summary>Who observes the processor.</summary>
    public IExecutionObserver? Observer
    {
        get => _processor.Observer;
        set => _processor.Observer = value;
    }

    /// <summary>How many instructions were completed.</summary>
    public long Completed { get; private set; }

    /// <summary>Executes so many words, each at least once: from the first one on, and from each that an execution did not come to.</summary>
    public void Run(long words)
    {
        for (; words > 0; words -= CodeWords)
        {
            Fill();
            for (var word = 0; word < Math.Min(CodeWords, words);)
                word += RunFrom(word);

            if (!IsWhole())
                throw new InvalidOperationException("Something was written beside the registers.");
        }
    }

    public void Dispose()
    {
        _processor.Dispose();
        _memory.Dispose();
    }

    private static ulong Address(ulong address) => TMode.Is32Bit ? (uint)address : address;

    private bool IsWhole() =>
        _processor.State.Gpr[PowerState.ZeroRegister] == 0 && _processor.State.Level == PowerModel.Power9.Level
        && _processor.State.Spr[ProcessorVersion] == PowerModel.Power9.Version;

    /// <summary>Runs from a word on, up to an interrupt or the length of a run.</summary>
    /// <returns>How many words from that one on were executed for certain.</returns>
    private int RunFrom(int word)
    {
        ref var state = ref _processor.State;
        var choice = _random.Next();
        state.Gpr[choice & 31] = Value();
        state.Gpr[(choice >> 5) & 31] = Value();
        state.Msr = _mode | (choice & RandomBitsOfMsr);
        _processor.Interrupts = choice >> 61 == 0 ? InterruptMode.Deliver : InterruptMode.Report;
        var address = Address(_start + CodeOffset + ((ulong)word * 4));
        state.Nia = address;
        var result = _processor.Run(LongestRun);
        if (result.Completed is < 0 or > LongestRun)
            throw new InvalidOperationException($"A run of {LongestRun} instructions completed {result.Completed}.");

        Completed += result.Completed;
        var isStraight = Address(address + ((ulong)result.Completed * 4)) == state.Nia;
        var isStopped = result.Reason == StopReason.Interrupt && result.Interrupt.Cause is not (Outcome.SystemCall or Outcome.SystemCallVectored);
        return isStraight ? Math.Max(1, (int)result.Completed + (isStopped ? 1 : 0)) : 1;
    }

    private void Fill()
    {
        foreach (ref var value in MemoryMarshal.Cast<byte, ulong>(_memory.Bytes[..CodeOffset]))
            value = _random.Next();

        foreach (ref var word in MemoryMarshal.Cast<byte, uint>(_memory.Bytes[CodeOffset..]))
            word = Word();

        ref var state = ref _processor.State;
        for (var register = 0; register < 32; register++)
            state.Gpr[register] = Value();

        for (var half = 0; half < 128; half++)
            state.VsrDoublewords[half] = _random.Next();

        state.Lr = Value();
        state.Ctr = Value();
        state.Tar = Value();
        state.Xer = _random.Next();
        state.Cr = (uint)_random.Next();
        state.Fpscr = (uint)_random.Next();
        state.Vscr = (uint)_random.Next();
        _processor.InvalidateCode();
    }

    private uint Word()
    {
        var random = _random.Next();
        if ((random >> 32) % 2 == 0)
            return (uint)random;

        var (value, any) = Forms[(random >> 33) % (ulong)Forms.Length];
        var word = value | ((uint)random & any);
        return TMode.IsBigEndian == BitConverter.IsLittleEndian ? System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word) : word;
    }

    /// <summary>An address of the guest's memory in half of all cases, and something small in a quarter.</summary>
    private ulong Value()
    {
        var random = _random.Next();
        return (random >> 62) switch
        {
            0 => _random.Next(),
            1 => (ulong)((long)random << 20 >> 56),
            2 => _start + ((random & (Size - 1)) ^ 4),
            _ => _start + (random & (Size - 32)),
        };
    }
}
