namespace Hv.Runtime.Migration.Description;

/// <summary>The mark after the last section.</summary>
/// <param name="Offset">Where it lies.</param>
/// <param name="Size">Its bytes.</param>
public sealed record EndPart(ulong Offset, ulong Size) : StreamPart(Offset, Size);
