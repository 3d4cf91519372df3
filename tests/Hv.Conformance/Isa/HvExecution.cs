using System.Runtime.InteropServices;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;

namespace Hv.Conformance.Isa;

/// <summary>Runs the program of cases here, as Linux would: the few system calls that it makes, and signals.</summary>
internal static unsafe class HvExecution
{
    private const int Patience = 100_000_000;

    /// <summary>The records that the program writes.</summary>
    public static byte[] Run<TMode>(ExecutionProgram program, byte[] file, PowerModel model)
        where TMode : struct, IProcessorMode
    {
        var memory = (byte*)NativeMemory.AlignedAlloc((nuint)program.MemorySize, 0x1000);
        try
        {
            var bytes = new Span<byte>(memory, program.MemorySize);
            bytes.Clear();
            file.CopyTo(bytes);
            using var processor = new PowerProcessor<FlatMemory<TMode>>(
                model, new FlatMemory<TMode>(memory, ExecutionProgram.Start, (ulong)program.MemorySize & ~15UL));
            processor.State.Nia = ExecutionProgram.Entry;
            processor.State.Msr |= MachineState.ProblemState | MachineState.FloatingPoint | MachineState.Vector | MachineState.VectorScalar
                | MachineState.FloatingPointException0 | MachineState.FloatingPointException1;
            using var output = new MemoryStream();
            while (true)
            {
                var result = processor.Run(Patience);
                Assert.That(result.Reason, Is.EqualTo(StopReason.Interrupt), "the program ends");
                Assert.That(result.Interrupt.Cause, Is.Not.EqualTo(Outcome.Fetch), $"the program goes on at 0x{processor.State.Nia:x}");
                if (result.Interrupt.Cause != Outcome.SystemCall)
                {
                    processor.Memory.Write(program.SignalAddress, SignalOf(result.Interrupt.Cause));
                    processor.State.Nia += 4;
                }
                else if (!Call(ref processor.State, memory, output))
                {
                    return output.ToArray();
                }
            }
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static bool Call(ref PowerState state, byte* memory, MemoryStream output)
    {
        switch (state.Gpr[0])
        {
            case ExecutionProgram.Exit:
                return false;
            case ExecutionProgram.Write:
                output.Write(new ReadOnlySpan<byte>(memory + (state.Gpr[4] - ExecutionProgram.Start), (int)state.Gpr[5]));
                state.Gpr[3] = state.Gpr[5];
                return true;
            case ExecutionProgram.SignalAction or ExecutionProgram.SignalStack:
                state.Gpr[3] = 0;
                return true;
            default:
                throw new AssertionException($"System call {state.Gpr[0]} at 0x{state.Nia:x}");
        }
    }

    private static ulong SignalOf(Outcome cause) => cause switch
    {
        Outcome.Trap => 5,
        Outcome.Alignment => 7,
        Outcome.FloatingPointEnabled => 8,
        Outcome.Storage or Outcome.Fetch or Outcome.AtomicFunction => 11,
        _ => 4,
    };
}
