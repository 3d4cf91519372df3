using Hv.Power.Tests.Translation;
using Hv.Power.Translation;

namespace Hv.Power.Tests.Cpu;

/// <summary>Hashed page tables that are made by hand.</summary>
internal static unsafe class HashTables
{
    private const ulong TableAddress = 16 << 20;
    private const int TableShift = 18;

    /// <summary>Maps the first 16 MiB to themselves, by one page of the segment with the number 1, and 4 KiB pages beside it.</summary>
    public static void MapFirstMegabytes(GuestMachine guest)
    {
        guest.Partition.HashTableMemory = new GuestTableMemory(guest.Memory);
        guest.Partition.HashTable = new HashedPageTable(TableAddress, TableShift);

        // Segment 1 of 256 MiB at 0, of pages of 16 MiB: L = 1, LP = 0, keys of both states 0.
        guest.State.Slb[0] = 0x0800_0000;
        guest.State.Slb[1] = (1 << 12) | 0x100;
        var group = TableAddress + (((1UL ^ 0) & ((1UL << (TableShift - 7)) - 1)) << 7);
        guest.Write(group, (1UL << 12) | 4 | 1);
        guest.Write(group + 8, 2);
    }
}
