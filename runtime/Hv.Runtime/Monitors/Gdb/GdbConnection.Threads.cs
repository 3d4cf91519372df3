using System.Text;

namespace Hv.Runtime.Monitors.Gdb;

/// <summary>Threads, which are processors: numbers from 1 on, since 0 is any and -1 all.</summary>
internal sealed partial class GdbConnection
{
    private const int ThreadsOfPacket = 512;

    private static int? ThreadOf(ReadOnlySpan<byte> rest)
    {
        var text = new GdbText(rest);
        return text.TryTakeThread(out var thread) && text.IsEmpty ? thread : null;
    }

    /// <summary>H: the thread of the packets that follow, g for registers and memory, c for running.</summary>
    private string ChooseThread(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 2 || ThreadOf(rest[1..]) is not { } thread || thread > _target.ThreadCount)
            return InvalidArgument;

        switch (rest[0])
        {
            case (byte)'g':
                _thread = thread > 0 ? thread - 1 : _thread;
                return Done;
            case (byte)'c':
                _steppedThread = thread - 1;
                return Done;
            default:
                return InvalidArgument;
        }
    }

    private string ListThreads()
    {
        if (_listed >= _target.ThreadCount)
            return "l";

        var end = Math.Min(_listed + ThreadsOfPacket, _target.ThreadCount);
        var list = new StringBuilder("m");
        for (; _listed < end; _listed++)
            list.Append(list.Length > 1 ? "," : "").Append(GdbText.Hex((ulong)_listed + 1));

        return list.ToString();
    }
}
