using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Hv.Runtime.Migration;

/// <summary>
/// Reads state from a stream, big-endian, through a buffer. It never reads ahead more than the stream has ready, and holds nothing but
/// the buffer, however large a section is.
/// </summary>
/// <param name="stream">Where from. The reader does not close it.</param>
public sealed partial class StateReader(Stream stream)
{
    private const int BufferSize = 1 << 17;
    private const int DeepestNesting = 32;
    private const byte SubsectionMark = 0x05;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private readonly Level[] _levels = new Level[DeepestNesting];
    private int _next;
    private int _end;
    private int _depth;
    private ulong _dropped;
    private StateField? _field;
    private int _index = -1;
    private ulong _fieldOffset;

    /// <summary>How many bytes were read.</summary>
    public ulong Position => _dropped + (ulong)_next;

    /// <summary>Watches what is read, or <see langword="null"/>.</summary>
    public IStateObserver? Observer { get; set; }

    /// <summary>The section that is read, by name and instance, for messages; <see langword="null"/> between sections.</summary>
    public string? Section { get; private set; }

    /// <summary>The field that is read, or was last: the names of the structs and subsections around it, its own, its element.</summary>
    public string? FieldPath
    {
        get
        {
            var path = new StringBuilder();
            for (var depth = 0; depth < _depth; depth++)
                Append(path, _levels[depth].Name, _levels[depth].Index);

            if (_field is not null)
                Append(path, _field.Name, _index);

            return path.Length == 0 ? null : path.ToString();
        }
    }

    /// <summary>A section begins.</summary>
    /// <param name="name">Its name and instance, for messages.</param>
    public void BeginSection(string name)
    {
        Section = name;
        (_field, _depth, _index) = (null, 0, -1);
    }

    /// <summary>The section that was read ends.</summary>
    public void EndSection()
    {
        Section = null;
        (_field, _depth, _index) = (null, 0, -1);
    }

    /// <summary>The exception for something wrong at the field that was read last.</summary>
    public StateException Fail(string problem, Exception? cause = null) =>
        StateException.At(problem, Section, FieldPath, _field is null ? Position : _fieldOffset, cause);

    /// <summary>The exception for a field's value that cannot be.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="allowed">What would be right.</param>
    public StateException Fail<T>(StateField field, T value, string allowed)
    {
        _field = field;
        return Fail($"the stream has {Text(value)}; {allowed}");
    }

    /// <summary>Reads an integer that is no field.</summary>
    /// <exception cref="StateException">The stream ends.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T ReadRaw<T>()
        where T : unmanaged, IBinaryInteger<T>
    {
        if (_end - _next < Unsafe.SizeOf<T>())
            Fill(Unsafe.SizeOf<T>());

        var value = BigEndian.Read<T>(_buffer.AsSpan(_next, Unsafe.SizeOf<T>()));
        _next += Unsafe.SizeOf<T>();
        return value;
    }

    /// <summary>Reads bytes that are no field.</summary>
    /// <exception cref="StateException">The stream ends.</exception>
    public void ReadRaw(Span<byte> destination)
    {
        while (true)
        {
            var part = Math.Min(destination.Length, _end - _next);
            _buffer.AsSpan(_next, part).CopyTo(destination);
            _next += part;
            destination = destination[part..];
            if (destination.Length == 0)
                return;

            if (destination.Length < BufferSize)
            {
                Fill(1);
                continue;
            }

            // Large pieces go where they belong, without a copy.
            var got = stream.Read(destination);
            if (got == 0)
                throw Truncated(destination.Length);

            _dropped += (ulong)got;
            destination = destination[got..];
        }
    }

