using Hv.Power.Debugging;
using Hv.Power.State;
using Hv.Power.Translation;

namespace Hv.Power.Tests.Cpu;

/// <summary>Registers and translations as people see them.</summary>
public sealed unsafe class TranslationTextTests
{
    private const ulong Table = 0x10_0000;
    private const ulong Root = 0x20_0000;
    private const ulong Level1 = 0x30_0000;
    private const ulong Level2 = 0x30_1000;
    private const ulong Valid = 1UL << 63;
    private const ulong Leaf = 1UL << 62;

    [Test]
    public void Registers_have_their_names()
    {
        using var guest = new GuestMachine();
        guest.State.Gpr[5] = 0x123456789abcdef0;
        guest.State.Cr = 0x84210000;
        guest.State.Vr(1) = new UInt128(1, 2);
        var text = RegisterText.Of(in guest.State, 3);

        Assert.That(text, Does.StartWith("NIP 0000000000000100   LR 0000000000000000 CTR 0000000000000000 XER 0000000000000000 CPU#3\n"));
        Assert.That(text, Does.Contain("GPR04 0000000000000000 123456789abcdef0 "));
        Assert.That(text, Does.Contain("CR 84210000  [  L  G  E  O  -  -  -  -  ]"));
        Assert.That(text, Does.Contain("VR00  00000000000000000000000000000000 00000000000000010000000000000002\n"));
    }

    [Test]
    public void Ranges_of_a_tree_that_follow_each_other_are_one()
    {
        using var guest = Radix();
        guest.Write(Root, Valid | Level1 | 9);
        guest.Write(Level1, Valid | Level2 | 9);
        guest.Write(Level1 + 8, Valid | Leaf | (1UL << 30) | 6);
        for (var page = 0UL; page < 512; page++)
            guest.Write(Level2 + (page * 8), page is 0 or 1 or 5 ? Valid | Leaf | (page << 21) | (page == 5 ? 0xFUL : 4) : 0);

        Assert.That(TranslationText.Mappings(guest.Cpu, guest.Partition), Is.EqualTo(
            """
            0000000000000000-0000000000400000 0000000000400000 ur--
            0000000000a00000-0000000000c00000 0000000000200000 srwx
            0000000040000000-0000000080000000 0000000040000000 urw-
            c000000000000000-c000000000400000 0000000000400000 ur--
            c000000000a00000-c000000000c00000 0000000000200000 srwx
            c000000040000000-c000000080000000 0000000040000000 urw-

            """));
        Assert.That(TranslationText.Describe(guest.Cpu, guest.Partition), Does.Contain("process 0: tree 0000000000200000\n"));
    }

    [Test]
    public void A_tree_that_leads_to_itself_ends()
    {
        using var guest = Radix();
        for (var index = 0UL; index < 8192; index++)
            guest.Write(Root + (index * 8), Valid | Root | 13);

        Assert.That(TranslationText.Mappings(guest.Cpu, guest.Partition), Does.EndWith("(there is more)\n"));

        for (var index = 0UL; index < 8192; index++)
            guest.Write(Root + (index * 8), Valid | Level1 | 9);

        // Each other page: no range is longer than one.
        for (var index = 0UL; index < 512; index++)
        {
            guest.Write(Level1 + (index * 8), Valid | Level2 | 9);
            guest.Write(Level2 + (index * 8), index % 2 == 0 ? 0 : Valid | Leaf | 4);
        }

        Assert.That(TranslationText.Mappings(guest.Cpu, guest.Partition).Split('\n'), Has.Length.EqualTo(4098));
    }

    [Test]
    public void Segments_are_listed_with_what_they_map()
    {
        using var guest = new GuestMachine(Hv.Power.Execution.PowerModel.Power8);
        HashTables.MapFirstMegabytes(guest);

        Assert.That(TranslationText.Describe(guest.Cpu, guest.Partition), Does.Contain("by a hashed page table\n").And.EndsWith(
            "SLB\tESID\t\t\tVSID\n0\t0x0000000008000000\t0x0000000000001100\n"));
        Assert.That(TranslationText.Mappings(guest.Cpu, guest.Partition), Is.EqualTo(
            "0000000000000000-000000000fffffff segment 1 of 256 MiB: 1 entries\n"));
    }

    private static GuestMachine Radix()
    {
        var guest = new GuestMachine();
        guest.State.Spr[SpecialRegister.Lpcr] |= PartitionControl.HostRadix;
        guest.Partition.ProcessTable = new ProcessTable(Table, 0);
        const ulong sizeOfTree = (2UL << 61) | (5UL << 5);
        guest.Write(Table, sizeOfTree | Root | 13);
        return guest;
    }
}
