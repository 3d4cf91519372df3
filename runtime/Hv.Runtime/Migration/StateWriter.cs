using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Hv.Runtime.Migration;

/// <summary>
/// Writes state to a stream, big-endian, through a buffer: what is written is on its way after <see cref="Flush"/>. Nothing is held
/// of it but the buffer, however large a section is.
/// </summary>
/// <param name="stream">Where to. The writer does not close it.</param>
public sealed partial class StateWriter(Stream stream)
{
    private const int BufferSize = 1 << 17;
    private const byte SubsectionMark = 0x05;

    private static readonly byte[] Zeros = new byte[BufferSize];

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private int _count;
    private ulong _flushed;

    /// <summary>How many bytes were written, those in the buffer included.</summary>
    public ulong Position => _flushed + (ulong)_count;

    /// <summary>Takes note of what is written, for the description at the end of the stream, or <see langword="null"/>.</summary>
    public StateDescriber? Describer { get; set; }

    /// <summary>Writes an integer that is no field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteRaw<T>(T value)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (BufferSize - _count < Unsafe.SizeOf<T>())
            Flush();

        BigEndian.Write(_buffer.AsSpan(_count), value);
        _count += Unsafe.SizeOf<T>();
    }

    /// <summary>Writes bytes that are no field.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= BufferSize - _count)
        {
            bytes.CopyTo(_buffer.AsSpan(_count));
            _count += bytes.Length;
            return;
        }

        Flush();
        if (bytes.Length < BufferSize)
        {
            bytes.CopyTo(_buffer);
            _count = bytes.Length;
            return;
        }

        stream.Write(bytes);
        _flushed += (ulong)bytes.Length;
    }

    /// <summary>Writes integers that are no field, one after another.</summary>
    public void WriteRaw<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (Unsafe.SizeOf<T>() == 1 || !BitConverter.IsLittleEndian)
        {
            WriteRaw(MemoryMarshal.AsBytes(values));
            return;
        }

        while (values.Length > 0)
        {
            if (BufferSize - _count < Unsafe.SizeOf<T>())
                Flush();

            var part = values[..Math.Min(values.Length, (BufferSize - _count) / Unsafe.SizeOf<T>())];
            BigEndian.Copy(part, _buffer.AsSpan(_count));
            _count += part.Length * Unsafe.SizeOf<T>();
            values = values[part.Length..];
        }
    }

    /// <summary>Writes a name: its length as one byte, then its bytes.</summary>
    /// <exception cref="StateException">It has more than 255 bytes.</exception>
    public void WriteName(string name)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        if (length > byte.MaxValue)
            throw new StateException($"the name '{name}' has {length} bytes; at most {byte.MaxValue} fit");

        Span<byte> bytes = stackalloc byte[byte.MaxValue];
        WriteRaw((byte)length);
        WriteRaw(bytes[..Encoding.UTF8.GetBytes(name, bytes)]);
    }

    /// <summary>Writes zeros that are no field.</summary>
    public void WriteZeros(ulong count)
    {
        while (count >= BufferSize)
        {
            if (_count > 0)
                Flush();

            stream.Write(Zeros);
            _flushed += BufferSize;
            count -= BufferSize;
        }

        while (count > 0)
        {
            if (_count == BufferSize)
                Flush();

            var part = (int)Math.Min(count, (ulong)(BufferSize - _count));
            _buffer.AsSpan(_count, part).Clear();
            _count += part;
            count -= (ulong)part;
        }
    }

    /// <summary>Writes an integer field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write<T>(StateField field, T value)
        where T : unmanaged, IBinaryInteger<T>
    {
        WriteRaw(value);
        Describer?.Field(field, Unsafe.SizeOf<T>());
    }

    /// <summary>Writes a bool field.</summary>
    public void Write(StateField field, bool value) => Write(field, value ? (byte)1 : (byte)0);

    /// <summary>Writes an array of integers: all elements, without a count. For <see cref="byte"/> as for any: an element each.</summary>
    public void Write<T>(StateField field, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        WriteRaw(values);
        Describer?.Array(field, values.Length, Unsafe.SizeOf<T>());
    }

    /// <summary>Writes bytes as one field (<c>buffer</c>).</summary>
    public void WriteBuffer(StateField field, ReadOnlySpan<byte> bytes)
    {
        WriteRaw(bytes);
        Describer?.Field(field, bytes.Length);
    }

    /// <summary>Writes the zeros of a field without a meaning.</summary>
    public void WriteUnused(StateField field)
    {
        WriteZeros((ulong)field.UnusedBytes);
        Describer?.Field(field, field.UnusedBytes);
    }

    /// <summary>A field begins that is then written raw.</summary>
    public void BeginField(StateField field) => Describer?.BeginField(field, Position);

    /// <summary>The field that began last ends.</summary>
    public void EndField() => Describer?.EndField(Position);

    /// <summary>An array was written raw: so many elements of so many bytes.</summary>
    public void DescribeArray(StateField field, long count, int elementSize) => Describer?.Array(field, count, elementSize);

    /// <summary>A struct begins: what is written until <see cref="EndStruct"/> are its fields.</summary>
    public void BeginStruct(StateField field) => Describer?.BeginStruct(field, index: -1, count: 1, Position);

    /// <summary>A struct begins that is an element of an array.</summary>
    /// <param name="field">The array.</param>
    /// <param name="index">The element, 0 to <paramref name="count"/> - 1.</param>
    /// <param name="count">How many elements there are.</param>
    public void BeginElement(StateField field, int index, int count) => Describer?.BeginStruct(field, index, count, Position);

    /// <summary>The innermost struct or element ends.</summary>
    public void EndStruct() => Describer?.EndStruct(Position);

    /// <summary>A queue begins.</summary>
    public void BeginQueue(StateField field) => Describer?.BeginQueue(field, Position);

    /// <summary>An element of a queue begins: a byte 1.</summary>
    public void BeginQueued()
    {
        WriteRaw((byte)1);
        Describer?.BeginQueued();
    }

    /// <summary>A queue ends: a byte 0.</summary>
    public void EndQueue()
    {
        WriteRaw((byte)0);
        Describer?.EndQueue(Position);
    }

    /// <summary>A subsection begins: its mark, name and version.</summary>
    public void BeginSubsection(StateType subsection)
    {
        WriteRaw(SubsectionMark);
        WriteName(subsection.Name);
        WriteRaw(subsection.Version);
        Describer?.BeginSubsection(subsection);
    }

    /// <summary>The innermost subsection ends.</summary>
    public void EndSubsection() => Describer?.EndSubsection();

    /// <summary>Gives to the stream what is in the buffer.</summary>
    public void Flush()
    {
        stream.Write(_buffer.AsSpan(0, _count));
        _flushed += (ulong)_count;
        _count = 0;
    }
}
