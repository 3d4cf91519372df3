using Hv.Power.State;
using Hv.Runtime.Monitors;

namespace Hv.Conformance.Debugging;

/// <summary>The real gdb on a machine that executes: what it shows, and where it stops.</summary>
public sealed unsafe class GdbTests
{
    /// <summary>Adds to what is at 0x2000, for ever; r5 counts. At 0x10008 the load, at 0x10010 the store.</summary>
    private const string Adding = """
        start: li 8,0x2000
        li 5,0
        loop: ld 9,0(8)
        addi 9,9,1
        std 9,0(8)
        addi 5,5,1
        b loop
        """;

    [TestCase("big")]
    [TestCase("little")]
    public void Registers_of_all_kinds_are_shown_and_set(string byteOrder)
    {
        using var machine = new DebuggedMachine("pseries-7.2", Adding, isBigEndian: byteOrder == "big");
        ref var state = ref machine.Pseries.Processors.First().Core.State;
        state.Gpr[7] = 0x0123456789abcdef;
        state.Fpr(2) = BitConverter.DoubleToUInt64Bits(1.5);
        state.Vsr(3) = new UInt128(0x1111222233334444, 0x5555666677778888);
        state.Vr(4) = new UInt128(0x0001020304050607, 0x08090a0b0c0d0e0f);
        state.Cr = 0x12345678;

        var lines = GdbProgram.Run(
            machine.Port, byteOrder,
            """printf "pc %lx r7 %lx cr %x f2 %g\n", $pc, $r7, $cr, $f2""",
            "print/x $vs3.uint128", "print/x $vr4.uint128",
            "set $r7 = 0x42", "set $f2 = 2.5", "set $vr4.uint128 = 7", "set $lr = 0x1234", "set $cr = 0x87654321", "set $xer = 0x20000005",
            "kill");

        Assert.That(lines, Has.Member("pc 10000 r7 123456789abcdef cr 12345678 f2 1.5"));
        Assert.That(lines, Has.Member("$1 = 0x11112222333344445555666677778888"));
        Assert.That(lines, Has.Member("$2 = 0x102030405060708090a0b0c0d0e0f"));
        Assert.That((state.Gpr[7], state.Lr, state.Cr, state.Xer), Is.EqualTo((0x42UL, 0x1234UL, 0x87654321U, 0x20000005UL)));
        Assert.That((BitConverter.UInt64BitsToDouble(state.Fpr(2)), state.Vr(4)), Is.EqualTo((2.5, (UInt128)7)));
    }

    [TestCase("pseries-2.4", "break")]
    [TestCase("pseries-7.2", "hbreak")]
    public void It_stops_at_breakpoints_and_steps(string version, string command)
    {
        using var machine = new DebuggedMachine(version, Adding);
        var lines = GdbProgram.Run(
            machine.Port, "big",
            $"{command} *0x10010",
            "continue", """printf "at %lx, %ld\n", $pc, $r5""",
            "continue", """printf "at %lx, %ld\n", $pc, $r5""",
            "stepi", """printf "at %lx, %ld\n", $pc, *(long *)0x2000""",
            "x/i $pc",
            "delete", "stepi", "stepi", "stepi", """printf "at %lx, %ld\n", $pc, $r5""",
            "kill");

        Assert.That(lines.Where(line => line.StartsWith("at ", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "at 10010, 0", "at 10010, 1", "at 10014, 2", "at 1000c, 2",
        }));
        Assert.That(lines.Single(line => line.StartsWith("=> 0x10014:", StringComparison.Ordinal)), Does.EndWith("addi    r5,r5,1"));
    }

    [Test]
    public void It_stops_at_data_that_changes_and_shows_both_values()
    {
        using var machine = new DebuggedMachine("pseries-7.2", Adding);
        var lines = GdbProgram.Run(
            machine.Port, "big",
            "watch *(long *)0x2000", "continue", "continue", """printf "at %lx, %ld\n", $pc, $r5""",
            "delete", "rwatch *(int *)0x2004", "continue", """printf "at %lx\n", $pc""",
            "kill");

        Assert.That(lines, Has.Member("Old value = 0").And.Member("New value = 1").And.Member("New value = 2"));
        Assert.That(lines, Has.Member("at 10014, 1"), "behind the second store");
        Assert.That(lines, Has.Member("Hardware read watchpoint 2: *(int *)0x2004"));
    }

