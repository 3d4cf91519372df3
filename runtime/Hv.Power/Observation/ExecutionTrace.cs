using System.Globalization;
using System.Text;
using Hv.Power.Assembly;
using Hv.Power.Debugging;
using Hv.Power.Execution;
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
/// <para>
/// <c>int</c>: a line for each interrupt with the address that it comes back to, its name and vector, the processor, and what says more.
/// <c>cpu</c>: the registers, as <see cref="RegisterText"/> has them.
/// </para>
/// </remarks>
/// <param name="writer">Where it is written.</param>
/// <param name="items">What is written.</param>
/// <param name="processor">The number of the processor.</param>
public sealed unsafe class ExecutionTrace(TextWriter writer, TraceItems items, int processor = 0) : IExecutionObserver
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

        // At once: others write as well.
        var text = new StringBuilder(Separator + "\nIN: \n");
        for (var index = 0; index < words.Length; index++)
            text.Append(PowerDisassembler.Line(words[index], address + ((ulong)index * sizeof(uint)))).Append('\n');

        writer.Write(text.Append('\n').ToString());
    }

    /// <inheritdoc/>
    public void Executing(in PowerState state, ulong address, int count)
    {
        if ((items & TraceItems.Registers) != 0)
            writer.Write(RegisterText.Of(in state, processor));

        if ((items & TraceItems.Execution) == 0)
            return;

        // In another mode the address may be known although here all was forgotten.
        if (!_blocks.TryGetValue(address, out var block))
            _blocks[address] = block = _decoded++;

        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"Trace {processor}: 0x{block:x} [{0:x16}/{address:x16}/{(uint)state.Msr:x8}/{count:x8}] \n"));
    }

    /// <inheritdoc/>
    public void Executed(ulong address, int completed)
    {
    }

    /// <inheritdoc/>
    public void Interrupted(in PowerState state, in PowerInterrupt interrupt)
    {
        if ((items & TraceItems.Interrupts) != 0)
        {
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"Raise exception at {interrupt.Address:x16} => {interrupt.Vector} (0x{(uint)interrupt.Vector:x3}) "
                + $"cpu={processor} dar={interrupt.DataAddress:x16} dsisr={interrupt.DataStatus:x8} srr1={state.Spr[SpecialRegister.Srr1]:x16}\n"));
        }
    }

    /// <inheritdoc/>
    public void Forgotten() => _blocks.Clear();
}