    /// <summary>Reads integers that are no field, one after another.</summary>
    public void ReadRaw<T>(Span<T> destination)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadRaw(MemoryMarshal.AsBytes(destination));
        BigEndian.ToHost(destination);
    }

    /// <summary>Reads a name: its length as one byte, then its bytes.</summary>
    public string ReadName()
    {
        Span<byte> bytes = stackalloc byte[byte.MaxValue];
        bytes = bytes[..ReadRaw<byte>()];
        ReadRaw(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The next byte, which stays; <see langword="null"/> at the end of the stream.</summary>
    public byte? Peek() => _next < _end || TryFill(1) ? _buffer[_next] : null;

    /// <summary>Leaves bytes out that are no field.</summary>
    public void Skip(ulong count)
    {
        while (count > 0)
        {
            if (_next == _end)
                Fill(1);

            var part = (int)Math.Min(count, (ulong)(_end - _next));
            _next += part;
            count -= (ulong)part;
        }
    }

    /// <summary>Leaves out zeros that are no field: as many whole words of 64 bits as have arrived. For what is mostly empty.</summary>
    /// <param name="limit">The most bytes.</param>
    /// <returns>How many bytes; 0 when what comes next is no zero, or has not arrived.</returns>
    public ulong SkipZeros(ulong limit)
    {
        if (_next == _end && !TryFill(1))
            return 0;

        var arrived = _buffer.AsSpan(_next, (int)Math.Min(limit, (ulong)(_end - _next)));
        var zeros = arrived.IndexOfAnyExcept((byte)0);
        var words = (zeros < 0 ? arrived.Length : zeros) & -sizeof(ulong);
        _next += words;
        return (ulong)words;
    }

    /// <summary>Reads an integer field.</summary>
    /// <exception cref="StateException">The stream ends.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read<T>(StateField field)
        where T : unmanaged, IBinaryInteger<T>
    {
        At(field);
        var value = ReadRaw<T>();
        if (Observer is not null)
            Tell(Unsafe.SizeOf<T>());

        return value;
    }

    /// <summary>Reads a bool field: 0 or 1.</summary>
    /// <exception cref="StateException">The stream ends, or has another value.</exception>
    public bool ReadBool(StateField field) => ToBool(field, Read<byte>(field));

    /// <summary>Reads an integer field that must be what this side has.</summary>
    /// <exception cref="StateException">The stream ends, or has another value.</exception>
    public void Match<T>(StateField field, T own)
        where T : unmanaged, IBinaryInteger<T>
    {
        var value = Read<T>(field);
        if (value != own)
            throw Fail(field, value, $"this machine has {Text(own)}");
    }

    /// <summary>Reads a bool field that must be what this side has.</summary>
    /// <exception cref="StateException">The stream ends, or has another value.</exception>
    public void Match(StateField field, bool own) => Match(field, own ? (byte)1 : (byte)0);

    /// <summary>Reads an array of integers, or a part of a long one: all elements of <paramref name="destination"/>.</summary>
    /// <param name="field">The array.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="first">Which of the array's elements is the first, for messages and <see cref="Observer"/>.</param>
    /// <exception cref="StateException">The stream ends.</exception>
    public void Read<T>(StateField field, Span<T> destination, int first = 0)
        where T : unmanaged, IBinaryInteger<T>
    {
        At(field);
        if (Observer is null)
        {
            ReadRaw(destination);
            return;
        }

        for (var index = 0; index < destination.Length; index++)
        {
            _index = first + index;
            _fieldOffset = Position;
            destination[index] = ReadRaw<T>();
            Tell(Unsafe.SizeOf<T>());
        }

        _index = -1;
    }

    /// <summary>Reads bytes as one field (<c>buffer</c>).</summary>
    /// <exception cref="StateException">The stream ends.</exception>
    public void ReadBuffer(StateField field, Span<byte> destination)
    {
        At(field);
        ReadRaw(destination);
        Observer?.OnRead(field, _index, _fieldOffset, destination);
    }

    /// <summary>Leaves a field without a meaning out.</summary>
    /// <exception cref="StateException">The stream ends.</exception>
    public void SkipUnused(StateField field)
    {
        At(field);
        if (Observer is null)
        {
            Skip((ulong)field.UnusedBytes);
            return;
        }

        var bytes = new byte[field.UnusedBytes];
        ReadRaw(bytes);
        Observer.OnRead(field, _index, _fieldOffset, bytes);
    }

    /// <summary>A field begins that is then read raw.</summary>
    public void BeginField(StateField field) => At(field);

    /// <summary>The field that began last ends.</summary>
    /// <param name="wire">Its bytes, for <see cref="Observer"/>.</param>
    /// <param name="index">The element that it is; -1 for a field that is no array.</param>
    public void EndField(ReadOnlySpan<byte> wire, int index = -1) => Observer?.OnRead(_field!, index, _fieldOffset, wire);

    /// <summary>Checks how many elements an array has in the stream, before anything is taken for them.</summary>
    /// <param name="field">The array.</param>
    /// <param name="count">How many elements the stream says it has.</param>
    /// <param name="limit">How many it has at most.</param>
    /// <returns>The count.</returns>
    /// <exception cref="StateException">It is negative, or more than the limit.</exception>
    public int CheckCount(StateField field, long count, long limit) =>
        count >= 0 && count <= Math.Min(limit, Array.MaxLength)
            ? (int)count
            : throw Fail(field, count, $"at most {limit} elements are allowed");

    /// <summary>A struct begins; its fields are read until <see cref="EndStruct"/>.</summary>
    public void BeginStruct(StateField field) => BeginElement(field, -1);

    /// <summary>A struct begins that is an element of an array.</summary>
    public void BeginElement(StateField field, int index)
    {
        Push(field.Name, index);
        Observer?.OnStructBegin(field, index, Position);
        _field = null;
        _index = -1;
    }

    /// <summary>The innermost struct or element ends.</summary>
    public void EndStruct()
    {
        _depth--;
        _field = null;
        _index = -1;
        Observer?.OnStructEnd();
    }

    /// <summary>Reads the mark before an element of a queue.</summary>
    /// <param name="field">The queue.</param>
    /// <param name="count">How many elements were read.</param>
    /// <param name="limit">How many it has at most.</param>
    /// <returns>Whether there is another one.</returns>
    /// <exception cref="StateException">The stream ends, the mark is neither 0 nor 1, or there are too many.</exception>
    public bool NextQueued(StateField field, int count, long limit)
    {
        At(field);
        var mark = ReadRaw<byte>();
        if (mark > 1)
            throw Fail(field, mark, "a queue has 1 before each element, and 0 at its end");

        if (mark == 1 && count >= limit)
            throw Fail($"the stream has more than the {limit} elements that are allowed");

        return mark == 1;
    }

    /// <summary>
    /// Reads the head of a subsection, when one of this state follows. What is no subsection of it belongs to what is around it.
    /// </summary>
    /// <param name="parent">The state, or the subsection, whose subsection it would be.</param>
    /// <param name="seen">Which were read already, a bit each; 0 at first.</param>
    /// <param name="index">Which it is, of <see cref="StateType.Subsections"/>.</param>
    /// <param name="version">Its version in the stream.</param>
    /// <returns><see langword="false"/> when none follows.</returns>
    /// <exception cref="StateException">It is unknown, of a version that cannot be read, or was read already.</exception>
    public bool TryBeginSubsection(StateType parent, ref ulong seen, out int index, out uint version)
    {
        (index, version) = (-1, 0);
        if (Peek() != SubsectionMark || !TryFill(2))
            return false;

        var length = _buffer[_next + 1];
        if (!TryFill(2 + length))
            return false;

        Span<byte> parentName = stackalloc byte[byte.MaxValue];
        parentName = parentName[..Encoding.UTF8.GetBytes(parent.Name, parentName)];
        var name = _buffer.AsSpan(_next + 2, length);
        if (length <= parentName.Length || !name.StartsWith(parentName))
            return false;

        _field = null;
        for (index = 0; index < parent.Subsections.Count && !IsName(name, parent.Subsections[index].Name); index++)
        {
        }

        if (index == parent.Subsections.Count)
            throw Fail($"subsection '{Encoding.UTF8.GetString(name)}' is unknown here{Known(parent)}");

        var offset = Position;
        _next += 2 + length;
        version = ReadRaw<uint>();
        var subsection = parent.Subsections[index];
        if (subsection.VersionProblem(version) is { } problem)
            throw Fail($"subsection {problem}");

        if ((seen & (1UL << index)) != 0)
            throw Fail($"subsection '{subsection.Name}' comes twice");

        seen |= 1UL << index;
        Push(subsection.Name, -1);
        Observer?.OnSubsectionBegin(subsection, version, offset);
        return true;
    }

    /// <summary>The innermost subsection ends.</summary>
    public void EndSubsection()
    {
        _depth--;
        _field = null;
        _index = -1;
        Observer?.OnSubsectionEnd();
    }

    private static bool IsName(ReadOnlySpan<byte> bytes, string name)
    {
        Span<byte> known = stackalloc byte[byte.MaxValue];
        return Encoding.UTF8.TryGetBytes(name, known, out var length) && bytes.SequenceEqual(known[..length]);
    }

    private static string Known(StateType parent) =>
        parent.Subsections.Count == 0
            ? $"; '{parent.Name}' has none"
            : $"; '{parent.Name}' has {string.Join(", ", parent.Subsections.Select(subsection => $"'{subsection.Name}'"))}";

    private static string Text<T>(T value) => value is IFormattable number and not (float or double)
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number} (0x{number:x})")
        : $"{value}";

    private static void Append(StringBuilder path, string name, int index)
    {
        if (path.Length > 0)
            path.Append('.');

        path.Append(name);
        if (index >= 0)
            path.Append('[').Append(index).Append(']');
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void At(StateField field)
    {
        _field = field;
        _fieldOffset = Position;
        _index = -1;
    }

    private void Tell(int size) => Observer!.OnRead(_field!, _index, _fieldOffset, _buffer.AsSpan(_next - size, size));

    private void Push(string name, int index)
    {
        // The depth is that of the declarations, never one that a stream says.
        _levels[_depth++] = new Level(name, index);
    }

    private void Fill(int needed)
    {
        if (!TryFill(needed))
            throw Truncated(needed - (_end - _next));
    }

    /// <summary>Gets bytes into the buffer, at least so many; no more than the stream gives without waiting.</summary>
    private bool TryFill(int needed)
    {
        if (_end - _next >= needed)
            return true;

        if (BufferSize - _next < needed)
        {
            _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
            _dropped += (ulong)_next;
            _end -= _next;
            _next = 0;
        }
        else if (_next == _end)
        {
            _dropped += (ulong)_next;
            _next = _end = 0;
        }

        while (_end - _next < needed)
        {
            var got = stream.Read(_buffer.AsSpan(_end));
            if (got == 0)
                return false;

            _end += got;
        }

        return true;
    }

    private StateException Truncated(int missing) => Fail($"the stream ends here, {missing} byte{(missing == 1 ? "" : "s")} too early");

    private readonly record struct Level(string Name, int Index);
}
