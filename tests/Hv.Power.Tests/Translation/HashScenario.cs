using Hv.Power.Translation;

namespace Hv.Power.Tests.Translation;

/// <summary>
/// A hashed page table with segments and pages, mostly as a guest would have them, and sometimes with any bits.
/// </summary>
internal sealed class HashScenario
{
    private static readonly (ulong Segment, int BaseShift, (bool IsLarge, ulong Encoding, int Shift)[] Pages)[] Sizes =
    [
        (0x000, 12, [(false, 0, 12), (true, 0x7, 16), (true, 0x38, 24)]),
        (0x110, 16, [(true, 0x1, 16), (true, 0x8, 24)]),
        (0x100, 24, [(true, 0x0, 24)]),
        (0x120, 34, [(true, 0x3, 34)]),
    ];

    private readonly Random _random;
    private readonly List<ulong> _addresses = [];

    public HashScenario(int seed)
    {
        _random = new Random(seed);
        TableShift = _random.Next(18, 22);
        TableAddress = (ulong)_random.Next(4) << TableShift;

        // In one of four the table does not lie in memory altogether.
        Memory = new FakeTables(TableAddress + (1UL << (_random.Next(4) == 0 ? TableShift - 1 : TableShift)));
        for (var count = _random.Next(1, 5); count > 0; count--)
            AddSegment();
    }

    public FakeTables Memory { get; }

    public ulong TableAddress { get; }

    public int TableShift { get; }

    public List<SlbEntry> Segments { get; } = [];

    /// <summary>An effective address: mostly one with a page, or near to it.</summary>
    public ulong NextAddress()
    {
        var address = _addresses[_random.Next(_addresses.Count)];
        return _random.Next(8) switch
        {
            0 => address ^ (1UL << _random.Next(64)),
            1 => (ulong)_random.NextInt64(),
            2 => address ^ (ulong)_random.Next(0x1000000),
            _ => address ^ (ulong)_random.Next(0x1000),
        };
    }

    private void AddSegment()
    {
        var isLong = _random.Next(2) == 0;
        var (encoding, baseShift, pages) = Sizes[_random.Next(isLong ? 4 : 3)];
        var shift = isLong ? 40 : 28;
        var start = (ulong)_random.NextInt64() << 1 & ~((1UL << shift) - 1);
        var id = (ulong)_random.NextInt64() & (isLong ? 0x3F_FFFF_FFFFUL : 0x3_FFFF_FFFF_FFFFUL);
        var keys = (ulong)_random.Next(4) << 10;
        var isNoExecute = _random.Next(8) == 0 ? 0x200UL : 0;
        var reserved = _random.Next(32) == 0 ? 0x30UL : 0;
        Segments.Add(new SlbEntry(
            start | (_random.Next(16) == 0 ? 0UL : 0x0800_0000),
            (isLong ? 1UL << 62 : 0) | (id << (isLong ? 24 : 12)) | keys | isNoExecute | encoding | reserved));
        for (var count = _random.Next(1, 6); count > 0; count--)
            AddPage(start, shift, id, isLong, baseShift, pages[_random.Next(pages.Length)]);
    }

    private void AddPage(
        ulong start, int segmentShift, ulong id, bool isLong, int baseShift, (bool IsLarge, ulong Encoding, int Shift) size)
    {
        var offset = (ulong)_random.NextInt64() & ((1UL << segmentShift) - 1);
        _addresses.Add(start | offset);

        // A guest that maps a large page in small base pages enters one entry for each base page that it uses.
        var hash = id ^ (offset >> baseShift) ^ (isLong ? id << 25 : 0);
        var isSecondary = _random.Next(3) == 0;
        var group = (isSecondary ? ~hash : hash) & ((1UL << (TableShift - 7)) - 1);
        var place = TableAddress + (group << 7) + ((ulong)_random.Next(8) << 4);
        var virtualPage = ((id << (segmentShift - 23)) | (offset >> 23)) << 7;
        var kept = baseShift > 23 ? ~(((1UL << (baseShift - 23)) - 1) << 7) : ulong.MaxValue;
        var first = (isLong ? 1UL << 62 : 0) | (virtualPage & kept) | (isSecondary ? 2UL : 0) | (size.IsLarge ? 4UL : 0) | 1;
        var number = (ulong)_random.NextInt64() << 12 & 0x0FFF_FFFF_FFFF_F000 & ~((1UL << size.Shift) - 1);
        var second = number | (size.Encoding << 12) | NextFlags();
        if (_random.Next(12) == 0)
            first ^= 1UL << _random.Next(64);
        if (_random.Next(12) == 0)
            second ^= 1UL << _random.Next(64);

        Memory[place] = first;
        Memory[place + 8] = second;
    }

    // PP, N, WIMG, C, R and key; keys are few, so that masks meet them.
    private ulong NextFlags()
    {
        var flags = (ulong)_random.Next(0x200);
        if (_random.Next(2) == 0)
            flags &= ~0xCUL;
        if (_random.Next(4) == 0)
            flags |= 1UL << 63;
        return flags | ((ulong)_random.Next(4) << 9) | ((ulong)_random.Next(2) << 60);
    }
}
