namespace Hv.Conformance.Migration;

/// <summary>A value of a stream: of a field that is no array, or of an element of one.</summary>
/// <param name="Path">The structs and subsections around it, and its name.</param>
/// <param name="Offset">Where in the stream it begins.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record ReadValue(string Path, ulong Offset, byte[] Content)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path} at 0x{Offset:x}: {Convert.ToHexStringLower(Content.AsSpan(0, Math.Min(Content.Length, 32)))}";
}
