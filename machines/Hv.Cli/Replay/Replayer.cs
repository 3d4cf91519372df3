using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Rtas;

namespace Hv.Cli.Replay;

/// <summary>Makes the calls of a recording on a machine and compares the answers, word for word.</summary>
internal sealed class Replayer
{
    /// <summary>How many different calls, and how many properties, a recording may have: far more than LoPAR knows.</summary>
    public const int MaximumKinds = 4096;

    private const int CallsPerProgress = 64;

    private readonly Machine _machine;
    private readonly ReplaySettings _settings;
    private readonly DeclaredCalls _declared;
    private readonly RtasFrameCaller _caller;
    private readonly PropertyComparer _propertyComparer;
    private readonly Dictionary<(uint Token, string Name, int Counts), CallGroup> _groups = [];
    private readonly HashSet<CallRule> _usedRules = [];
    private readonly List<PropertyComparison> _properties = [];
    private readonly ReplayCounts _calls = new();
    private readonly ReplayCounts _propertyCounts = new();
    private readonly List<int> _differingWords = [];
    private Exception? _handlerFailure;
    private long _configurationSpaces;

    private Replayer(Machine machine, ReplaySettings settings)
    {
        _machine = machine;
        _settings = settings;
        _declared = new DeclaredCalls(machine);
        _caller = new RtasFrameCaller(machine);
        _propertyComparer = new PropertyComparer(machine, settings);
    }

    /// <summary>Replays all of a recording.</summary>
    /// <param name="recording">The recording, just opened.</param>
    /// <param name="machine">A realized machine with at least <see cref="RtasFrameCaller.MinimumRamSize"/> of RAM.</param>
    /// <param name="settings">How.</param>
    /// <exception cref="RecordingFormatException">A line is malformed, or the recording has no call.</exception>
    public static ReplayReport Replay(Recording recording, Machine machine, ReplaySettings settings)
    {
        var replayer = new Replayer(machine, settings) { _configurationSpaces = recording.Functions.Count };
        machine.HandlerFailed += replayer.OnHandlerFailed;
        try
        {
            while (recording.Read() is { } entry)
                replayer.Take(recording.Source, entry);
        }
        finally
        {
            machine.HandlerFailed -= replayer.OnHandlerFailed;
        }

        return replayer._calls.Total > 0 ? replayer.Report(recording.Source) : throw recording.UnexpectedEnd("at least one 'call' line");
    }

    private void Take(string source, RecordingEntry entry)
    {
        switch (entry)
        {
            case RecordedCall call:
                Take(FindGroup(source, call), call);
                break;
            case RecordedProperty property:
                if (_properties.Count == MaximumKinds)
                    throw new RecordingFormatException(source, entry.Line, 1, $"at most {MaximumKinds} 'dt' lines", "one more");

                var comparison = _propertyComparer.Compare(property);
                _propertyCounts.Add(comparison.Outcome);
                _properties.Add(comparison);
                break;
            default:
                _configurationSpaces++;
                break;
        }
    }

    private CallGroup FindGroup(string source, RecordedCall call)
    {
        var key = (call.Token, call.Name, (call.Arguments.Length << 8) | call.Returns.Length);
        if (_groups.TryGetValue(key, out var group))
            return group;

        if (_groups.Count == MaximumKinds)
        {
            throw new RecordingFormatException(
                source, call.Line, 1, $"at most {MaximumKinds} different calls", $"one more, '{call.Name}'");
        }

        group = new CallGroup(call.Token, call.Name, call.Arguments.Length, call.Returns.Length);
        _groups.Add(key, group);
        return group;
    }

    private void Take(CallGroup group, RecordedCall call)
    {
        if (_calls.Total % CallsPerProgress == 0)
            _settings.Progress?.Invoke();

        var outcome = Compare(group, call, out var difference);
        _calls.Add(outcome);
        if (difference is null)
            group.Counts.Add(outcome);
        else
            group.AddDifference(difference, _settings.MaximumExamples);
    }

    private ReplayOutcome Compare(CallGroup group, RecordedCall call, out CallDifference? difference)
    {
        difference = null;
        if (_declared.Find(call.Token) is not { } declaredName)
            return ReplayOutcome.NotDeclared;

        if (declaredName != call.Name)
        {
            difference = new CallDifference(
                call.Line, call.Arguments, call.Returns, null, [], $"token {call.Token:x} is '{declaredName}' here; the call was not made");
            return ReplayOutcome.Different;
        }

        group.Made++;
        _handlerFailure = null;
        Span<uint> ours = stackalloc uint[RtasFrame.MaximumWords];
        ours = ours[..call.Returns.Length];
        var status = _caller.CallRtas(call.Token, call.Arguments, ours);
        var isWholeCompared = CompareWords(call, ours);
        var note = Describe(status);
        if (_differingWords.Count > 0 || note is not null)
        {
            difference = new CallDifference(call.Line, call.Arguments, call.Returns, ours.ToArray(), _differingWords.ToArray(), note);
            return ReplayOutcome.Different;
        }

        return isWholeCompared ? ReplayOutcome.Equal : ReplayOutcome.NotComparable;
    }

    /// <summary>Collects the differing words; returns whether no rule took a word out.</summary>
    private bool CompareWords(RecordedCall call, ReadOnlySpan<uint> ours)
    {
        _differingWords.Clear();
        var isWholeCompared = true;
        for (var index = 0; index < ours.Length; index++)
        {
            if (FindRule(call, index) is { } rule)
            {
                _usedRules.Add(rule);
                isWholeCompared = false;
            }
            else if (ours[index] != call.Returns[index])
            {
                _differingWords.Add(index);
            }
        }

        return isWholeCompared;
    }

    private CallRule? FindRule(RecordedCall call, int index)
    {
        foreach (var rule in _settings.CallRules)
        {
            if (rule.Excludes(call, index))
                return rule;
        }

        return null;
    }

    private string? Describe(HypercallStatus status)
    {
        if (_handlerFailure is { } failure)
            return $"the handler failed: {failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")}";

        return status == HypercallStatus.Success ? null : $"H_RTAS answered {status} ({(long)status})";
    }

    private void OnHandlerFailed(Exception exception) => _handlerFailure = exception;

    private ReplayReport Report(string source)
    {
        List<(string, string)> rules = [];
        rules.AddRange(_settings.CallRules.Where(_usedRules.Contains).Select(rule => (rule.Name, rule.Reason)));
        rules.AddRange(_propertyComparer.UsedRules.Select(rule => (rule.Name, rule.Reason)));

        List<string> notes = [];
        if (!_declared.HasEntry)
            notes.Add($"{_machine.Version.Name} does not declare H_RTAS (0x{RtasFrameCaller.HypercallNumber:x}): no call could be made");

        if (_configurationSpaces > _settings.PlacedFunctions)
            notes.Add($"{_configurationSpaces - _settings.PlacedFunctions} configuration space(s) of the recording have no place on the machine");

        return new ReplayReport(
            source,
            _machine.Version.Name,
            _machine.Memory.Size,
            [.. _groups.Values.OrderBy(group => group.Token).ThenBy(group => group.Name, StringComparer.Ordinal)
                .ThenBy(group => group.ArgumentWords).ThenBy(group => group.ReturnWords)],
            _calls,
            _properties,
            _propertyCounts,
            _configurationSpaces,
            rules,
            notes);
    }
}