    [Test]
    public void Memory_is_shown_and_written()
    {
        using var machine = new DebuggedMachine("pseries-7.2", Adding);
        var lines = GdbProgram.Run(
            machine.Port, "big",
            "set {long}0x3000 = 0x1122334455667788", "x/2xw 0x3000", "x/xb 0x3007", "x/xw 0x4000000",
            "monitor info status", "kill");

        Assert.That(lines, Has.Member("0x3000:\t0x11223344\t0x55667788").And.Member("0x3007:\t0x88"));
        Assert.That(lines, Has.Member("Cannot access memory at address 0x4000000"));
        Assert.That(lines, Has.Member("VM status: paused (prelaunch)"));
    }

    [Test]
    public void Two_processors_are_two_threads()
    {
        using var machine = new DebuggedMachine("pseries-7.2", Adding, cpus: 2);
        machine.Pseries.Processors.Last().Core.State.Gpr[5] = 77;
        var lines = GdbProgram.Run(
            machine.Port, "big",
            "info threads",
            "thread 2", """printf "second %ld\n", $r5""",
            "set scheduler-locking on", "stepi", "stepi", """printf "second at %lx\n", $pc""",
            "thread 1", """printf "first at %lx\n", $pc""",
            "stepi", """printf "first at %lx\n", $pc""",
            "set scheduler-locking off", "hbreak *0x10014 thread 2", "continue", """printf "thread %d at %lx\n", $_thread, $pc""",
            "delete", "detach");

        Assert.That(lines.Count(line => line.Contains("Thread ", StringComparison.Ordinal) && line.Contains("CPU#", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(lines, Has.Member("second 77").And.Member("second at 10008").And.Member("first at 10000").And.Member("first at 10004"));
        Assert.That(lines, Has.Member("thread 2 at 10014"));
        Assert.That(machine.State, Is.EqualTo(RunState.Running), "after detach both run");
        Assert.That(SpinWait.SpinUntil(() => Counts(machine).All(count => count > 1000), TimeSpan.FromSeconds(30)));
    }

    [Test]
    public void A_machine_that_runs_is_interrupted()
    {
        using var machine = new DebuggedMachine("pseries-7.2", Adding);
        GdbProgram.Run(machine.Port, "big", "detach");
        Assert.That(SpinWait.SpinUntil(() => Counts(machine)[0] > 1000, TimeSpan.FromSeconds(30)), "it runs without a debugger");

        var lines = GdbProgram.Run(machine.Port, "big", """printf "counted %d\n", $r5 > 1000""", "kill");
        Assert.That(lines, Has.Member("counted 1"));
    }

    [Test]
    public void The_monitor_shows_registers_translation_and_interrupts()
    {
        using var machine = new DebuggedMachine("pseries-7.2", Adding, cpus: 2);
        var lines = GdbProgram.Run(
            machine.Port, "big",
            "set scheduler-locking on", "stepi", "monitor info registers", "monitor info registers 1", "monitor info tlb", "monitor info pic", "monitor info irq", "monitor info windows",
            "kill");

        Assert.That(lines.Where(line => line.StartsWith("NIP ", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "NIP 0000000000010004   LR 0000000000000000 CTR 0000000000000000 XER 0000000000000000 CPU#0",
            "NIP 0000000000010000   LR 0000000000000000 CTR 0000000000000000 XER 0000000000000000 CPU#1",
        }));
        Assert.That(lines, Has.Member("GPR08 0000000000002000 0000000000000000 0000000000000000 0000000000000000"));
        Assert.That(lines, Has.Member("instructions: real, data: real, by a hashed page table"));
        Assert.That(lines, Has.Member("CPU 1 XIRR=00000000 PP=ff MFRR=ff").And.Member("IRQ statistics for spapr-ics:"));
        Assert.That(lines.Where(line => line.Contains("default, pages of 0x1000, 0 of 262144 mapped", StringComparison.Ordinal)), Is.Not.Empty);
    }

    [Test]
    public void What_is_executed_is_logged()
    {
        using var machine = new DebuggedMachine("pseries-7.2", "start: li 5,1\nsc\n");
        using var log = new StringWriter { NewLine = "\n" };
        machine.Pseries.StartLog(log, ["in_asm", "exec", "int", "cpu"]);
        GdbProgram.Run(machine.Port, "big", "stepi", "stepi", "kill");

        var text = log.ToString();
        Assert.That(text, Does.Contain("0x00010000:  38a00001  li       r5,1\n"));
        Assert.That(text, Does.Contain("Trace 0: 0x0 [0000000000000000/0000000000010000/"));
        Assert.That(text, Does.Contain("Raise exception at 0000000000010008 => SystemCall (0xc00) cpu=0 dar=0000000000000000 dsisr=00000000 srr1="));
        Assert.That(text, Does.Contain("NIP 0000000000010004   LR "));
    }

    private static ulong[] Counts(DebuggedMachine machine) => [.. machine.Pseries.Processors.Select(cpu => cpu.Core.State.Gpr[5])];
}
