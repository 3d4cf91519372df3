using System.Text;

namespace Hv.Runtime.Monitors.Gdb;

/// <summary>
/// The packets of gdb's remote protocol (GDB manual, appendix E.1): <c>$contents#checksum</c>, each answered by + or - until a client says
/// that it does without; and the byte 3, by which it interrupts. What comes may be anything: no more than a packet is held.
/// </summary>
/// <param name="stream">The client.</param>
/// <param name="write">Takes what answers the client, and may wait until it reads.</param>
/// <param name="tell">Takes what it is told unasked, and does not wait.</param>
internal sealed class GdbPackets(Stream stream, Func<ReadOnlyMemory<byte>, bool> write, Func<ReadOnlyMemory<byte>, bool> tell)
{
    /// <summary>The longest contents, in bytes: twice as many as memory is read or written with one packet.</summary>
    public const int Longest = 0x8000;

    private const byte Start = (byte)'$';
    private const byte End = (byte)'#';
    private const byte Escape = (byte)'}';
    private const byte Run = (byte)'*';
    private const byte EscapeMask = 0x20;
    private const byte Interrupt = 3;

    private readonly byte[] _input = new byte[4096];
    private readonly byte[] _contents = new byte[Longest];
    private byte[]? _sent;
    private bool _hasAcknowledgements = true;
    private int _next;
    private int _end;

    /// <summary>What came.</summary>
    public enum Kind
    {
        /// <summary>The client has gone.</summary>
        Gone,

        /// <summary>A packet.</summary>
        Packet,

        /// <summary>A packet that is too long; its contents are lost.</summary>
        TooLong,

        /// <summary>The client wants the machine to stop.</summary>
        Interrupt,
    }

    /// <summary>Whether packets are answered by + or -.</summary>
    public bool HasAcknowledgements
    {
        get => Volatile.Read(ref _hasAcknowledgements);
        set => Volatile.Write(ref _hasAcknowledgements, value);
    }

    /// <summary>Waits for what comes next.</summary>
    /// <param name="contents">The contents of a packet, good until the next one.</param>
    public Kind Read(out ReadOnlySpan<byte> contents)
    {
        contents = [];
        while (ReadByte() is >= 0 and var next)
        {
            switch (next)
            {
                case Interrupt:
                    return Kind.Interrupt;
                case '-':
                    SendAgain();
                    break;
                case Start when ReadContents() is { } length:
                    if (length > Longest)
                        return Kind.TooLong;

                    contents = _contents.AsSpan(0, length);
                    return Kind.Packet;
            }
        }

        return Kind.Gone;
    }

    /// <summary>Sends a packet.</summary>
    public void Send(string contents) => Send(Encoding.UTF8.GetBytes(contents));

    /// <summary>Sends a packet; bytes that mean something to the protocol are escaped.</summary>
    public void Send(ReadOnlySpan<byte> contents) => write(Remembered(Frame(contents)));

    /// <summary>Sends a packet that the client did not ask for just now; without waiting, from any thread.</summary>
    public void Tell(string contents) => tell(Remembered(Frame(Encoding.UTF8.GetBytes(contents))));

    private static byte[] Frame(ReadOnlySpan<byte> contents)
    {
        var packet = new List<byte>(contents.Length + 4) { Start };
        foreach (var letter in contents)
        {
            if (letter is Start or End or Escape or Run)
            {
                packet.Add(Escape);
                packet.Add((byte)(letter ^ EscapeMask));
            }
            else
            {
                packet.Add(letter);
            }
        }

        var sum = 0;
        for (var index = 1; index < packet.Count; index++)
            sum += packet[index];

        packet.Add(End);
        packet.AddRange(Encoding.ASCII.GetBytes(((byte)sum).ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
        return [.. packet];
    }

    private byte[] Remembered(byte[] packet)
    {
        Volatile.Write(ref _sent, packet);
        return packet;
    }

    private void SendAgain()
    {
        if (HasAcknowledgements && Volatile.Read(ref _sent) is { } packet)
            write(packet);
    }

    // A packet whose checksum is wrong is asked for again; more than fits is read to its end, and is longer than any.
    private int? ReadContents()
    {
        var length = 0;
        var sum = 0;
        var isEscaped = false;
        while (true)
        {
            if (ReadByte() is not (>= 0 and var next))
                return null;

            if (next == End)
                break;

            // The end of the one before was lost.
            if (next == Start)
            {
                (length, sum, isEscaped) = (0, 0, false);
                continue;
            }

            sum += next;
            if (next == Escape && !isEscaped)
            {
                isEscaped = true;
                continue;
            }

            if (length < Longest)
                _contents[length] = (byte)(isEscaped ? next ^ EscapeMask : next);

            isEscaped = false;
            length = Math.Min(length + 1, Longest + 1);
        }

        var (high, low) = (ReadByte(), ReadByte());
        if (high < 0 || low < 0)
            return null;

        if (!HasAcknowledgements)
            return length;

        var isRight = GdbText.DigitOf((byte)high) is >= 0 and var first && GdbText.DigitOf((byte)low) is >= 0 and var second
            && ((first << 4) | second) == (byte)sum;
        write(isRight ? "+"u8.ToArray() : "-"u8.ToArray());
        return isRight ? length : null;
    }

    private int ReadByte()
    {
        if (_next == _end)
        {
            try
            {
                _end = stream.Read(_input);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                _end = 0;
            }

            _next = 0;
            if (_end == 0)
                return -1;
        }

        return _input[_next++];
    }
}
