namespace Hv.Power.Assembly;

/// <summary>A text that cannot be assembled.</summary>
/// <param name="line">The line, from 1 on.</param>
/// <param name="problem">What is wrong, and what would be right.</param>
public sealed class AssemblyException(int line, string problem) : FormatException($"line {line}: {problem}")
{
    /// <summary>The line, from 1 on.</summary>
    public int Line { get; } = line;
}
