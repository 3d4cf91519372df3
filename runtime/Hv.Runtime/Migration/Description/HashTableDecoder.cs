namespace Hv.Runtime.Migration.Description;

/// <summary>Goes through the section with the hash page table.</summary>
internal sealed class HashTableDecoder(StreamCursor cursor)
{
    private const uint NoTable = uint.MaxValue;
    private const uint EntrySize = 16;
    private const uint LargestShift = 46;

    private uint _shift = NoTable;

    /// <summary>Reads the content of a part.</summary>
    /// <param name="phase">Which part.</param>
    /// <param name="head">The section's head.</param>
    /// <param name="start">Where the part began.</param>
    public HashTablePart Read(SectionPhase phase, SectionHead head, ulong start)
    {
        var part = new HashTablePart(start, 0, phase, head);
        var at = cursor.Position;
        if (phase == SectionPhase.Start)
        {
            _shift = cursor.Read<uint>("size of the hash page table");
            if (_shift is not NoTable and (0 or > LargestShift))
                throw cursor.Fail(at, $"a hash page table of 2^{_shift} bytes; at most 2^{LargestShift} are possible");

            return part with { HasTable = _shift != NoTable, Shift = _shift == NoTable ? 0 : _shift };
        }

        var mark = cursor.Read<uint>("mark of the hash page table");
        if (mark == NoTable)
            return part;

        if (mark != 0)
            throw cursor.Fail(at, $"found 0x{mark:x}, expected 0, or 0x{NoTable:x} where there is no hash page table");

        part = part with { HasTable = true };
        var entries = _shift == NoTable ? 0 : (1UL << (int)_shift) / EntrySize;
        while (true)
        {
            at = cursor.Position;
            var index = cursor.Read<uint>("first entry of a run");
            var valid = cursor.Read<ushort>("number of valid entries");
            var invalid = cursor.Read<ushort>("number of cleared entries");
            if (index == 0 && valid == 0 && invalid == 0)
                return part;

            if ((ulong)index + valid + invalid > entries)
                throw cursor.Fail(at, $"entries {index} to {(ulong)index + valid + invalid - 1} of a hash page table that has {entries}");

            cursor.Skip(valid * EntrySize, "entries of the hash page table");
            part = part with { Chunks = part.Chunks + 1, Valid = part.Valid + valid, Invalid = part.Invalid + invalid };
        }
    }
}
