using System.Globalization;
using Hv.Power.Assembly;
using Hv.Power.State;

namespace Hv.Power.Observation;

/// <summary>
/// Writes what a processor decodes and executes as text, in the manner of QEMU's <c>-d in_asm,exec</c>.
/// </summary>
/// <remarks>
/// <para>
/// <c>in_asm</c>: a line of 16 hyphens, <c>IN: </c>, a line for each instruction with its address, word and text, and an empty line.
/// </para>
/// <para>
/// <c>exec</c>: <c>Trace CPU: BLOCK [0/ADDRESS/FLAGS/COUNT]</c>, in hexadecimal but for CPU. Where QEMU has the host's address of compiled code
/// BLOCK is the block's number in the order in which blocks were decoded, so that two runs of a deterministic guest are the same;
/// FLAGS are the low 32 bits of MSR, and COUNT is how many instructions are to be executed.
/// </para>
/// </remarks>
/// <param name="writer">Where it is written.</param>
/// <param name="items">What is written.</param>
/// <param name="processor">The number of the processor.</param>
public sealed class ExecutionTrace(TextWriter writer, TraceItems items, int processor = 0) : IExecutionObserver
{
    private const string Separator = "----------------";

    private readonly Dictionary<ulong, long> _blocks = [];
    private long _decoded;

    /// <inheritdoc/>
    public void Decoded(ulong address, ReadOnlySpan<uint> words)
    {
        _blocks[address] = _decoded++;
        if ((items & TraceItems.Assembly) == 0)
            return;

        writer.Write(Separator + "\nIN: \n");
        for (var index = 0; index < words.Length; index++)
            writer.Write(PowerDisassembler.Line(words[index], address + ((ulong)index * sizeof(uint))) + "\n");

        writer.Write('\n');
    }

    /// <inheritdoc/>
    public void Executing(in PowerState state, ulong address, int count)
    {
        if ((items & TraceItems.Execution) == 0)
            return;

        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"Trace {processor}: 0x{_blocks[address]:x} [{0:x16}/{address:x16}/{(uint)state.Msr:x8}/{count:x8}] \n"));
    }

    /// <inheritdoc/>
    public void Executed(ulong address, int completed)
    {
    }

    /// <inheritdoc/>
    public void Forgotten() => _blocks.Clear();
}
