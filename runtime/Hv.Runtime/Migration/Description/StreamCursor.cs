using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hv.Runtime.Migration.Description;

/// <summary>A place in a stream that moves on as the stream is read, and knows what to say when it ends or holds something wrong.</summary>
internal sealed class StreamCursor(StreamBytes bytes)
{
    private readonly Stack<string> _path = new();

    /// <summary>The bytes.</summary>
    public StreamBytes Bytes => bytes;

    /// <summary>Where the next byte lies.</summary>
    public ulong Position { get; set; }

    /// <summary>The section, for messages; <see langword="null"/> between sections.</summary>
    public string? Section { get; set; }

    /// <summary>Whether nothing follows.</summary>
    public bool IsAtEnd => Position >= bytes.Length;

    /// <summary>Enters a field, a struct or a subsection, for messages.</summary>
    public void Enter(string name) => _path.Push(name);

    /// <summary>Leaves what was entered last.</summary>
    public void Leave() => _path.Pop();

    /// <summary>Leaves everything.</summary>
    public void LeaveAll()
    {
        _path.Clear();
        Section = null;
    }

    /// <summary>The exception for something wrong at an offset.</summary>
    public StateException Fail(ulong offset, string problem, Exception? cause = null) =>
        StateException.At(problem, Section, _path.Count == 0 ? null : string.Join('.', _path.Reverse()), offset, cause);

    /// <summary>The next byte, which stays; <see langword="null"/> at the end.</summary>
    public byte? Peek()
    {
        Span<byte> next = [0];
        return bytes.Read(Position, next) == 1 ? next[0] : null;
    }

    /// <summary>Reads an integer.</summary>
    /// <param name="what">What it is, for messages.</param>
    public T Read<T>(string what)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        Span<byte> content = stackalloc byte[Unsafe.SizeOf<T>()];
        Read(content, what);
        return T.ReadBigEndian(content, isUnsigned: true);
    }

    /// <summary>Reads a text: its length as one byte, then its bytes.</summary>
    /// <param name="what">What it is, for messages.</param>
    public string ReadName(string what)
    {
        Span<byte> name = stackalloc byte[byte.MaxValue];
        name = name[..Read<byte>($"length of the {what}")];
        Read(name, what);
        return Encoding.UTF8.GetString(name);
    }

    /// <summary>Reads bytes.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="what">What they are, for messages.</param>
    public void Read(Span<byte> destination, string what)
    {
        var count = bytes.Read(Position, destination);
        if (count < destination.Length)
            throw Ends((ulong)(destination.Length - count), what);

        Position += (ulong)count;
    }

    /// <summary>Reads bytes that must be what is expected.</summary>
    /// <param name="expected">What they must be; at most 260 bytes.</param>
    /// <param name="what">What they are, for messages.</param>
    public void Expect(ReadOnlySpan<byte> expected, string what)
    {
        Span<byte> found = stackalloc byte[expected.Length];
        var count = bytes.Read(Position, found);
        var common = found[..count].CommonPrefixLength(expected);
        if (common < count)
            throw Fail(Position + (ulong)common, $"found 0x{found[common]:x2}, expected 0x{expected[common]:x2}: {what}");

        if (count < expected.Length)
            throw Ends((ulong)(expected.Length - count), what);

        Position += (ulong)count;
    }

    /// <summary>Leaves bytes out.</summary>
    /// <param name="count">How many.</param>
    /// <param name="what">What they are, for messages.</param>
    public void Skip(ulong count, string what)
    {
        var left = bytes.Length - Math.Min(Position, bytes.Length);
        if (count > left)
            throw Ends(count - left, what);

        Position += count;
    }

    private StateException Ends(ulong missing, string what) =>
        Fail(bytes.Length, $"the stream ends here, {missing} byte{(missing == 1 ? "" : "s")} too early: {what}");
}
