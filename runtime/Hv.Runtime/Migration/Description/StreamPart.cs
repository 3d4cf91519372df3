namespace Hv.Runtime.Migration.Description;

/// <summary>A piece of the outer layout of a stream. They come one after another, and leave no byte between them.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">Its bytes, those before and after its content included.</param>
public abstract record StreamPart(ulong Offset, ulong Size);
