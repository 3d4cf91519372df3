using System.Buffers.Binary;

namespace Hv.Runtime.Migration.Streams;

/// <summary>What a source tells the destination to do. What pre-copy needs is done; the rest is refused by its name.</summary>
/// <param name="answers">Where answers go; <see langword="null"/> when the transport has no way back.</param>
internal sealed class StreamCommands(Stream? answers)
{
    private const ushort OpenReturnPath = 1;
    private const ushort Ping = 2;
    private const ushort ShutAnswer = 1;
    private const ushort PongAnswer = 2;
    private const int AnswerHead = 4;

    private static readonly StateField Field = new("command", "uint16");

    private static readonly (string Name, int? Length)[] Known =
    [
        ("invalid", null),
        ("open return path", 0),
        ("ping", 4),
        ("postcopy advise", null),
        ("postcopy listen", 0),
        ("postcopy run", 0),
        ("postcopy RAM discard", null),
        ("packaged", 4),
        ("enable COLO", 0),
        ("postcopy resume", 0),
        ("received bitmap", null),
    ];

    private bool _isOpen;

    /// <summary>Reads a command, its mark excepted, and does it.</summary>
    /// <exception cref="StateException">It is unknown, malformed, or not supported.</exception>
    /// <exception cref="IOException">The answer cannot be sent.</exception>
    public void Load(StateReader reader)
    {
        reader.BeginField(Field);
        var command = reader.ReadRaw<ushort>();
        var length = reader.ReadRaw<ushort>();
        if (command == 0 || command >= Known.Length)
            throw reader.Fail(Field, command, $"allowed: 1 to {Known.Length - 1}");

        var (name, expected) = Known[command];
        if (expected is not null && length != expected)
            throw reader.Fail($"command '{name}' has {length} bytes; it must have {expected}");

        switch (command)
        {
            case OpenReturnPath:
                _isOpen = answers is not null
                    ? true
                    : throw reader.Fail("the source wants answers, and this transport has no way back; turn its capability return-path off");
                break;
            case Ping:
                var value = reader.ReadRaw<uint>();
                if (!_isOpen)
                    throw reader.Fail("the source wants an answer before it has opened the way back");

                Answer(PongAnswer, value);
                break;
            default:
                throw reader.Fail($"command '{name}' ({command}) is not supported: only pre-copy is");
        }
    }

    /// <summary>Tells a source that waits for it how the load has ended. A source that has gone needs no answer.</summary>
    public void Close(bool isFailed)
    {
        if (!_isOpen)
            return;

        _isOpen = false;
        try
        {
            Answer(ShutAnswer, isFailed ? 1u : 0u);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It has gone.
        }
    }

    private void Answer(ushort kind, uint value)
    {
        Span<byte> message = stackalloc byte[AnswerHead + sizeof(uint)];
        BinaryPrimitives.WriteUInt16BigEndian(message, kind);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(message[AnswerHead..], value);
        answers!.Write(message);
        answers.Flush();
    }
}
