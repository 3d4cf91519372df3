using Hv.Power.Translation;

namespace Hv.Pseries;

/// <content>The kind of page tables that the guest has.</content>
public abstract partial class PseriesMachine
{
    /// <summary>Bit of the entry of the partition table: the guest has radix page tables.</summary>
    internal const ulong RadixTables = 1UL << 63;

    private const ulong ProcessTableAddress = 0x0FFF_FFFF_FFFF_F000;
    private const ulong ProcessTableSize = 0x1F;

    /// <summary>Whether the guest has radix page tables: there is no hash page table then.</summary>
    internal bool HasRadixTables => (_processTable & RadixTables) != 0;

    /// <summary>The process table that the guest registered, as the second doubleword of an entry of the partition table; 0: none.</summary>
    internal ulong ProcessTableEntry => _processTable;

    /// <summary>
    /// Takes the guest's process table, in the form of the second doubleword of an entry of the partition table (Power ISA 3.0, book III,
    /// 5.7.6.1): with it the hash page table goes or comes, empty.
    /// </summary>
    internal void SetProcessTable(ulong entry)
    {
        var hadRadixTables = HasRadixTables;
        _processTable = entry;
        UseProcessTable();
        if (HasRadixTables && !hadRadixTables)
            HashPageTable.Remove();
        else if (hadRadixTables && !HasRadixTables)
            HashPageTable.Reset();
        else
            Execution.Group.FlushTranslations();
    }

    private void ResetProcessTable()
    {
        _processTable = 0;
        UseProcessTable();
    }

    private void UseProcessTable() => Execution.Partition.ProcessTable = HasRadixTables
        ? new ProcessTable(_processTable & ProcessTableAddress, (int)(_processTable & ProcessTableSize))
        : default;
}
