using System.Runtime.InteropServices;
using Hv.Power.Assembly;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;

namespace Hv.Power.Tests.Infrastructure;

/// <summary>A program in memory of its own, and the processor that runs it in problem state.</summary>
/// <typeparam name="TMode">The mode of the processor.</typeparam>
internal sealed unsafe class Program<TMode> : IDisposable
    where TMode : struct, IProcessorMode
{
    public const ulong Start = 0x10000;
    public const int Size = 0x10000;

    private readonly byte* _memory = (byte*)NativeMemory.AlignedAlloc(Size, 4096);

    public Program(string source, PowerModel? model = null)
    {
        var bytes = new Span<byte>(_memory, Size);
        bytes.Clear();
        Code = PowerAssembler.Assemble(source, Start, TMode.IsBigEndian);
        Code.Bytes.Span.CopyTo(bytes);
        Processor = new PowerProcessor<FlatMemory<TMode>>(model ?? PowerModel.Power9, new FlatMemory<TMode>(_memory, Start, Size));
        State.Nia = Start;
        State.Msr |= MachineState.ProblemState;
    }

    public AssembledCode Code { get; }

    public PowerProcessor<FlatMemory<TMode>> Processor { get; }

    public ref PowerState State => ref Processor.State;

    public ulong this[int register]
    {
        get => State.Gpr[register];
        set => State.Gpr[register] = value;
    }

    public Span<byte> Bytes(ulong address, int length) => new(_memory + (address - Start), length);

    public RunResult Run(long budget = 1_000_000) => Processor.Run(budget);

    public void Dispose()
    {
        Processor.Dispose();
        NativeMemory.AlignedFree(_memory);
    }
}
