namespace Hv.Runtime.Monitors;

/// <summary>What <see cref="LineReader"/> read.</summary>
internal enum LineKind
{
    /// <summary>A line.</summary>
    Line,

    /// <summary>A line that was too long, and skipped.</summary>
    TooLong,

    /// <summary>The client is gone.</summary>
    End,
}
