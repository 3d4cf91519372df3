using Hv.Runtime.Machines;

namespace Hv.Runtime.Migration.Streams;

/// <summary>Reads the stream of a machine into another one of the same version and devices.</summary>
/// <param name="machine">The machine, which does not run.</param>
/// <param name="stream">Where from. The reader does not close it.</param>
/// <param name="answers">Where answers to the source go; <see langword="null"/> where there is no way back.</param>
internal sealed class MigrationReader(Machine machine, Stream stream, Stream? answers = null)
{
    private static readonly StateField FooterField = new("footer", "uint32");

    private const ulong HeadSize = 2 * sizeof(uint);

    private readonly StateReader _reader = new(stream);
    private readonly StreamCommands _commands = new(answers);
    private readonly GlobalState _globalState = new();
    private readonly Dictionary<uint, (StreamSection Section, uint Version)> _started = [];
    private readonly HashSet<StreamSection> _loaded = [];
    private readonly HashSet<StreamSection> _ended = [];
    private readonly long _timeBefore = machine.Clock.Now;
    private StreamSections? _sections;

    /// <summary>Watches what is read, or <see langword="null"/>.</summary>
    public IStateObserver? Observer
    {
        get => _reader.Observer;
        set => _reader.Observer = value;
    }

    /// <summary>How many bytes were read.</summary>
    public ulong Position => _reader.Position;

    /// <summary>
    /// Resets the machine, and reads it. When that fails the machine has been reset, its RAM is zero, and it can be run as after
    /// power-on.
    /// </summary>
    /// <returns>The state the source was in: <c>running</c>, <c>paused</c>; <see langword="null"/> when the stream does not say.</returns>
    /// <exception cref="StateException">The stream ends, or holds what this machine cannot be. One line says where and why.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public string? Load()
    {
        try
        {
            LoadAll();
            _commands.Close(isFailed: false);
            return _globalState.RunState;
        }
        catch (Exception exception)
        {
            _commands.Close(isFailed: true);
            Restore();
            switch (exception)
            {
                case StateException { Offset: not null } or IOException or ObjectDisposedException:
                    throw;
                case StateException unplaced:
                    throw _reader.Fail(unplaced.Problem, unplaced);
                default:
                    throw _reader.Fail(StateText.Line($"{exception.GetType().Name}: {exception.Message}"), exception);
            }
        }
    }

    /// <summary>Puts the machine into the state it has after power-on, its RAM zero.</summary>
    public void Restore()
    {
        lock (machine.Lock)
        {
            foreach (var (_, block) in machine.Memory.Blocks)
                block.Clear();

            machine.Clock.Set(_timeBefore);
            machine.Reset();
        }
    }

    private void LoadAll()
    {
        lock (machine.Lock)
        {
            machine.Reset();
            _sections = new StreamSections(machine, _globalState);
            foreach (var section in _sections.Iterative)
                section.Iterative!.BeginLoad();
        }

        LoadHead();
        while (LoadPiece())
        {
        }

        // What would stay as after power-on would make another machine than the source is.
        if (_sections.InOrder.FirstOrDefault(section => section.IsRequired && !IsComplete(section)) is { } missing)
            throw _reader.Fail($"the stream has no section '{missing.Title}', or not all of it");

        lock (machine.Lock)
        {
            foreach (var section in _sections.Iterative)
                section.Iterative!.EndLoad();
        }

        SkipDescription();
    }

    private void LoadHead()
    {
        var magic = _reader.ReadRaw<uint>();
        if (magic != StreamHeader.Magic)
            throw StateException.At($"no migration stream: it begins with 0x{magic:x8}, not with 0x{StreamHeader.Magic:x8} (\"QEVM\")", null, null, 0);

        var version = _reader.ReadRaw<uint>();
        if (version != StreamHeader.Version)
            throw StateException.At($"the stream has version {version}; only {StreamHeader.Version} is known", null, null, sizeof(uint));

        if (!machine.MigrationFormat.HasConfiguration)
            return;

        var mark = (SectionMark)_reader.ReadRaw<byte>();
        if (mark != SectionMark.Configuration)
        {
            throw StateException.At(
                $"the stream does not say what machine it is of, as those of '{machine.Version.Name}' do", null, null, _reader.Position - 1);
        }

        StreamConfiguration.Load(_reader, machine);
    }

