using System.Buffers.Binary;

namespace Hv.Conformance.Vfio.Agent;

/// <summary>Requests to the agent and its answers, one at a time. No exchange waits longer than <see cref="Patience"/>.</summary>
internal sealed class AgentChannel
{
    /// <summary>The most data of a request or an answer, in bytes.</summary>
    public const int LargestData = 65536;

    /// <summary>How long an answer may take: a reset that opening a device causes lasts seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const uint Magic = 0x4B41_7648;
    private const int FrameSize = 16;
    private const int RequestSize = 40;
    private const int ResultSize = 8;

    private readonly Stream _stream;
    private readonly byte[] _sent = new byte[FrameSize + RequestSize + LargestData];
    private readonly byte[] _received = new byte[ResultSize + LargestData];
    private uint _sequence;

    /// <summary>Makes it.</summary>
    /// <param name="stream">Bytes to the agent and from it; owned by who gives it. One that cannot time out is bounded by them.</param>
    public AgentChannel(Stream stream)
    {
        _stream = stream;
        if (_stream.CanTimeout)
            _stream.WriteTimeout = (int)Patience.TotalMilliseconds;
    }

    /// <summary>Waits for the greeting of a session's process.</summary>
    /// <param name="patience">How long.</param>
    /// <returns>The size of its kernel's pages.</returns>
    public int ReceiveGreeting(TimeSpan patience) => checked((int)Receive(0, patience).Result);

    /// <summary>Ends the session; then the next one greets.</summary>
    public void EndSession() => Send(new AgentRequest(AgentOperation.Next), [], sequence: 0);

    /// <summary>Asks, and waits for the answer.</summary>
    /// <returns>The result, and the data: valid until the next request.</returns>
    /// <exception cref="IOException">No answer in time, or none of the protocol: nothing more can be asked.</exception>
    public (long Result, ReadOnlyMemory<byte> Data) Ask(AgentRequest request, ReadOnlySpan<byte> data)
    {
        _sequence = _sequence == uint.MaxValue ? 1 : _sequence + 1;
        Send(request, data, _sequence);
        return Receive(_sequence, Patience);
    }

    private static uint Sum(ReadOnlySpan<byte> data)
    {
        // FNV-1a.
        var sum = 2166136261u;
        foreach (var value in data)
            sum = (sum ^ value) * 16777619u;

        return sum;
    }

    private void Send(AgentRequest request, ReadOnlySpan<byte> data, uint sequence)
    {
        var body = _sent.AsSpan(FrameSize, RequestSize + data.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(body, (ulong)request.Operation);
        BinaryPrimitives.WriteUInt64LittleEndian(body[8..], request.A);
        BinaryPrimitives.WriteUInt64LittleEndian(body[16..], request.B);
        BinaryPrimitives.WriteUInt64LittleEndian(body[24..], request.C);
        BinaryPrimitives.WriteUInt64LittleEndian(body[32..], request.D);
        data.CopyTo(body[RequestSize..]);
        BinaryPrimitives.WriteUInt32LittleEndian(_sent, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(_sent.AsSpan(4), (uint)body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(_sent.AsSpan(8), Sum(body));
        BinaryPrimitives.WriteUInt32LittleEndian(_sent.AsSpan(12), sequence);
        _stream.Write(_sent, 0, FrameSize + body.Length);
        _stream.Flush();
    }

    private (long Result, ReadOnlyMemory<byte> Data) Receive(uint sequence, TimeSpan patience)
    {
        if (_stream.CanTimeout)
            _stream.ReadTimeout = (int)patience.TotalMilliseconds;

        Span<byte> frame = stackalloc byte[FrameSize];
        _stream.ReadExactly(frame);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame) != Magic || length < ResultSize || length > _received.Length)
            throw new IOException($"The agent sent no frame: {Convert.ToHexString(frame)}.");

        var body = _received.AsSpan(0, (int)length);
        _stream.ReadExactly(body);
        if (Sum(body) != BinaryPrimitives.ReadUInt32LittleEndian(frame[8..]))
            throw new IOException("An answer of the agent was damaged on its way.");

        if (BinaryPrimitives.ReadUInt32LittleEndian(frame[12..]) is var number && number != sequence)
            throw new IOException($"The agent answered request {number} when it was asked {sequence}.");

        return (BinaryPrimitives.ReadInt64LittleEndian(body), _received.AsMemory(ResultSize, body.Length - ResultSize));
    }
}
