using System.Buffers.Binary;
using Hv.Runtime.Migration;

namespace Hv.Pseries.Processors;

/// <content>How it migrates: all valid entries first, then those that changed since.</content>
public sealed partial class HashPageTable : IIterativeState
{
    private const uint NoTable = uint.MaxValue;
    private const int BufferEntries = 4096;

    // What a run of one entry takes: the bytes of the entry, its number, and two counts.
    private const int RunSize = EntrySize + sizeof(uint) + (2 * sizeof(ushort));

    private static readonly StateField ShiftField = new("shift", "uint32");
    private static readonly StateField MarkField = new("mark", "uint32");
    private static readonly StateField IndexField = new("index", "uint32");

    private readonly byte[] _buffer = new byte[BufferEntries * EntrySize];
    private ulong _changed;
    private ulong _next;
    private bool _isFirstPass;

    /// <inheritdoc/>
    string IIterativeState.Name => "spapr/htab";

    /// <inheritdoc/>
    uint IIterativeState.Version => 1;

    /// <inheritdoc/>
    ulong IIterativeState.GetPendingBytes(bool isExact)
    {
        var pending = Volatile.Read(ref _changed) * RunSize;
        if (!_isFirstPass || _memory is null)
            return pending;

        for (var next = _next * EntrySize; next < _memory.Size;)
        {
            var (start, end) = _memory.FindCommitted(next);
            pending += end - start;
            next = Math.Max(end, next + 1);
        }

        return pending;
    }

    /// <inheritdoc/>
    void IIterativeState.BeginSave(StateWriter writer)
    {
        writer.WriteRaw(_memory is null ? NoTable : (uint)Shift);
        (_next, _isFirstPass) = (0, true);
    }

    /// <inheritdoc/>
    bool IIterativeState.SavePart(StateWriter writer, ulong budget)
    {
        if (!WriteMark(writer))
            return true;

        Write(writer, writer.Position + Math.Min(budget, ulong.MaxValue - writer.Position));
        WriteRunsEnd(writer);
        return !_isFirstPass && _changed == 0;
    }

    /// <inheritdoc/>
    void IIterativeState.SaveLast(StateWriter writer)
    {
        if (!WriteMark(writer))
            return;

        while (_isFirstPass || _changed > 0)
            Write(writer, ulong.MaxValue);

        WriteRunsEnd(writer);
    }

    /// <inheritdoc/>
    void IIterativeState.EndSave() => _isFirstPass = false;

    /// <inheritdoc/>
    void IIterativeState.Load(StateReader reader, IterativePhase phase, uint version)
    {
        if (phase == IterativePhase.Start)
        {
            LoadShift(reader);
            return;
        }

        var mark = reader.Read<uint>(MarkField);
        if (mark != (_memory is null ? NoTable : 0))
        {
            throw reader.Fail(MarkField, mark, _memory is null
                ? "the start of the section said that there is no hash page table"
                : "0 is expected where there is a hash page table");
        }

        if (_memory is not null)
            LoadRuns(reader);
    }

    private static void WriteRunsEnd(StateWriter writer) => writer.WriteRaw(0UL);

    private bool WriteMark(StateWriter writer)
    {
        writer.WriteRaw(_memory is null ? NoTable : 0);
        return _memory is not null;
    }

    /// <summary>Writes entries from where it stopped, to the end of the table at most.</summary>
    private void Write(StateWriter writer, ulong limit)
    {
        while (writer.Position < limit)
        {
            int count;
            lock (_machine.Lock)
                count = Fetch();

            WriteRuns(writer, count);
            _next += (uint)count;
            if (_next < Count)
                continue;

            (_next, _isFirstPass) = (0, false);
            return;
        }
    }