    /// <summary>Loads what comes next.</summary>
    /// <returns><see langword="false"/> at the end.</returns>
    private bool LoadPiece()
    {
        var offset = _reader.Position;
        var mark = (SectionMark)_reader.ReadRaw<byte>();
        switch (mark)
        {
            case SectionMark.End:
                return false;
            case SectionMark.Start or SectionMark.Full:
                LoadSection(mark == SectionMark.Start, offset);
                return true;
            case SectionMark.Part or SectionMark.Last:
                LoadPart(mark == SectionMark.Last, offset);
                return true;
            case SectionMark.Command:
                _reader.BeginSection("command");
                _commands.Load(_reader);
                _reader.EndSection();
                return true;
            case SectionMark.Configuration when offset == HeadSize:
                // Streams of this version do not need it; of one that has it, it says what is wrong.
                StreamConfiguration.Load(_reader, machine);
                return true;
            default:
                throw StateException.At(
                    $"a section begins with 0x{(byte)mark:x2}, which is none of 00 to 04 and 08{After()}", null, null, offset);
        }
    }

    private void LoadSection(bool isIterative, ulong offset)
    {
        var id = _reader.ReadRaw<uint>();
        var name = _reader.ReadName();
        var instance = _reader.ReadRaw<uint>();
        var version = _reader.ReadRaw<uint>();
        var title = StreamSection.TitleOf(StateText.Printable(name), instance);
        var section = _sections!.Find(name, instance) ?? throw StateException.At(_sections.Unknown(name, instance), title, null, offset);
        if (section.Iterative is not null != isIterative)
            throw StateException.At(isIterative ? "it is sent in one piece, not in rounds" : "it is sent in rounds, not in one piece", title, null, offset);

        if (!_loaded.Add(section))
            throw StateException.At("it comes twice", title, null, offset);

        if (VersionProblem(section, version) is { } problem)
            throw StateException.At(problem, title, null, offset);

        _reader.BeginSection(title);
        if (section.Iterative is { } iterative)
        {
            if (!_started.TryAdd(id, (section, version)))
                throw StateException.At($"the number {id} is that of '{_started[id].Section.Title}'", title, null, offset);

            iterative.Load(_reader, IterativePhase.Start, version);
        }
        else
        {
            // Nobody sees the state half loaded.
            lock (machine.Lock)
                section.State!.LoadState(_reader, version);
        }

        LoadFooter(id);
        _reader.EndSection();
    }

    private void LoadPart(bool isLast, ulong offset)
    {
        var id = _reader.ReadRaw<uint>();
        if (!_started.TryGetValue(id, out var started))
            throw StateException.At($"a part of section number {id} comes, which has not begun", null, null, offset);

        if (_ended.Contains(started.Section) || (isLast && !_ended.Add(started.Section)))
            throw StateException.At("a part comes after its last", started.Section.Title, null, offset);

        _reader.BeginSection(started.Section.Title);
        started.Section.Iterative!.Load(_reader, isLast ? IterativePhase.Last : IterativePhase.Part, started.Version);
        LoadFooter(id);
        _reader.EndSection();
    }

    private void LoadFooter(uint id)
    {
        if (!machine.MigrationFormat.HasFooters)
            return;

        _reader.BeginField(FooterField);
        var mark = (SectionMark)_reader.ReadRaw<byte>();
        if (mark != SectionMark.Footer)
            throw _reader.Fail($"the section does not end here: there is 0x{(byte)mark:x2}, and 0x{(byte)SectionMark.Footer:x2} is expected");

        var found = _reader.ReadRaw<uint>();
        if (found != id)
            throw _reader.Fail($"section number {found} ends here, and {id} is expected");
    }

    /// <summary>
    /// Leaves the description out. A source that sends none is believed; one that goes while it sends it has not sent all, and goes on
    /// running.
    /// </summary>
    private void SkipDescription()
    {
        if (!machine.MigrationFormat.HasDescription || _reader.Peek() != (byte)SectionMark.Description)
            return;

        _reader.BeginSection("description");
        _reader.ReadRaw<byte>();
        _reader.Skip(_reader.ReadRaw<uint>());
        _reader.EndSection();
    }

    private bool IsComplete(StreamSection section) => section.Iterative is null ? _loaded.Contains(section) : _ended.Contains(section);

    private static string? VersionProblem(StreamSection section, uint version) => section switch
    {
        { State: { } state } => state.StateType.VersionProblem(version),
        { Iterative: { } iterative } when version > iterative.Version =>
            $"'{section.Name}' has version {version} there; the newest known here is {iterative.Version}",
        { Iterative: { } iterative } when version < iterative.MinimumVersion =>
            $"'{section.Name}' has version {version} there; the oldest that can be read is {iterative.MinimumVersion}",
        _ => null,
    };

    private string After() => machine.MigrationFormat.HasFooters
        ? ""
        : "; the section before it may have another length there";
}
