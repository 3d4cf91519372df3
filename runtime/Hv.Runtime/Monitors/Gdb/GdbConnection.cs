using System.Globalization;
using System.Text;
using Hv.Runtime.Monitors.Human;

namespace Hv.Runtime.Monitors.Gdb;

/// <summary>
/// What one client of gdb's remote protocol asks for (GDB manual, appendix E). All processors run or none does; the client is told once that
/// the machine has stopped, when it has had it run.
/// </summary>
internal sealed partial class GdbConnection
{
    private const string Error = "E01";
    private const string InvalidArgument = "E22";
    private const string Done = "OK";
    private const string Unknown = "";

    private readonly MachineSession _session;
    private readonly IDebugTarget _target;
    private readonly GdbPackets _packets;
    private readonly GdbDescription _description;
    private readonly HumanCommandTable _monitor;
    private readonly Lock _lock = new();
    private DebugHalt? _halt;
    private bool _isWaiting;
    private volatile bool _hasEnded;
    private bool _namesBreakpoints;
    private int _thread;
    private int _steppedThread = -1;
    private int _listed;

    /// <summary>Makes a connection; see <see cref="Attach"/>.</summary>
    public GdbConnection(MachineSession session, IDebugTarget target, GdbPackets packets)
    {
        _session = session;
        _target = target;
        _packets = packets;
        _description = new GdbDescription(target);
        _monitor = new HumanCommandTable(session, canWait: false);
    }

    /// <summary>Whether there is no more to say: the client has let go of the machine, or there is none any more.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Stops the machine: a debugger starts with one that does not run.</summary>
    public void Attach()
    {
        _session.EventRaised += OnEvent;
        _target.Halted += _session.RequestDebugStop;
        _session.Stop();
    }

    /// <summary>Answers what came.</summary>
    public void Take(GdbPackets.Kind kind, ReadOnlySpan<byte> contents)
    {
        switch (kind)
        {
            case GdbPackets.Kind.Interrupt:
                Interrupt();
                break;
            case GdbPackets.Kind.TooLong:
                _packets.Send(InvalidArgument);
                break;
            default:
                Answer(contents);
                break;
        }
    }

    /// <summary>Hears of nothing any more.</summary>
    public void Ignore()
    {
        _session.EventRaised -= OnEvent;
        _target.Halted -= _session.RequestDebugStop;
    }

    private void Answer(ReadOnlySpan<byte> contents)
    {
        string? reply;
        try
        {
            var letter = contents.IsEmpty ? (byte)0 : contents[0];
            if (NeedsStop(letter) && _session.State == RunState.Running)
                reply = Error;
            else
                reply = AnswerOrNull(letter, contents.IsEmpty ? [] : contents[1..]);
        }
        catch (Exception exception)
        {
            // A defect of ours ends no connection, and no machine.
            _session.Machine.OnHandlerFailed(exception);
            reply = Error;
        }

        if (reply is not null)
            _packets.Send(reply);
    }

    private static bool NeedsStop(byte letter) => letter is (byte)'g' or (byte)'G' or (byte)'p' or (byte)'P' or (byte)'m' or (byte)'M'
        or (byte)'x' or (byte)'X' or (byte)'z' or (byte)'Z';

    /// <returns>The reply; <see langword="null"/> when it was sent, or comes later.</returns>
    private string? AnswerOrNull(byte letter, ReadOnlySpan<byte> rest) => letter switch
    {
        (byte)'?' => Stopped(TrapSignal),
        (byte)'g' => ReadRegisters(),
        (byte)'G' => WriteRegisters(rest),
        (byte)'p' => ReadRegister(rest),
        (byte)'P' => WriteRegister(rest),
        (byte)'m' => ReadMemory(rest, isBinary: false),
        (byte)'x' => ReadMemory(rest, isBinary: true),
        (byte)'M' => WriteMemory(rest, isBinary: false),
        (byte)'X' => WriteMemory(rest, isBinary: true),
        (byte)'Z' => ChangePoint(rest, isSet: true),
        (byte)'z' => ChangePoint(rest, isSet: false),
        (byte)'c' or (byte)'C' => RunOld(rest, DebugAction.Continue, letter == 'C'),
        (byte)'s' or (byte)'S' => RunOld(rest, DebugAction.Step, letter == 'S'),
        (byte)'v' => AnswerVerbose(rest),
        (byte)'H' => ChooseThread(rest),
        (byte)'T' => ThreadOf(rest) is { } thread && thread > 0 && thread <= _target.ThreadCount ? Done : Error,
        (byte)'q' => AnswerQuery(rest),
        (byte)'Q' => AnswerSetting(rest),
        (byte)'D' => Detach(),
        (byte)'k' => Kill(),
        _ => Unknown,
    };

    private string AnswerQuery(ReadOnlySpan<byte> rest)
    {
        var text = new GdbText(rest);
        if (text.Take("Supported"u8))
        {
            _namesBreakpoints = Contains(rest, "swbreak+"u8) && Contains(rest, "hwbreak+"u8);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"PacketSize={GdbPackets.Longest - 8:x};qXfer:features:read+;QStartNoAckMode+;vContSupported+;swbreak+;hwbreak+;binary-upload+");
        }

        if (text.Take("Xfer:features:read:"u8))
            return ReadDescription(text);

        if (rest.SequenceEqual("fThreadInfo"u8))
        {
            _listed = 0;
            return ListThreads();
        }

        if (rest.SequenceEqual("sThreadInfo"u8))
            return ListThreads();

        if (text.Take("ThreadExtraInfo,"u8))
        {
            return ThreadOf(text.Rest) is { } thread && thread > 0 && thread <= _target.ThreadCount
                ? GdbText.Hex(Encoding.UTF8.GetBytes(_target.Describe(thread - 1)))
                : Error;
        }

        if (text.Take("Rcmd,"u8))
            return RunMonitorCommand(text);

        if (rest.SequenceEqual("C"u8))
            return $"QC{GdbText.Hex((ulong)_thread + 1)}";

        // The machine was there before the client, and stays when it goes.
        if (text.Take("Attached"u8))
            return "1";

        return rest.StartsWith("Symbol:"u8) ? Done : Unknown;
    }

    private string AnswerSetting(ReadOnlySpan<byte> rest)
    {
        if (!rest.SequenceEqual("StartNoAckMode"u8))
            return Unknown;

        _packets.HasAcknowledgements = false;
        return Done;
    }

    private string ReadDescription(GdbText text)
    {
        if (!text.Take("target.xml:"u8))
            return "E00";

        if (!text.TryTakePair(out var offset, out var length) || !text.IsEmpty || offset > (ulong)_description.Xml.Length)
            return InvalidArgument;

        var rest = _description.Xml.Span[(int)offset..];
        var part = rest[..(int)Math.Min(Math.Min(length, GdbPackets.Longest / 2), (ulong)rest.Length)];
        return (part.Length == rest.Length ? "l" : "m") + Encoding.UTF8.GetString(part);
    }

    private string RunMonitorCommand(GdbText text)
    {
        var line = new byte[text.Rest.Length / 2];
        if (!text.TryTakeBytes(line))
            return InvalidArgument;

        // What does not fit into a packet goes before it, in packets of its own.
        var output = Encoding.UTF8.GetBytes(_monitor.Execute(Encoding.UTF8.GetString(line)));
        const int Part = GdbPackets.Longest / 4;
        for (var at = 0; at < output.Length; at += Part)
            _packets.Send("O" + GdbText.Hex(output.AsSpan(at, Math.Min(Part, output.Length - at))));

        return Done;
    }

    private static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part) => text.IndexOf(part) >= 0;
}