    /// <summary>
    /// Copies the next entries, those that are to be sent marked, as <see cref="Changed"/>; the marks of the table go. Memory that the
    /// host never gave holds no entries.
    /// </summary>
    /// <returns>How many there are; 0 when there is none up to the end.</returns>
    private int Fetch()
    {
        var (start, end) = _memory!.FindCommitted(_next * EntrySize);
        _next = start / EntrySize;
        var bytes = _buffer.AsSpan(0, (int)Math.Min((ulong)_buffer.Length, end - start));
        for (var at = 0; at < bytes.Length; at += EntrySize)
        {
            // The mark goes before the entry is read: what a processor changes after that is marked anew.
            var index = (start + (ulong)at) / EntrySize;
            var hasChanged = (First(index) & Changed) != 0
                && (Interlocked.And(ref FirstInMemory(index), ToMemory(~Changed)) & ToMemory(Changed)) != 0;
            if (hasChanged)
                Interlocked.Decrement(ref _changed);

            var first = First(index) & ~Changed;
            if (_isFirstPass ? (first & Valid) != 0 : hasChanged)
                first |= Changed;

            BinaryPrimitives.WriteUInt64BigEndian(bytes[at..], first);
            BinaryPrimitives.WriteUInt64BigEndian(bytes[(at + sizeof(ulong))..], Second(index));
        }

        return bytes.Length / EntrySize;
    }

    /// <summary>Writes what is marked in the buffer: runs of valid entries, each with the number of cleared ones that follow them.</summary>
    private void WriteRuns(StateWriter writer, int count)
    {
        for (var first = 0; first < count;)
        {
            if (!IsMarked(first))
            {
                first++;
                continue;
            }

            var valid = first;
            while (valid < count && IsMarked(valid) && IsValid(valid))
                _buffer[(valid++ * EntrySize) + sizeof(ulong) - 1] &= unchecked((byte)~Changed);

            var end = valid;
            while (end < count && IsMarked(end) && !IsValid(end))
                end++;

            writer.WriteRaw((uint)(_next + (uint)first));
            writer.WriteRaw((ushort)(valid - first));
            writer.WriteRaw((ushort)(end - valid));
            writer.WriteRaw(_buffer.AsSpan(first * EntrySize, (valid - first) * EntrySize));
            first = end;
        }
    }

    private bool IsMarked(int entry) => (_buffer[(entry * EntrySize) + sizeof(ulong) - 1] & (byte)Changed) != 0;

    private bool IsValid(int entry) => (_buffer[(entry * EntrySize) + sizeof(ulong) - 1] & (byte)Valid) != 0;

    private void LoadShift(StateReader reader)
    {
        var shift = reader.Read<uint>(ShiftField);
        if (shift is not NoTable && (shift < SmallestShift || shift > AllowedShift))
        {
            throw reader.Fail(
                ShiftField, shift, $"a machine with this RAM has a hash page table of 2^{SmallestShift} to 2^{AllowedShift} bytes, or none (0x{NoTable:x})");
        }

        lock (_machine.Lock)
            Resize(shift == NoTable ? 0 : (int)shift);
    }

    private void LoadRuns(StateReader reader)
    {
        while (true)
        {
            var index = reader.Read<uint>(IndexField);
            var valid = reader.ReadRaw<ushort>();
            var cleared = reader.ReadRaw<ushort>();
            if (index == 0 && valid == 0 && cleared == 0)
                return;

            if ((ulong)index + valid + cleared > Count)
                throw reader.Fail(IndexField, index, $"with the {valid + cleared} entries of the run it ends beyond the table's {Count}");

            LoadEntries(reader, index, valid);
            for (ulong entry = (ulong)index + valid; cleared > 0; entry++, cleared--)
            {
                if (this[entry] != default)
                    Clear(entry);
            }
        }
    }

    /// <summary>What was loaded is no change of this side's.</summary>
    private void Clear(ulong index) => _memory!.Write(index * EntrySize, stackalloc byte[EntrySize]);

    private void LoadEntries(StateReader reader, ulong index, int count)
    {
        while (count > 0)
        {
            var part = Math.Min(count, BufferEntries);
            var bytes = _buffer.AsSpan(0, part * EntrySize);
            reader.ReadRaw(bytes);

            // The mark of changes is this side's own.
            for (var at = sizeof(ulong) - 1; at < bytes.Length; at += EntrySize)
                bytes[at] &= unchecked((byte)~Changed);

            _memory!.Write(index * EntrySize, bytes);
            index += (uint)part;
            count -= part;
        }
    }
}
