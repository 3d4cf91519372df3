using Hv.Power.Execution;
using Hv.Power.State;

namespace Hv.Power.Tests.Cpu;

/// <summary>Every interrupt that a guest takes: where it goes, and what the registers then hold.</summary>
public sealed unsafe class InterruptTests
{
    private const ulong Code = 0x1_0000;
    private const ulong Msr64 = MachineState.SixtyFourBit | MachineState.MachineCheck;
    private const ulong Lpcr3 = 3UL << 23;

    [TestCase("sc", 0xC00UL, 4, 0UL)]
    [TestCase(".long 0", 0x700UL, 0, 0x8_0000UL)]
    [TestCase("tw 31,0,0", 0x700UL, 0, 0x2_0000UL)]
    [TestCase("hrfid", 0x700UL, 0, 0x4_0000UL)]
    [TestCase("mfspr 3,318", 0x700UL, 0, 0x4_0000UL)]
    [TestCase("fadd 1,2,3", 0x800UL, 0, 0UL)]
    [TestCase("vadduwm 1,2,3", 0xF20UL, 0, 0UL)]
    [TestCase("xxlor 1,2,3", 0xF40UL, 0, 0UL)]
    [TestCase("lwarx 3,0,5", 0x600UL, 0, 0UL)]
    public void Instructions_interrupt_at_their_vectors(string source, ulong vector, int behind, ulong status)
    {
        using var guest = new GuestMachine();
        guest.Load(Code, source);
        guest.State.Nia = Code;
        guest.State.Msr = Msr64;
        guest.State.Gpr[5] = 2;
        guest.Cpu.Run(1);
        if (guest.State.Nia != vector)
            guest.Cpu.Run(1);

        Assert.Multiple(() =>
        {
            Assert.That(guest.State.Nia, Is.EqualTo(vector));
            Assert.That(guest.State.Spr[SpecialRegister.Srr0], Is.EqualTo(Code + (ulong)behind));
            Assert.That(guest.State.Spr[SpecialRegister.Srr1], Is.EqualTo(Msr64 | status));
            Assert.That(guest.State.Msr, Is.EqualTo(Msr64));
        });
    }

    [Test]
    public void Problem_state_may_not_what_the_system_may()
    {
        foreach (var source in (string[])["mfmsr 3", "mtspr 26,3", "mfspr 3,27", "rfid", "slbia", "tlbiel 3", "mtmsrd 3", "mtspr 176,3", "mfspr 3,831"])
        {
            using var guest = InProblemState(source, out _);
            guest.Cpu.Run(1);
            Assert.That((guest.State.Nia, guest.State.Spr[SpecialRegister.Srr1] & 0x783F_0000), Is.EqualTo((0x700UL, 0x4_0000UL)), source);
        }
    }

    [Test]
    public void Registers_that_no_processor_has_are_illegal_for_programs_and_nothing_for_systems()
    {
        using (var guest = InProblemState("mfspr 3,800-32", out _, PowerModel.Power7))
        {
            guest.Cpu.Run(1);
            Assert.That(guest.State.Spr[SpecialRegister.Srr1] & 0x783F_0000, Is.EqualTo(0x8_0000UL), "768 is no register of POWER7");
        }

        using var system = new GuestMachine();
        system.Load(Code, "mfspr 3,1000\nmtspr 1000,3");
        system.State.Nia = Code;
        system.State.Gpr[3] = 77;
        system.Cpu.Run(2);
        Assert.That((system.State.Nia, system.State.Gpr[3]), Is.EqualTo((Code + 8, 77UL)));
    }

    [Test]
    public void Facilities_that_are_not_given_say_which_they_are()
    {
        using var guest = InProblemState("mfspr 3,815", out _);
        guest.Cpu.Run(1);
        Assert.That((guest.State.Nia, guest.State.Spr[SpecialRegister.Fscr] >> 56), Is.EqualTo((0xF60UL, 8UL)));

        using var given = InProblemState("mfspr 3,815", out _);
        given.State.Spr[SpecialRegister.Fscr] = 1 << 8;
        given.Cpu.Run(1);
        Assert.That(given.State.Nia, Is.EqualTo(Code + 4));
    }

