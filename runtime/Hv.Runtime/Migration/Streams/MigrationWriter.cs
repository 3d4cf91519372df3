using Hv.Runtime.Machines;
using Hv.Runtime.Migration.Ram;

namespace Hv.Runtime.Migration.Streams;

/// <summary>
/// Writes the stream of a machine: <see cref="Begin"/>, <see cref="WritePart"/> any number of times, <see cref="WriteRest"/>;
/// <see cref="End"/> whatever came before.
/// </summary>
internal sealed class MigrationWriter
{
    private readonly Machine _machine;
    private readonly StateWriter _writer;
    private readonly MigrationFormat _format;
    private readonly GlobalState _globalState = new();
    private readonly StreamSections _sections;

    /// <summary>Makes a writer.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="stream">Where to. The writer does not close it.</param>
    /// <exception cref="StateException">The machine's sections do not fit together.</exception>
    public MigrationWriter(Machine machine, Stream stream)
    {
        _machine = machine;
        _writer = new StateWriter(stream);
        _format = machine.MigrationFormat;
        _sections = new StreamSections(machine, _globalState);
    }

    /// <summary>How many bytes were written.</summary>
    public ulong Position => _writer.Position;

    /// <summary>The RAM.</summary>
    public RamState Ram => _sections.Ram;

    /// <summary>Writes the head of the stream, and the first parts of what is sent in rounds.</summary>
    /// <exception cref="StateException">Something cannot be said in the stream.</exception>
    /// <exception cref="IOException">The stream does not take it.</exception>
    public void Begin()
    {
        MigrationBlockers.ThrowIfAny(_machine);
        _writer.WriteRaw(StreamHeader.Magic);
        _writer.WriteRaw(StreamHeader.Version);
        if (_format.HasConfiguration)
            StreamConfiguration.Save(_writer, _machine);

        lock (_machine.Lock)
        {
            foreach (var section in _sections.Iterative)
            {
                Head(SectionMark.Start, section, section.Iterative!.Version);
                section.Iterative.BeginSave(_writer);
                Foot(section);
            }
        }

        _writer.Flush();
    }

    /// <summary>Writes some of what is left; the machine may run.</summary>
    /// <param name="budget">After about so many bytes it returns.</param>
    public void WritePart(ulong budget)
    {
        foreach (var section in _sections.Iterative)
        {
            if (section.Iterative!.GetPendingBytes(isExact: false) == 0)
                continue;

            Head(SectionMark.Part, section);
            var start = Position;
            var isDone = section.Iterative.SavePart(_writer, budget);
            Foot(section);

            // What comes first is done first.
            if (!isDone || Position - start >= budget)
                break;

            budget -= Position - start;
        }

        _writer.Flush();
    }

    /// <summary>About how many bytes are left of what is sent in rounds.</summary>
    /// <param name="isExact">Whether to look for what has changed meanwhile.</param>
    public ulong GetPendingBytes(bool isExact)
    {
        if (!isExact)
            return Sum();

        lock (_machine.Lock)
            return Sum();

        ulong Sum() => _sections.Iterative.Aggregate(0UL, (sum, section) => sum + section.Iterative!.GetPendingBytes(isExact));
    }

    /// <summary>Writes all that is left. The machine does not run.</summary>
    /// <param name="runState">The state it was in before it stopped for the migration: <c>running</c>, <c>paused</c>.</param>
    public void WriteRest(string runState)
    {
        _globalState.RunState = runState;
        lock (_machine.Lock)
        {
            foreach (var section in _sections.Iterative)
            {
                Head(SectionMark.Last, section);
                section.Iterative!.SaveLast(_writer);
                Foot(section);
            }

            // Devices may have gone since the rounds began; what is sent in rounds is numbered before them.
            MigrationBlockers.ThrowIfAny(_machine);
            var sections = new StreamSections(_machine, _globalState);
            _writer.Describer = _format.HasDescription ? new StateDescriber(RamState.PageSize) : null;
            foreach (var section in sections.InOrder.Where(section => section.State is not null && section.IsNeeded?.Invoke() != false))
                WriteFull(section, section.State!);
        }

        _writer.WriteRaw((byte)SectionMark.End);
        if (_writer.Describer is { } describer)
        {
            var description = describer.Finish().Span;
            _writer.WriteRaw((byte)SectionMark.Description);
            _writer.WriteRaw((uint)description.Length);
            _writer.WriteRaw(description);
        }

        _writer.Flush();
    }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    public void End()
    {
        foreach (var section in _sections.Iterative)
            section.Iterative!.EndSave();
    }

    private void WriteFull(StreamSection section, IVmState state)
    {
        Head(SectionMark.Full, section, state.StateType.Version);
        _writer.Describer?.BeginSection(section.Name, section.Instance, state.StateType);
        try
        {
            state.SaveState(_writer);
        }
        catch (StateException exception)
        {
            throw StateException.At(exception.Problem, section.Title, exception.Field, Position, exception);
        }
        catch (Exception exception) when (exception is not (IOException or ObjectDisposedException))
        {
            throw StateException.At(
                StateText.Line($"{exception.GetType().Name}: {exception.Message}"), section.Title, field: null, Position, exception);
        }

        _writer.Describer?.EndSection();
        Foot(section);
    }

    private void Head(SectionMark mark, StreamSection section)
    {
        _writer.WriteRaw((byte)mark);
        _writer.WriteRaw(section.Id);
    }

    private void Head(SectionMark mark, StreamSection section, uint version)
    {
        Head(mark, section);
        _writer.WriteName(section.Name);
        _writer.WriteRaw(section.Instance);
        _writer.WriteRaw(version);
    }

    private void Foot(StreamSection section)
    {
        if (!_format.HasFooters)
            return;

        _writer.WriteRaw((byte)SectionMark.Footer);
        _writer.WriteRaw(section.Id);
    }
}
