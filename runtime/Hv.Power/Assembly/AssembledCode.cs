namespace Hv.Power.Assembly;

/// <summary>What the assembler made of a text.</summary>
/// <param name="Origin">The address of the first byte.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="Symbols">The addresses of labels, and the values of <c>.set</c>.</param>
public sealed record AssembledCode(ulong Origin, ReadOnlyMemory<byte> Bytes, IReadOnlyDictionary<string, long> Symbols)
{
    /// <summary>The address of a label.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public ulong this[string label] => (ulong)Symbols[label];
}