    [Test]
    public void Relocation_moves_vectors_where_the_partition_says_so()
    {
        using var guest = new GuestMachine();
        guest.Load(Code, "sc");
        guest.State.Nia = Code;
        guest.State.Msr = Msr64;
        guest.State.Spr[SpecialRegister.Lpcr] = Lpcr3 | PartitionControl.InterruptLittleEndian;
        guest.Cpu.Run(1);
        Assert.That((guest.State.Nia, guest.State.Msr), Is.EqualTo((0xC00UL, Msr64 | MachineState.LittleEndian)), "without relocation it does not move");

        using var relocated = InProblemState("sc", out _);
        relocated.State.Spr[SpecialRegister.Lpcr] |= Lpcr3;
        relocated.Cpu.Run(1);
        Assert.That(relocated.State.Nia, Is.EqualTo(0xC000_0000_0000_4C00UL));
        Assert.That(relocated.State.Msr & 0x30, Is.EqualTo(0x30UL), "relocation stays on");
    }

    [Test]
    public void A_vectored_system_call_saves_to_LR_and_CTR_and_masks_nothing()
    {
        using var guest = InProblemState("scv 3", out var msr);
        guest.State.Spr[SpecialRegister.Fscr] = 1 << 12;
        guest.Cpu.Run(1);
        Assert.Multiple(() =>
        {
            Assert.That(guest.State.Nia, Is.EqualTo(0x17060UL));
            Assert.That(guest.State.Lr, Is.EqualTo(Code + 4));
            Assert.That(guest.State.Ctr, Is.EqualTo(msr));
            Assert.That(guest.State.Msr & MachineState.ExternalInterrupts, Is.Not.Zero);
        });
    }

    [Test]
    public void Interrupts_from_outside_wait_for_EE_and_come_in_order()
    {
        using var guest = new GuestMachine();
        guest.Load(Code, "mtmsrd 6,1\nnop\nnop");
        guest.Load(0x500, "nop");
        guest.State.Nia = Code;
        guest.State.Gpr[6] = MachineState.ExternalInterrupts;
        guest.State.DecrementerZero = 0;
        guest.State.CountsInstructions = 1;
        guest.State.TimeBaseOffset = 100;
        guest.Cpu.Raise(PendingInterrupts.External);
        guest.Cpu.Raise(PendingInterrupts.Doorbell);
        guest.Cpu.Run(1);
        Assert.That(guest.State.Nia, Is.EqualTo(Code + 4), "EE comes with the instruction");
        guest.Cpu.Run(1);
        Assert.That((guest.State.Nia, guest.State.Spr[SpecialRegister.Srr0]), Is.EqualTo((0x500UL, Code + 4)));

        guest.Cpu.Lower(PendingInterrupts.External);
        guest.State.Msr |= MachineState.ExternalInterrupts;
        guest.Cpu.Run(1);
        Assert.That(guest.State.Nia, Is.EqualTo(0x900UL));

        guest.State.DecrementerZero = 1_000_000;
        guest.State.Msr |= MachineState.ExternalInterrupts;
        guest.Cpu.Run(1);
        Assert.That(guest.State.Nia, Is.EqualTo(0xA00UL));
        Assert.That(guest.State.Pending & PendingInterrupts.Doorbell, Is.EqualTo(PendingInterrupts.None), "it is taken once");
    }

    [Test]
    public void The_decrementer_interrupts_after_exactly_so_many_instructions_when_these_are_counted()
    {
        using var guest = new GuestMachine();
        guest.Load(Code, "li 3,100\nmtspr 22,3\nmtmsrd 6,1\nloop: addi 7,7,1\nb loop");
        guest.State.Nia = Code;
        guest.State.Gpr[6] = MachineState.ExternalInterrupts;
        guest.State.CountsInstructions = 1;
        for (var count = 0; guest.State.Nia != 0x900; count++)
        {
            Assert.That(count, Is.LessThan(1000));
            guest.Cpu.Run(1);
        }

        var once = (guest.State.Gpr[7], guest.State.Retired);
        using var again = new GuestMachine();
        again.Load(Code, "li 3,100\nmtspr 22,3\nmtmsrd 6,1\nloop: addi 7,7,1\nb loop");
        again.Load(0x900, "b .");
        again.State.Nia = Code;
        again.State.Gpr[6] = MachineState.ExternalInterrupts;
        again.State.CountsInstructions = 1;
        again.Cpu.Run((long)once.Retired + 1);
        Assert.That((again.State.Nia, again.State.Gpr[7]), Is.EqualTo((0x900UL, once.Item1)), "in one run as in steps");
        Assert.That(once.Item1, Is.InRange(48UL, 51UL));
    }

