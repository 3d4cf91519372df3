namespace Hv.Runtime.Migration.Description;

/// <summary>The description of the sections.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="PageSize">The bytes of a page of RAM.</param>
/// <param name="Sections">How many sections it describes.</param>
public sealed record DescriptionPart(ulong Offset, ulong Size, uint PageSize, int Sections) : StreamPart(Offset, Size);
