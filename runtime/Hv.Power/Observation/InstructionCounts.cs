using Hv.Power.Assembly;
using Hv.Power.Instructions;
using Hv.Power.State;

namespace Hv.Power.Observation;

/// <summary>
/// Counts the instructions that complete, by mnemonic: <c>add</c>, <c>add.</c>, <c>addo</c> and <c>addo.</c> are four. It is read where
/// the processor does not run.
/// </summary>
public sealed class InstructionCounts : IExecutionObserver
{
    private readonly Dictionary<ulong, CountedBlock> _blocks = [];

    /// <summary>By operation: of those a mnemonic may have several.</summary>
    private readonly Dictionary<int, (string Mnemonic, long Count)> _counts = [];

    /// <summary>How often each mnemonic completed since the beginning or <see cref="Reset"/>: most often first, then by name.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Counts
    {
        get
        {
            foreach (var block in _blocks.Values)
                Settle(block);

            return
            [
                .. _counts.Values.GroupBy(entry => entry.Mnemonic, entry => entry.Count, StringComparer.Ordinal)
                    .Select(group => KeyValuePair.Create(group.Key, group.Sum()))
                    .OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>Counts from zero again.</summary>
    public void Reset()
    {
        foreach (var block in _blocks.Values)
            Array.Clear(block.Ends);

        _counts.Clear();
    }

    /// <inheritdoc/>
    public void Decoded(ulong address, ReadOnlySpan<uint> words)
    {
        if (_blocks.TryGetValue(address, out var old))
            Settle(old);

        _blocks[address] = new CountedBlock(words.ToArray(), new long[words.Length]);
    }

    /// <inheritdoc/>
    public void Executing(in PowerState state, ulong address, int count)
    {
    }

    /// <inheritdoc/>
    public void Executed(ulong address, int completed)
    {
        if (completed > 0)
            _blocks[address].Ends[completed - 1]++;
    }

    /// <inheritdoc/>
    public void Forgotten()
    {
        foreach (var block in _blocks.Values)
            Settle(block);

        _blocks.Clear();
    }

    /// <summary>Adds what was executed of a block. Who stopped behind an instruction has completed those before it, too.</summary>
    private void Settle(CountedBlock block)
    {
        var executions = 0L;
        for (var index = block.Words.Length - 1; index >= 0; index--)
        {
            executions += block.Ends[index];
            block.Ends[index] = 0;
            if (executions > 0)
                Add(block.Words[index], executions);
        }
    }

    private void Add(uint word, long executions)
    {
        var operation = PowerIsa.OperationOf(PowerIsa.Decode(word), word);
        var (mnemonic, count) = _counts.TryGetValue(operation, out var known) ? known : (MnemonicOf(word), 0);
        _counts[operation] = (mnemonic, count + executions);
    }

    private static string MnemonicOf(uint word) => PowerDisassembler.Disassemble(word, 0, extended: false).Split(' ')[0];

    /// <param name="Words">The instructions.</param>
    /// <param name="Ends">How often an execution of the block ended behind each of them.</param>
    private sealed record CountedBlock(uint[] Words, long[] Ends);
}
