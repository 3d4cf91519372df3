using Hv.Power.Cpu;
using Hv.Power.Execution;
using Hv.Power.State;

namespace Hv.Power.Tests.Cpu;

/// <summary>Several processors: on threads of the host, and in turns.</summary>
public sealed unsafe class SeveralProcessorsTests
{
    private const ulong Code = 0x1_0000;
    private const ulong Counter = 0x2000;
    private const int Additions = 200_000;

    /// <summary>Each adds to one counter with lwarx and stwcx., then says that it is done; the first waits for all and ends.</summary>
    private static readonly string Adding = $"""
        start: cmpdi 3,0
        bne work
        li 3,1
        li 4,1
        lis 5,1
        li 6,1
        next: li 3,1
        sc 1
        addi 4,4,1
        cmpdi 4,4
        bne next
        work: lis 7,{Additions >> 16}
        ori 7,7,{Additions & 0xFFFF}
        mtctr 7
        li 8,0x2000
        loop: lwarx 9,0,8
        addi 9,9,1
        stwcx. 9,0,8
        bne loop
        bdnz loop
        lwsync
        li 8,0x2080
        done: ldarx 9,0,8
        addi 9,9,1
        stdcx. 9,0,8
        bne done
        mfspr 10,1023
        cmpdi 10,0
        beq wait
        li 3,2
        sc 1
        wait: ld 9,0(8)
        cmpdi 9,4
        bne wait
        li 3,0
        sc 1
        b wait
        """;

    [Test]
    public void Reservations_are_right_when_threads_contend()
    {
        using var guest = Guest(processors: 4);
        var hypervisor = new TestHypervisor(guest);
        using var execution = new ThreadedExecution(guest.Group, hypervisor);
        hypervisor.End = execution.Stop;
        execution.Start();
        Assert.That(execution.WaitForEnd(TimeSpan.FromMinutes(2)), "the guest ends");
        Assert.That(guest.Read(Counter) >> 32, Is.EqualTo(4UL * Additions));
    }

    [Test]
    public void Turns_give_the_same_run_twice()
    {
        var runs = Enumerable.Range(0, 2).Select(_ =>
        {
            using var guest = Guest(processors: 4);
            var hypervisor = new TestHypervisor(guest);
            var execution = new DeterministicExecution(guest.Group, hypervisor, turn: 777);
            hypervisor.End = execution.Stop;
            Assert.That(execution.Run(100_000_000), Is.EqualTo(StopReason.Kicked), "the guest ends");
            Assert.That(guest.Read(Counter) >> 32, Is.EqualTo(4UL * Additions));
            return (execution.Clock, string.Join(' ', guest.Group.Cpus.Select(cpu => $"{cpu.State.Retired} {cpu.State.Gpr[9]} {cpu.TimeBase}")));
        }).ToList();
        Assert.That(runs[1], Is.EqualTo(runs[0]));
    }

    [Test]
    public void A_processor_that_waits_goes_on_when_its_decrementer_interrupts()
    {
        using var guest = new GuestMachine();
        guest.Load(Code, "lis 3,0x1000\nmtspr 22,3\nli 3,0xE0\nsc 1\nb .");
        guest.Load(0x900, "li 3,0\nsc 1\nb .");
        guest.State.Nia = Code;
        var hypervisor = new TestHypervisor(guest);
        var execution = new DeterministicExecution(guest.Group, hypervisor);
        hypervisor.End = execution.Stop;
        Assert.That(execution.Run(1000), Is.EqualTo(StopReason.Kicked));
        Assert.That(execution.Clock, Is.InRange(0x1000_0000UL, 0x1000_0100UL), "the time was skipped, not executed");
    }

    [Test]
    public void A_guest_that_waits_for_nothing_is_told_of()
    {
        using var guest = new GuestMachine();
        guest.Load(Code, "li 3,2\nsc 1");
        guest.State.Nia = Code;
        Assert.That(new DeterministicExecution(guest.Group, new TestHypervisor(guest)).Run(1000), Is.EqualTo(StopReason.Checkstop));
    }

    [Test]
    public void Doorbells_ring_within_a_core_only()
    {
        using var guest = new GuestMachine(processors: 4, threadsPerCore: 2);
        guest.Load(Code, "lis 5,0x2800\nori 5,5,1\nmsgsndp 5\nnop");
        guest.Group.Cpus[2].State.Nia = Code;
        guest.Group.Cpus[2].Run(4);
        Assert.That(
            guest.Group.Cpus.Select(cpu => (cpu.State.Pending & PendingInterrupts.Doorbell) != 0), Is.EqualTo([false, false, false, true]));
    }

    private static GuestMachine Guest(int processors)
    {
        var guest = new GuestMachine(processors: processors);
        guest.Load(Code, Adding);
        foreach (var cpu in guest.Group.Cpus.Skip(1))
            cpu.IsStopped = true;

        guest.State.Nia = Code;
        return guest;
    }
}
