namespace Hv.Runtime.Migration.Streams;

/// <summary>How a stream begins.</summary>
internal static class StreamHeader
{
    /// <summary>The first word: "QEVM".</summary>
    public const uint Magic = 0x5145_564D;

    /// <summary>The second word.</summary>
    public const uint Version = 3;
}
