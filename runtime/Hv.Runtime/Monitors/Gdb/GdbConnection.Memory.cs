namespace Hv.Runtime.Monitors.Gdb;

/// <summary>Memory as the chosen thread sees it, and the points at which processors halt.</summary>
internal sealed partial class GdbConnection
{
    /// <summary>How many bytes one packet reads or writes at most.</summary>
    private const int MostBytes = GdbPackets.Longest / 2;

    /// <summary>How many points there may be.</summary>
    private const int MostPoints = 1024;

    private readonly HashSet<DebugPoint> _points = [];

    private string? ReadMemory(ReadOnlySpan<byte> rest, bool isBinary)
    {
        var text = new GdbText(rest);
        if (!text.TryTakePair(out var address, out var length) || !text.IsEmpty || length > MostBytes)
            return InvalidArgument;

        var data = new byte[length];
        var read = _target.ReadMemory(_thread, address, data);
        if (read == 0 && length > 0)
            return Error;

        if (!isBinary)
            return GdbText.Hex(data.AsSpan(0, read));

        _packets.Send([(byte)'b', .. data.AsSpan(0, read)]);
        return null;
    }

    private string WriteMemory(ReadOnlySpan<byte> rest, bool isBinary)
    {
        var text = new GdbText(rest);
        if (!text.TryTakePair(out var address, out var length) || !text.Take(":"u8) || length > MostBytes)
            return InvalidArgument;

        if (isBinary)
        {
            return (ulong)text.Rest.Length != length ? InvalidArgument
                : length == 0 || _target.WriteMemory(_thread, address, text.Rest) ? Done : Error;
        }

        var data = new byte[length];
        return !text.TryTakeBytes(data) ? InvalidArgument : _target.WriteMemory(_thread, address, data) ? Done : Error;
    }

    /// <summary>Z and z: KIND,ADDRESS,LENGTH. Conditions and commands are the client's.</summary>
    private string ChangePoint(ReadOnlySpan<byte> rest, bool isSet)
    {
        var text = new GdbText(rest);
        if (!text.TryTakeNumber(out var kind) || !text.Take(","u8) || !text.TryTakePair(out var address, out var length))
            return InvalidArgument;

        if (kind > (ulong)DebugPointKind.AccessWatchpoint)
            return Unknown;

        var point = new DebugPoint((DebugPointKind)kind, address, length);
        if (isSet && (length is 0 or > MostBytes || _points.Count >= MostPoints))
            return InvalidArgument;

        if (isSet ? _points.Add(point) : _points.Remove(point))
            _target.SetPoints(_points);

        return Done;
    }
}
