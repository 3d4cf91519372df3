namespace Hv.Power.Translation;

/// <summary>
/// An entry of the segment lookaside buffer, as slbmte writes it: <paramref name="Esid"/> from RB without the index,
/// <paramref name="Vsid"/> from RS (Power ISA, book III, 5.7.6.1, 5.9.3.2).
/// </summary>
/// <param name="Esid">Effective segment id, and the valid bit.</param>
/// <param name="Vsid">Segment size, virtual segment id, keys, no-execute, page size, class.</param>
public readonly record struct SlbEntry(ulong Esid, ulong Vsid)
{
    private const ulong Valid = 0x0800_0000;
    private const ulong SupervisorKey = 0x800;
    private const ulong ProblemKey = 0x400;
    private const ulong NoExecute = 0x200;
    private const ulong PageSizeField = 0x130;

    /// <summary>Whether the entry takes part in translation.</summary>
    public bool IsValid => (Esid & Valid) != 0;

    /// <summary>The field B: 0 for a segment of 256 MiB, 1 for one of 1 TiB; others are reserved.</summary>
    public int SegmentSize => (int)(Vsid >> 62);

    /// <summary>The binary logarithm of the size of the segment; 0 for a reserved one.</summary>
    public int SegmentShift => SegmentSize switch
    {
        0 => 28,
        1 => 40,
        _ => 0,
    };

    /// <summary>The virtual segment id: 50 bits for 256 MiB, 38 bits for 1 TiB.</summary>
    public ulong VirtualSegmentId => (Vsid & 0x3FFF_FFFF_FFFF_F000) >> (SegmentShift == 40 ? 24 : 12);

    /// <summary>Ks or Kp: the storage key of the state.</summary>
    public bool Key(bool isProblemState) => (Vsid & (isProblemState ? ProblemKey : SupervisorKey)) != 0;

    /// <summary>N: no fetches from the segment.</summary>
    public bool IsNoExecute => (Vsid & NoExecute) != 0;

    /// <summary>The fields L and LP, as they lie in RS.</summary>
    public uint PageSizeEncoding => (uint)(Vsid & PageSizeField);

    /// <summary>Whether an effective address is in the segment.</summary>
    public bool Contains(ulong address) =>
        IsValid && SegmentShift != 0 && Esid >> SegmentShift == address >> SegmentShift;

    /// <summary>
    /// Whether slbmte takes it: no reserved bit, no reserved segment size, a page size that there is. Otherwise the instruction
    /// is invalid, so that no such entry is ever looked up.
    /// </summary>
    public bool IsAcceptable =>
        (Esid & 0x07FF_FFFF) == 0 && SegmentShift != 0 && SegmentPageSizes.TryFind(PageSizeEncoding, out _);
}
