using Hv.Power.Cpu;
using Hv.Power.State;

namespace Hv.Power.Tests.Cpu;

/// <summary>Translation as a processor does it: contexts, changes of tables, what other processors invalidate.</summary>
public sealed unsafe class TranslationTests
{
    private const ulong Code = 0x1_0000;
    private const ulong Relocated =
        MachineState.SixtyFourBit | MachineState.MachineCheck | MachineState.InstructionRelocation | MachineState.DataRelocation;

    [Test]
    public void Processes_have_pages_of_their_own_and_find_them_again()
    {
        using var guest = Guest("ld 3,0(5)\nmtspr 48,6\nisync\nld 4,0(5)\nmtspr 48,7\nisync\nld 8,0(5)\nli 3,0\nsc 1");
        guest.Write(0x10_0010, 0x4000_0000_0000_00AD | 0x18_0000);
        guest.Write(0x18_0000, 0x8000_0000_0000_0009 | 0x19_0000);
        guest.Write(0x19_0000, 0x8000_0000_0000_0009 | 0x19_1000);
        for (var index = 0UL; index < 8; index++)
            guest.Write(0x19_1000 + (8 * index), RadixTables.Page | ((index ^ (index == 2 ? 1UL : 0)) << 21));

        guest.Write(0x40_0000, 11);
        guest.Write(0x60_0000, 22);
        guest.State.Gpr[5] = 0x40_0000;
        guest.State.Gpr[6] = 1;
        guest.Run();
        Assert.That((guest.State.Gpr[4], guest.State.Gpr[8]), Is.EqualTo((22UL, 11UL)), "address 0x400000 of process 1, and of process 0 again");
    }

    [Test]
    public void AMR_keeps_the_system_from_memory_of_programs_while_it_says_so()
    {
        using var guest = Guest("ld 3,0(5)\nmtspr 29,6\nisync\nld 4,0(5)\nnop");
        guest.Load(0x300, "mfspr 10,19\nmfspr 11,18\nli 3,0\nsc 1");
        guest.Write(0x5000, 33);
        guest.State.Gpr[5] = 0x5000;
        guest.State.Gpr[6] = 3UL << 62;
        guest.Cpu.Run(4);

        // The code is a page of programs as well, but fetches have a mask of their own.
        Assert.That((guest.State.Nia, guest.State.Spr[SpecialRegister.Dar]), Is.EqualTo((0x300UL, 0x5000UL)));
        Assert.That(guest.State.Spr[SpecialRegister.Dsisr], Is.EqualTo(0x0800_0000UL));
    }

    [Test]
    public void Programs_do_not_reach_pages_of_the_system()
    {
        using var guest = Guest("ld 3,0(5)");
        guest.Write(RadixTables.EntryOf(0), RadixTables.Page | RadixTables.Privileged | 0x5000);
        guest.State.Gpr[5] = RadixTables.SmallPages;
        guest.State.SetMachineState(Relocated | MachineState.ProblemState, ulong.MaxValue);
        guest.Cpu.Run(1);
        Assert.That((guest.State.Nia, guest.State.Spr[SpecialRegister.Dsisr]), Is.EqualTo((0x300UL, 0x0800_0000UL)));
    }

    [Test]
    public void A_store_that_crosses_into_a_page_that_is_not_there_stores_nothing([Values(2, 4, 8)] int size)
    {
        using var guest = Guest(size switch { 2 => "sth 3,0(5)", 4 => "stw 3,0(5)", _ => "std 3,0(5)" });
        guest.Write(RadixTables.EntryOf(0), RadixTables.Page | 0x5000);
        guest.State.Gpr[3] = ulong.MaxValue;
        guest.State.Gpr[5] = RadixTables.SmallPages + 0xFFF;
        guest.Cpu.Run(1);
        Assert.Multiple(() =>
        {
            Assert.That(guest.State.Nia, Is.EqualTo(0x300UL));
            Assert.That(guest.State.Spr[SpecialRegister.Dar], Is.EqualTo(RadixTables.SmallPages + 0x1000), "the first byte that is missing");
            Assert.That(guest.State.Spr[SpecialRegister.Dsisr], Is.EqualTo(0x4200_0000UL));
            Assert.That(guest.Read(0x5FF8), Is.Zero);
        });
    }

    [Test]
    public void A_load_that_crosses_pages_takes_bytes_of_both()
    {
        using var guest = Guest("ld 3,0(5)\nstd 3,8(5)\nld 4,8(5)");
        guest.Write(RadixTables.EntryOf(0), RadixTables.Page | 0x9000);
        guest.Write(RadixTables.EntryOf(1), RadixTables.Page | 0x5000);
        guest.Write(0x9FF8, 0x0102_0304_0506_0708);
        guest.Write(0x5000, 0x1112_1314_1516_1718);
        guest.State.Gpr[5] = RadixTables.SmallPages + 0xFFD;
        guest.Cpu.Run(3);
        Assert.That(guest.State.Gpr[3], Is.EqualTo(0x0607_0811_1213_1415UL));
        Assert.That(guest.State.Gpr[4], Is.EqualTo(guest.State.Gpr[3]));
    }

    [Test]
    public void Nothing_that_is_invalidated_is_used_by_another_processor()
    {
        // The first moves a page to and fro between two places, invalidates, and says which generation is there; the second looks
        // at that first, must then find it, or a later one, and says which it has seen: the first waits for that.
        const int Generations = 3000;
        using var guest = new GuestMachine(processors: 2);
        RadixTables.Make(guest);
        guest.Load(Code, $"""
            li 8,0
            li 9,0x2000
            again: addi 8,8,1
            andi. 10,8,1
            sldi 10,10,12
            addis 10,10,0x20
            std 8,0(10)
            or 11,6,10
            std 11,0(7)
            ptesync
            tlbie 5,0,0,1,1
            eieio
            tlbsync
            ptesync
            std 8,0(9)
            wait: ld 12,8(9)
            cmpd 12,8
            bne wait
            cmpdi 8,{Generations}
            bne again
            li 3,0
            sc 1
            b .
            """);
        guest.Load(0x3_0000, """
            li 9,0x2000
            next: ld 10,0(9)
            lwsync
            ld 11,0(5)
            cmpld 11,10
            std 10,8(9)
            bge next
            li 3,99
            sc 1
            """);
        var (writer, reader) = (guest.Group.Cpus[0], guest.Group.Cpus[1]);
        writer.State.Nia = Code;
        writer.State.Gpr[5] = RadixTables.SmallPages;
        writer.State.Gpr[6] = RadixTables.Page;
        writer.State.Gpr[7] = RadixTables.EntryOf(0);
        guest.Write(RadixTables.EntryOf(0), RadixTables.Page | 0x20_0000);
        reader.State.Nia = 0x3_0000;
        reader.State.Gpr[5] = RadixTables.SmallPages;
        reader.State.SetMachineState(Relocated, ulong.MaxValue);
        var hypervisor = new TestHypervisor(guest);
        using var execution = new ThreadedExecution(guest.Group, hypervisor);
        hypervisor.End = execution.Stop;
        execution.Start();
        Assert.That(execution.WaitForEnd(TimeSpan.FromMinutes(1)), "the reader never finds an older generation, and the writer ends");
        Assert.That(guest.Read(0x2000), Is.EqualTo((ulong)Generations));
    }

    private static GuestMachine Guest(string source)
    {
        var guest = new GuestMachine();
        RadixTables.Make(guest);
        guest.Load(Code, source);
        guest.State.Nia = Code;
        guest.State.SetMachineState(Relocated, ulong.MaxValue);
        return guest;
    }
}
