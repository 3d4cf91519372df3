namespace Hv.Runtime.Migration;

/// <summary>State cannot be saved, or a stream cannot be loaded. The message is one line that says where and why.</summary>
public sealed class StateException : Exception
{
    /// <summary>Made by a type with state, whose place in the stream whoever reads the stream adds (<see cref="At"/>).</summary>
    /// <param name="problem">What is wrong: the value, and what would be right.</param>
    /// <param name="cause">The exception behind it, or <see langword="null"/>.</param>
    public StateException(string problem, Exception? cause = null)
        : base(problem, cause) => Problem = problem;

    private StateException(string problem, string? section, string? field, ulong offset, Exception? cause)
        : base(Describe(problem, section, field, offset), cause) =>
        (Problem, Section, Field, Offset) = (problem, section, field, offset);

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; }

    /// <summary>The section, by name and instance; <see langword="null"/> where there is none.</summary>
    public string? Section { get; }

    /// <summary>The field, with the structs and subsections around it (<c>sdev.irq</c>, <c>msi_devs[3].value</c>), or <see langword="null"/>.</summary>
    public string? Field { get; }

    /// <summary>The offset in the stream, from its first byte; <see langword="null"/> when the place is not known.</summary>
    public ulong? Offset { get; }

    /// <summary>The same with its place.</summary>
    public static StateException At(string problem, string? section, string? field, ulong offset, Exception? cause = null) =>
        new(problem, section, field, offset, cause);

    private static string Describe(string problem, string? section, string? field, ulong offset) =>
        (section, field) switch
        {
            (null, null) => $"offset 0x{offset:x}: {problem}",
            (null, _) => $"{field} at offset 0x{offset:x}: {problem}",
            (_, null) => $"section '{section}' at offset 0x{offset:x}: {problem}",
            _ => $"section '{section}', {field} at offset 0x{offset:x}: {problem}",
        };
}
