using Hv.Power.State;
using Hv.Power.Translation;

namespace Hv.Power.Tests.Cpu;

/// <summary>Radix trees that are made by hand: the first 32 MiB mapped to themselves for everybody, and pages of 4 KiB beside them.</summary>
internal static unsafe class RadixTables
{
    /// <summary>The effective address that pages of 4 KiB are at from, up to 2 MiB.</summary>
    public const ulong SmallPages = 64 << 20;

    /// <summary>An entry of a page: valid, leaf, referenced and changed, to be read, written and executed.</summary>
    public const ulong Page = 0xC000_0000_0000_0187;

    /// <summary>Only for the system.</summary>
    public const ulong Privileged = 8;

    private const ulong Processes = 0x10_0000;
    private const ulong Root = 0x11_0000;
    private const ulong Middle = 0x12_0000;
    private const ulong Large = 0x12_1000;
    private const ulong Small = 0x12_2000;
    private const ulong Directory = 1UL << 63;
    private const int SmallIndex = (int)(SmallPages >> 21);

    /// <summary>Makes the tables for processes 0 and 1, and has all processors use them.</summary>
    public static void Make(GuestMachine guest)
    {
        for (var process = 0UL; process < 2; process++)
            guest.Write(Processes + (16 * process), 0x4000_0000_0000_00AD | Root);

        guest.Write(Root, Directory | Middle | 9);
        guest.Write(Middle, Directory | Large | 9);
        for (var index = 0UL; index < GuestMachine.RamSize >> 21; index++)
            guest.Write(Large + (8 * index), Page | (index << 21));

        guest.Write(Large + (8 * SmallIndex), Directory | Small | 9);
        guest.Partition.ProcessTable = new ProcessTable(Processes, 0);
        foreach (var cpu in guest.Group.Cpus)
        {
            cpu.State.Spr[SpecialRegister.Lpcr] |=
                PartitionControl.HostRadix | PartitionControl.ProcessTable | PartitionControl.GuestTranslationShootdown;
        }
    }

    /// <summary>Where the entry of a small page lies.</summary>
    public static ulong EntryOf(int page) => Small + (8 * (ulong)page);
}
