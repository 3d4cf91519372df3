namespace Hv.Runtime.Migration.Description;

/// <summary>What a stream begins with: its magic number and the version of its layout.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Version">The version of the layout: 3.</param>
public sealed record HeaderPart(ulong Offset, ulong Size, uint Version) : StreamPart(Offset, Size);
