using System.Diagnostics.CodeAnalysis;
using Hv.Pseries.Dma;
using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;

namespace Hv.Pseries;

/// <content>The TCE tables of all bridges and devices, by the number the guest names them by.</content>
public abstract partial class PseriesMachine
{
    // A guest that maps each of its pages once in a table needs 8 bytes for 4 KiB; eight times that is room for any use.
    private const long TceBytesAlways = 64L << 20;
    private const ulong RamPerTceByte = 64;

    [HostOnly("parts of the machine; sections of their own")]
    private readonly Dictionary<Liobn, TceTable> _tceTables = [];

    [HostOnly("which was found last")]
    private TceTable? _lastTceTable;

    /// <summary>
    /// About how much of the host's memory one TCE table may take: in proportion to RAM, since a guest can map every page again
    /// and again. What it maps beyond is refused with H_NOT_ENOUGH_RESOURCES.
    /// </summary>
    public long TceTableBytesLimit => TceBytesAlways + (long)Math.Min(Options.RamSize / RamPerTceByte, long.MaxValue / 4);

    /// <summary>Finds a TCE table, enabled or not.</summary>
    public bool TryFindTceTable(Liobn liobn, [NotNullWhen(true)] out TceTable? table)
    {
        // A guest maps page after page in one table.
        table = _lastTceTable;
        if (table is not null && table.Liobn == liobn)
            return true;

        if (!_tceTables.TryGetValue(liobn, out table))
            return false;

        _lastTceTable = table;
        return true;
    }

    /// <summary>Makes a TCE table that is disabled, and known to the guest by <paramref name="liobn"/>.</summary>
    /// <returns><see langword="false"/> when another one has this number.</returns>
    internal bool TryAddTceTable(Liobn liobn, [NotNullWhen(true)] out TceTable? table)
    {
        var made = new TceTable(liobn, TceTableBytesLimit, Trace, Lock);
        table = _tceTables.TryAdd(liobn, made) ? made : null;
        if (table is null)
            return false;

        // A listener is not the guest's: what it throws is a defect that whoever runs the machine must know of.
        table.ListenerFailed += OnHandlerFailed;
        return true;
    }

    /// <summary>Takes a table away from the guest; nothing happens when it is none of this machine's any more.</summary>
    internal void RemoveTceTable(TceTable table)
    {
        if (TryFindTceTable(table.Liobn, out var known) && known == table)
        {
            _tceTables.Remove(table.Liobn);
            _lastTceTable = null;
        }
    }
}
