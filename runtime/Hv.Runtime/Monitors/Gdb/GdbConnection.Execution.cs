using System.Text;

namespace Hv.Runtime.Monitors.Gdb;

/// <summary>Running and stopping.</summary>
internal sealed partial class GdbConnection
{
    // Signals by gdb's numbers.
    private const string InterruptSignal = "02";
    private const string TrapSignal = "05";

    /// <summary>The letters of actions, without and with a signal, of which a machine knows nothing.</summary>
    private const string Actions = "vCont;c;C;s;S";

    private string? AnswerVerbose(ReadOnlySpan<byte> rest)
    {
        var text = new GdbText(rest);
        if (rest.SequenceEqual("Cont?"u8))
            return Actions;

        if (text.Take("Cont;"u8))
        {
            var actions = new DebugAction[_target.ThreadCount];
            return TryReadActions(text.Rest, actions) ? Run(actions) : InvalidArgument;
        }

        if (text.Take("Kill"u8))
        {
            _packets.Send(Done);
            return Kill();
        }

        return Unknown;
    }

    /// <summary>ACTION[:THREAD];…: for each thread the first that names it counts, and one without a thread is of all that are left.</summary>
    private static bool TryReadActions(ReadOnlySpan<byte> rest, DebugAction[] actions)
    {
        var isSet = new bool[actions.Length];
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)';');
            var text = new GdbText(end < 0 ? rest : rest[..end]);
            rest = end < 0 ? [] : rest[(end + 1)..];

            var takesSignal = text.Take("C"u8);
            var action = takesSignal || text.Take("c"u8) ? DebugAction.Continue : DebugAction.Step;
            if (action == DebugAction.Step)
            {
                takesSignal = text.Take("S"u8);
                if (!takesSignal && !text.Take("s"u8))
                    return false;
            }

            if (takesSignal && !text.TryTakeNumber(out _))
                return false;

            var thread = -1;
            if (text.Take(":"u8) && !text.TryTakeThread(out thread))
                return false;

            if (!text.IsEmpty || thread > actions.Length)
                return false;

            for (var index = 0; index < actions.Length; index++)
            {
                if (!isSet[index] && (thread < 0 || index == Math.Max(thread - 1, 0)))
                    (actions[index], isSet[index]) = (action, true);
            }
        }

        return true;
    }

    /// <summary>The packets c, s, C and S, for clients without vCont: of one thread, or of all.</summary>
    private string? RunOld(ReadOnlySpan<byte> rest, DebugAction action, bool takesSignal)
    {
        var text = new GdbText(rest);
        if ((takesSignal && !text.TryTakeNumber(out _)) || !text.IsEmpty)
            return InvalidArgument;

        var actions = new DebugAction[_target.ThreadCount];
        if (_steppedThread < 0 || action == DebugAction.Continue)
            Array.Fill(actions, DebugAction.Continue);

        actions[_steppedThread < 0 ? _thread : _steppedThread] = action;
        return Run(actions);
    }

    /// <returns>The reply, or <see langword="null"/> when it comes as the machine stops.</returns>
    private string? Run(DebugAction[] actions)
    {
        if (_session.State == RunState.Running)
            return Error;

        _target.Prepare(actions);
        lock (_lock)
            (_isWaiting, _halt) = (true, null);

        try
        {
            _session.Continue();
            return null;
        }
        catch (MonitorException exception)
        {
            lock (_lock)
                _isWaiting = false;

            return $"E.{exception.Message}";
        }
    }

    private void Interrupt()
    {
        _session.Stop();

        // It may not have run at all, though it was told to: the guest is suspended, or waits to be migrated.
        TellStopped();
    }

    private void OnEvent(MonitorEvent monitorEvent)
    {
        switch (monitorEvent.Name)
        {
            case "STOP":
                // Also when this client has not had it run: no processor is to be left halted for the next one who does.
                var halt = _target.TakeHalt();
                lock (_lock)
                    _halt = halt;

                TellStopped();
                break;
            case "SHUTDOWN":
                Exit();
                break;
        }
    }

    private void TellStopped()
    {
        lock (_lock)
        {
            if (!_isWaiting)
                return;

            _isWaiting = false;
        }

        _packets.Tell(Stopped(InterruptSignal));
    }

    private void Exit()
    {
        bool isWaiting;
        lock (_lock)
            (isWaiting, _isWaiting) = (_isWaiting, false);

        if (isWaiting && !_session.Options.PausesOnShutdown)
        {
            _packets.Tell("W00");
            _hasEnded = true;
        }
    }

    /// <summary>Why the machine does not run; the thread becomes the chosen one.</summary>
    /// <param name="signal">The signal, unless a processor wanted it.</param>
    private string Stopped(string signal)
    {
        DebugHalt? halt;
        lock (_lock)
            halt = _halt;

        if (halt is not null)
            _thread = halt.Thread;

        var text = new StringBuilder("T").Append(halt is null ? signal : TrapSignal)
            .Append("thread:").Append(GdbText.Hex((ulong)_thread + 1)).Append(';');
        switch (halt?.Point)
        {
            case DebugPointKind.SoftwareBreakpoint when _namesBreakpoints:
                text.Append("swbreak:;");
                break;
            case DebugPointKind.HardwareBreakpoint when _namesBreakpoints:
                text.Append("hwbreak:;");
                break;
            case DebugPointKind.WriteWatchpoint:
                text.Append("watch:").Append(GdbText.Hex(halt.Address)).Append(';');
                break;
            case DebugPointKind.ReadWatchpoint:
                text.Append("rwatch:").Append(GdbText.Hex(halt.Address)).Append(';');
                break;
            case DebugPointKind.AccessWatchpoint:
                text.Append("awatch:").Append(GdbText.Hex(halt.Address)).Append(';');
                break;
        }

        return text.ToString();
    }

    private string Detach()
    {
        LetGo();
        try
        {
            _session.Continue();
        }
        catch (MonitorException)
        {
            // A guest that has ended stays so.
        }

        _hasEnded = true;
        return Done;
    }

    private string? Kill()
    {
        _session.Quit("host-ui");
        _hasEnded = true;
        return null;
    }

    /// <summary>Leaves no point and no held processor behind. The machine goes on being stopped, or running, as it is.</summary>
    public void LetGo()
    {
        var runs = _session.State == RunState.Running;
        if (runs)
            _session.Stop();

        _points.Clear();
        _target.SetPoints(_points);
        var actions = new DebugAction[_target.ThreadCount];
        Array.Fill(actions, DebugAction.Continue);
        _target.Prepare(actions);
        if (!runs)
            return;

        try
        {
            _session.Continue();
        }
        catch (MonitorException)
        {
            // It has ended meanwhile.
        }
    }
}
