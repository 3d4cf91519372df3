namespace Hv.Runtime.Chardev;

/// <summary>One stream to read from and another to write to, as one.</summary>
/// <param name="input">Where reads come from.</param>
/// <param name="output">Where writes go.</param>
internal sealed class DuplexStream(Stream input, Stream output) : UnseekableStream
{
    public override void Flush() => output.Flush();

    public override int Read(Span<byte> buffer) => input.Read(buffer);

    public override void Write(ReadOnlySpan<byte> buffer) => output.Write(buffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
            output.Dispose();
        }

        base.Dispose(disposing);
    }
}
