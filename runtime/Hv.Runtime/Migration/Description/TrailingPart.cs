namespace Hv.Runtime.Migration.Description;

/// <summary>What follows a stream and is no part of it: whoever loads the stream leaves it alone.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">Its bytes.</param>
public sealed record TrailingPart(ulong Offset, ulong Size) : StreamPart(Offset, Size);