    [Test]
    public void The_host_clock_lets_the_decrementer_interrupt()
    {
        using var guest = new GuestMachine();
        guest.Load(Code, "li 3,1000\nmtspr 22,3\nmtmsrd 6,1\nloop: addi 7,7,1\nb loop");
        guest.Load(0x900, "li 3,0\nsc 1");
        guest.State.Nia = Code;
        guest.State.Gpr[6] = MachineState.ExternalInterrupts;
        Assert.That(guest.Run(10_000_000_000).Reason, Is.EqualTo(StopReason.Hypercall));
    }

    [TestCase(0x400UL, 4UL)]
    [TestCase(0x200UL, 12UL)]
    public void Traces_come_behind_an_instruction_or_a_branch(ulong trace, ulong behind)
    {
        using var guest = new GuestMachine();
        guest.Load(Code, "nop\nnop\nb next\nnext: nop");
        guest.State.Nia = Code;
        guest.State.Msr = Msr64 | trace;
        guest.Cpu.Run((long)behind / 4);
        Assert.That((guest.State.Nia, guest.State.Spr[SpecialRegister.Srr0]), Is.EqualTo((0xD00UL, Code + behind)));
    }

    [Test]
    public void A_breakpoint_on_an_address_comes_when_it_has_completed()
    {
        using var guest = new GuestMachine();
        guest.Load(Code, "nop\naddi 4,4,1\nnop");
        guest.State.Nia = Code;
        guest.State.Spr[SpecialRegister.Ciabr] = (Code + 4) | 2;
        guest.Cpu.Run(2);
        Assert.That((guest.State.Nia, guest.State.Gpr[4]), Is.EqualTo((0xD00UL, 1UL)));
        Assert.That(guest.State.Spr[SpecialRegister.Srr1] & 0x783F_0000, Is.EqualTo(0x10_0000UL));
    }

    [TestCase("ld 3,0(5)", 0x42UL, 0x0040_0000UL)]
    [TestCase("std 3,0(5)", 0x22UL, 0x0240_0000UL)]
    public void A_watchpoint_stops_the_access(string source, ulong control, ulong status)
    {
        using var guest = new GuestMachine();
        guest.Load(Code, source);
        guest.State.Nia = Code;
        guest.State.Gpr[5] = 0x2000;
        guest.State.Gpr[3] = 1;
        guest.State.Spr[SpecialRegister.Dawr] = 0x2000;
        guest.State.Spr[SpecialRegister.Dawrx] = control | 8;
        guest.Cpu.Run(1);
        Assert.That(
            (guest.State.Nia, guest.State.Spr[SpecialRegister.Dar], guest.State.Spr[SpecialRegister.Dsisr]),
            Is.EqualTo((0x300UL, 0x2000UL, status)));
        Assert.That(guest.Read(0x2000), Is.Zero);
    }

    [Test]
    public void A_machine_check_without_ME_stops_the_processor_for_good()
    {
        using var guest = new GuestMachine();
        guest.Load(Code, "ld 3,0(5)");
        guest.State.Nia = Code;
        guest.State.Gpr[5] = GuestMachine.RamSize;
        guest.Cpu.Run(1);
        Assert.That((guest.State.Nia, guest.State.Msr & MachineState.MachineCheck), Is.EqualTo((0x200UL, 0UL)), "nothing answers the load");
        guest.State.Nia = Code;
        Assert.That(guest.Cpu.Run(1).Reason, Is.EqualTo(StopReason.Checkstop));
    }

    /// <summary>A guest in problem state, with the first 32 MiB mapped to themselves by a segment and a table of one page.</summary>
    private static GuestMachine InProblemState(string source, out ulong msr, PowerModel? model = null)
    {
        var guest = new GuestMachine(model);
        HashTables.MapFirstMegabytes(guest);
        guest.Load(Code, source);
        guest.State.Nia = Code;
        guest.State.SetMachineState(Msr64 | MachineState.ProblemState, ulong.MaxValue);
        msr = guest.State.Msr;
        return guest;
    }
}
