using System.Buffers;
using System.Text.Json;

namespace Hv.Runtime.Migration;

/// <summary>
/// Makes the description at the end of a stream while its sections are written: JSON in the form of QEMU's, with the name, type and
/// size of every field.
/// </summary>
public sealed class StateDescriber
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly Utf8JsonWriter _json;
    private readonly Stack<Level> _levels = new();

    /// <summary>Begins a description.</summary>
    /// <param name="pageSize">Bytes of a page of RAM.</param>
    public StateDescriber(int pageSize)
    {
        _json = new Utf8JsonWriter(_text);
        _json.WriteStartObject();
        _json.WriteNumber("page_size", pageSize);
        _json.WriteStartArray("devices");
    }

    /// <summary>What describes nothing now: inside of an element that is like the one before it.</summary>
    private bool IsSilent => _levels.TryPeek(out var level) && level.IsSilent;

    /// <summary>A section begins.</summary>
    public void BeginSection(string name, uint instance, StateType type)
    {
        _json.WriteStartObject();
        _json.WriteString("name", name);
        _json.WriteNumber("instance_id", instance);
        BeginState(type);
    }

    /// <summary>The section ends.</summary>
    public void EndSection()
    {
        EndState();
        _json.WriteEndObject();
    }

    /// <summary>Ends the description.</summary>
    /// <returns>Its text, UTF-8.</returns>
    public ReadOnlyMemory<byte> Finish()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        return _text.WrittenMemory;
    }

    internal void Field(StateField field, int size)
    {
        if (IsSilent)
            return;

        StartEntry(field, index: -1, count: 1);
        _json.WriteNumber("size", size);
        _json.WriteEndObject();
    }

    internal void Array(StateField field, long count, int elementSize)
    {
        if (IsSilent)
            return;

        // As for structs: one entry for all where each is like the others, else one for each.
        for (var index = 0; index < (field.IsConditional ? count : Math.Min(count, 1)); index++)
        {
            StartEntry(field, index, count);
            _json.WriteNumber("size", elementSize);
            _json.WriteEndObject();
        }
    }

    internal void BeginField(StateField field, ulong position)
    {
        if (!IsSilent)
            StartEntry(field, index: -1, count: 1);

        // What is written inside is part of the field.
        _levels.Push(new Level(IsSilent: true, HasSubsections: false, position));
    }

    /// <summary>A queue begins. Its elements are described in its own entry, by keys that come again for each.</summary>
    internal void BeginQueue(StateField field, ulong position)
    {
        if (field.Struct is null || IsSilent)
        {
            BeginField(field, position);
            return;
        }

        StartEntry(field, index: -1, count: 1);
        _levels.Push(new Level(IsSilent: false, HasSubsections: false, position) { Queued = field.Struct });
    }

    internal void BeginQueued()
    {
        if (_levels.Peek() is not { Queued: { } type } level)
        {
            // The last element ends where the next begins.
            if (_levels.Peek().IsSilent)
                return;

            EndState();
            (level, type) = (_levels.Peek(), _levels.Peek().Queued!);
        }

        BeginState(type, level.Start);
    }

    internal void EndQueue(ulong position)
    {
        if (_levels.Peek() is { IsSilent: false, Queued: null })
            EndState();

        EndField(position);
    }

    internal void EndField(ulong position)
    {
        var level = _levels.Pop();
        if (IsSilent)
            return;

        _json.WriteNumber("size", position - level.Start);
        _json.WriteEndObject();
    }

    internal void BeginStruct(StateField field, int index, int count, ulong position)
    {
        var isSilent = IsSilent || (index > 0 && field.IsUniform);
        if (isSilent)
        {
            _levels.Push(new Level(IsSilent: true, HasSubsections: false, position));
            return;
        }

        StartEntry(field, index, count);
        _json.WriteStartObject("struct");
        BeginState(field.Struct ?? throw new InvalidOperationException($"Field '{field.Name}' is no struct."), position);
    }

    internal void EndStruct(ulong position)
    {
        var level = _levels.Peek();
        if (level.IsSilent)
        {
            _levels.Pop();
            return;
        }

        EndState();
        _json.WriteEndObject();
        _json.WriteNumber("size", position - level.Start);
        _json.WriteEndObject();
    }

    internal void BeginSubsection(StateType subsection)
    {
        if (IsSilent)
        {
            _levels.Push(new Level(IsSilent: true, HasSubsections: false, Start: 0));
            return;
        }

        var level = _levels.Pop();
        if (!level.HasSubsections)
        {
            _json.WriteEndArray();
            _json.WriteStartArray("subsections");
        }

        _levels.Push(level with { HasSubsections = true });
        _json.WriteStartObject();
        BeginState(subsection);
    }

    internal void EndSubsection()
    {
        if (_levels.Peek().IsSilent)
        {
            _levels.Pop();
            return;
        }

        EndState();
        _json.WriteEndObject();
    }

    private void BeginState(StateType type, ulong start = 0)
    {
        _json.WriteString("vmsd_name", type.Name);
        _json.WriteNumber("version", type.Version);
        _json.WriteStartArray("fields");
        _levels.Push(new Level(IsSilent: false, HasSubsections: false, start));
    }

    private void EndState()
    {
        _levels.Pop();
        _json.WriteEndArray();
    }

    private void StartEntry(StateField field, int index, long count)
    {
        _json.WriteStartObject();
        _json.WriteString("name", field.Name);
        if (index >= 0 && count > 1)
            _json.WriteNumber(field.IsUniform ? "array_len" : "index", field.IsUniform ? count : index);

        _json.WriteString("type", field.TypeName);
    }

    private readonly record struct Level(bool IsSilent, bool HasSubsections, ulong Start)
    {
        /// <summary>Of a queue: the type of its elements.</summary>
        public StateType? Queued { get; init; }
    }
}
