using Hv.Power.Cpu;
using Hv.Power.Debugging;
using Hv.Power.Execution;
using Hv.Power.State;
using Hv.Runtime.Memory;
using Hv.Runtime.Monitors.Gdb;

namespace Hv.Power.Tests.Cpu;

/// <summary>Processors that a debugger stops, steps and looks into.</summary>
public sealed unsafe class DebuggingTests
{
    private const ulong Code = 0x1_0000;
    private const ulong Data = 0x2000;

    /// <summary>Adds to what is at 0x2000, for ever; r5 counts.</summary>
    private const string Adding = """
        start: li 8,0x2000
        loop: ld 9,0(8)
        addi 9,9,1
        std 9,0(8)
        addi 5,5,1
        b loop
        """;

    private const ulong Loop = Code + 4;
    private const ulong Load = Code + 4;
    private const ulong Store = Code + 12;

    [Test]
    public void A_processor_halts_before_the_instruction()
    {
        using var guest = Guest();
        var target = new PowerDebugTarget(guest.Group, guest.Partition);
        guest.Run(1000);
        var counted = guest.State.Gpr[5];
        target.SetPoints([new DebugPoint(DebugPointKind.HardwareBreakpoint, Store, 4)]);

        RunUntilHalt(guest);

        Assert.That(guest.State.Nia, Is.EqualTo(Store));
        Assert.That(guest.State.Gpr[9], Is.EqualTo(guest.Read(Data) + 1), "the store was not made");
        Assert.That(guest.State.Gpr[5] - counted, Is.LessThan(2));
        Assert.That(target.TakeHalt(), Is.EqualTo(new DebugHalt(0, DebugPointKind.HardwareBreakpoint)));
        Assert.That(target.TakeHalt(), Is.Null);

        target.SetPoints([]);
        Assert.That(guest.Run(1000).Reason, Is.EqualTo(StopReason.Budget), "without the point it goes on");
    }

    [Test]
    public void Instructions_that_are_run_are_counted_with_and_without_points()
    {
        using var plain = Guest();
        plain.Run(10_001);
        using var watched = Guest();
        var target = new PowerDebugTarget(watched.Group, watched.Partition);
        target.SetPoints([new DebugPoint(DebugPointKind.SoftwareBreakpoint, Code + 0x100, 4), new DebugPoint(DebugPointKind.WriteWatchpoint, Data + 8, 8)]);
        watched.Run(10_001);

        Assert.That((watched.State.Nia, watched.State.Gpr[5], watched.Read(Data)), Is.EqualTo((plain.State.Nia, plain.State.Gpr[5], plain.Read(Data))));
        Assert.That(watched.State.Retired, Is.EqualTo(plain.State.Retired));
    }

    [Test]
    public void A_step_is_one_instruction_whatever_wants_to_interrupt()
    {
        using var guest = Guest();
        guest.State.SetMachineState(guest.State.Msr | MachineState.ExternalInterrupts, ulong.MaxValue);
        guest.Cpu.Raise(PendingInterrupts.External);
        var target = new PowerDebugTarget(guest.Group, guest.Partition);
        foreach (var address in (ulong[])[Loop, Loop + 4, Store, Store + 4, Store + 8, Loop])
        {
            Step(guest, target);
            Assert.That(guest.State.Nia, Is.EqualTo(address));
            Assert.That(target.TakeHalt(), Is.EqualTo(new DebugHalt(0)));
        }

        guest.Run(1);
        Assert.That(guest.State.Nia, Is.EqualTo(0x500), "the interrupt is taken when it runs");
    }

    [Test]
    public void A_step_into_an_interrupt_ends_at_its_vector()
    {
        using var guest = new GuestMachine();
        guest.Load(Code, "sc");
        guest.State.Nia = Code;
        Step(guest, new PowerDebugTarget(guest.Group, guest.Partition));

        Assert.That((guest.State.Nia, guest.Cpu.Halt), Is.EqualTo((0xC00UL, HaltReason.Step)));
    }

    [TestCase(DebugPointKind.WriteWatchpoint, Store)]
    [TestCase(DebugPointKind.ReadWatchpoint, Load)]
    [TestCase(DebugPointKind.AccessWatchpoint, Load)]
    public void A_processor_halts_before_the_access(DebugPointKind kind, ulong address)
    {
        using var guest = Guest();
        var target = new PowerDebugTarget(guest.Group, guest.Partition);

        // The page is in the TLB by now.
        guest.Run(1000);
        guest.State.Nia = Code;
        target.SetPoints([new DebugPoint(kind, Data + 4, 1)]);
        var before = guest.Read(Data);
        RunUntilHalt(guest);

        Assert.That(guest.State.Nia, Is.EqualTo(address));
        Assert.That(guest.Read(Data), Is.EqualTo(before));
        Assert.That(target.TakeHalt(), Is.EqualTo(new DebugHalt(0, kind, Data + 4)), "the watched byte, not the doubleword around it");
    }

