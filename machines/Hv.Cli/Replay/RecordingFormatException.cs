namespace Hv.Cli.Replay;

/// <summary>
/// A recording is malformed. The message is <c>SOURCE:LINE:COLUMN: expected …, found …</c> and can be shown to a person as it is.
/// </summary>
internal sealed class RecordingFormatException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="source">The file, as the user named it.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column in characters, from 1.</param>
    /// <param name="expected">What would have been right.</param>
    /// <param name="found">What is there instead.</param>
    public RecordingFormatException(string source, long line, int column, string expected, string found)
        : base($"{source}:{line}:{column}: expected {expected}, found {found}")
    {
        Line = line;
        Column = column;
    }

    /// <summary>The line, from 1.</summary>
    public long Line { get; }

    /// <summary>The column in characters, from 1.</summary>
    public int Column { get; }
}
