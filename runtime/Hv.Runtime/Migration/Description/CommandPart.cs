namespace Hv.Runtime.Migration.Description;

/// <summary>A command to the destination.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Command">Its number.</param>
/// <param name="Name">Its name.</param>
public sealed record CommandPart(ulong Offset, ulong Size, ushort Command, string Name) : StreamPart(Offset, Size);