    [Test]
    public void Accesses_beside_the_watched_data_go_on()
    {
        using var guest = Guest();
        new PowerDebugTarget(guest.Group, guest.Partition).SetPoints(
            [new DebugPoint(DebugPointKind.AccessWatchpoint, Data + 8, 8), new DebugPoint(DebugPointKind.AccessWatchpoint, Data - 1, 1)]);

        Assert.That(guest.Run(1000).Reason, Is.EqualTo(StopReason.Budget));
        Assert.That(guest.Read(Data), Is.GreaterThan(100));
    }

    [TestCase("lbarx 9,0,8", DebugPointKind.ReadWatchpoint)]
    [TestCase("stwcx. 9,0,8", DebugPointKind.WriteWatchpoint)]
    [TestCase("dcbz 0,8", DebugPointKind.WriteWatchpoint)]
    [TestCase("stmw 28,0(8)", DebugPointKind.WriteWatchpoint)]
    [TestCase("lxvd2x 1,0,8", DebugPointKind.ReadWatchpoint)]
    [TestCase("lfd 1,0(8)", DebugPointKind.ReadWatchpoint)]
    public void All_kinds_of_accesses_are_seen(string instruction, DebugPointKind kind)
    {
        using var guest = new GuestMachine();
        guest.Load(Code, $"li 8,0x2000\nlwarx 9,0,8\n{instruction}\nagain: b again");
        guest.State.Nia = Code;
        guest.State.SetMachineState(guest.State.Msr | MachineState.FloatingPoint | MachineState.VectorScalar, ulong.MaxValue);
        guest.Run(2);
        var target = new PowerDebugTarget(guest.Group, guest.Partition);
        target.SetPoints([new DebugPoint(kind, Data, 1)]);
        RunUntilHalt(guest);

        Assert.That(guest.State.Nia, Is.EqualTo(Code + 8));
    }

    [Test]
    public void A_halted_processor_waits_while_others_run_and_goes_on()
    {
        using var guest = new GuestMachine(processors: 2);
        guest.Load(Code, Adding);
        foreach (var cpu in guest.Group.Cpus)
            cpu.State.Nia = Code;

        var target = new PowerDebugTarget(guest.Group, guest.Partition);
        target.Prepare([DebugAction.Hold, DebugAction.Continue]);
        using (var execution = new ThreadedExecution(guest.Group, new TestHypervisor(guest)))
        {
            execution.Start();
            Assert.That(SpinWait.SpinUntil(() => guest.Read(Data) > 1000, TimeSpan.FromSeconds(30)));
        }

        Assert.That(guest.Group.Cpus[0].State.Nia, Is.EqualTo(Code), "the first was held");
        Assert.That(target.TakeHalt(), Is.Null, "and that is nothing to tell of");

        using var halted = new ManualResetEventSlim();
        target.Halted += halted.Set;
        target.SetPoints([new DebugPoint(DebugPointKind.SoftwareBreakpoint, Loop, 4)]);
        target.Prepare([DebugAction.Continue, DebugAction.Hold]);
        using (var execution = new ThreadedExecution(guest.Group, new TestHypervisor(guest)))
        {
            execution.Start();
            Assert.That(halted.Wait(TimeSpan.FromSeconds(30)));
        }

        Assert.That(target.TakeHalt(), Is.EqualTo(new DebugHalt(0, DebugPointKind.SoftwareBreakpoint)));
    }

    [Test]
    public void A_held_processor_is_held_though_another_starts_it()
    {
        using var guest = new GuestMachine(processors: 2);
        var cpu = guest.Group.Cpus[1];
        cpu.IsStopped = true;
        new PowerDebugTarget(guest.Group, guest.Partition).Prepare([DebugAction.Continue, DebugAction.Hold]);
        cpu.Start(Code, 0);

        Assert.That((cpu.IsStopped, cpu.Halt), Is.EqualTo((false, HaltReason.Held)));
    }

    [Test]
    public void Of_several_that_halt_each_is_told_in_its_turn()
    {
        using var guest = new GuestMachine(processors: 3);
        var target = new PowerDebugTarget(guest.Group, guest.Partition);
        var told = new List<int>();
        for (var count = 0; count < 5; count++)
        {
            foreach (var cpu in guest.Group.Cpus)
                cpu.Halt = HaltReason.Breakpoint;

            told.Add(target.TakeHalt()!.Thread);
        }

        Assert.That(told, Is.EqualTo(new[] { 0, 1, 2, 0, 1 }));
    }

    [Test]
    public void Turns_end_when_a_processor_halts()
    {
        using var guest = Guest();
        var target = new PowerDebugTarget(guest.Group, guest.Partition);
        target.SetPoints([new DebugPoint(DebugPointKind.SoftwareBreakpoint, Store, 4)]);
        var execution = new DeterministicExecution(guest.Group, new TestHypervisor(guest));

        Assert.That(execution.Run(1_000_000), Is.EqualTo(StopReason.Kicked));
        Assert.That(guest.State.Nia, Is.EqualTo(Store));
    }

    [Test]
    public void Registers_are_read_and_written_in_the_order_of_the_processor([Values] bool isLittleEndian)
    {
        using var guest = Guest();
        if (isLittleEndian)
            guest.State.SetMachineState(guest.State.Msr | MachineState.LittleEndian, ulong.MaxValue);

        var target = new PowerDebugTarget(guest.Group, guest.Partition);
        foreach (var register in target.Features.SelectMany(feature => feature.Registers).Where(register => register.Name is not ("msr" or "fpscr" or "pc" or "xer")))
        {
            var value = Enumerable.Range(1, register.Bytes).Select(index => (byte)((register.Number * 16) + index)).ToArray();
            target.WriteRegister(0, register.Number, value);
            var read = new byte[register.Bytes];
            target.ReadRegister(0, register.Number, read);
            Assert.That(read, Is.EqualTo(value), register.Name);
        }

        target.WriteRegister(0, Number("r3"), isLittleEndian ? [1, 0, 0, 0, 0, 0, 0, 0] : [0, 0, 0, 0, 0, 0, 0, 1]);
        Assert.That(guest.State.Gpr[3], Is.EqualTo(1));
        target.WriteRegister(0, Number("f1"), [1, 1, 1, 1, 1, 1, 1, 1]);
        target.WriteRegister(0, Number("vs1h"), [2, 2, 2, 2, 2, 2, 2, 2]);
        Assert.That(guest.State.Vsr(1), Is.EqualTo(new UInt128(0x0101010101010101, 0x0202020202020202)));

        int Number(string name) => target.Features.SelectMany(feature => feature.Registers).Single(register => register.Name == name).Number;
    }

    [Test]
    public void What_a_debugger_writes_is_what_is_executed()
    {
        using var guest = Guest();
        guest.Run(1000);
        var target = new PowerDebugTarget(guest.Group, guest.Partition);

        // addi 5,5,0 instead of addi 5,5,1.
        Assert.That(target.WriteMemory(0, Store + 4, [0x38, 0xA5, 0, 0]));
        var counted = guest.State.Gpr[5];
        guest.Run(1000);

        Assert.That(guest.State.Gpr[5], Is.EqualTo(counted).Or.EqualTo(counted + 1));
    }

    [Test]
    public void Memory_that_is_not_there_is_not_read()
    {
        using var guest = Guest();
        var target = new PowerDebugTarget(guest.Group, guest.Partition);
        var data = new byte[16];

        Assert.That(target.ReadMemory(0, GuestMachine.RamSize - 8, data), Is.EqualTo(8));
        Assert.That(target.ReadMemory(0, GuestMachine.RamSize, data), Is.Zero);
        Assert.That(target.ReadMemory(0, ulong.MaxValue - 3, data), Is.Zero);
        Assert.That(target.WriteMemory(0, GuestMachine.RamSize - 8, data), Is.False);
    }

    private static GuestMachine Guest()
    {
        var guest = new GuestMachine();
        guest.Load(Code, Adding);
        guest.State.Nia = Code;
        return guest;
    }

    private static void Step(GuestMachine guest, PowerDebugTarget target)
    {
        target.Prepare([DebugAction.Step]);
        RunUntilHalt(guest);
    }

    private static void RunUntilHalt(GuestMachine guest)
    {
        var execution = new DeterministicExecution(guest.Group, new TestHypervisor(guest));
        Assert.That(execution.Run(100_000), Is.EqualTo(StopReason.Kicked));
        Assert.That(guest.Cpu.Halt, Is.Not.EqualTo(HaltReason.None));
    }
}
