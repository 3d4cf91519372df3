using Hv.Power.State;
using Hv.Pseries.Configuration;
using Hv.Pseries.Processors;
using Hv.Pseries.Versions;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Testing;

namespace Hv.Pseries.Tests.Hypercalls;

public sealed class PlatformHypercallTests
{
    [TestCase(Mitigation.Broken, Mitigation.Broken, IndirectBranchMitigation.Broken, true, 0x0400_0000_0000_0000ul, 0xE000_0000_0000_0000ul)]
    [TestCase(Mitigation.Workaround, Mitigation.Workaround, IndirectBranchMitigation.Workaround, true, 0xBC40_0000_0000_0000ul, 0xE400_0000_0000_0000ul)]
    [TestCase(Mitigation.Workaround, Mitigation.Workaround, IndirectBranchMitigation.Workaround, false, 0xBC00_0000_0000_0000ul, 0xE400_0000_0000_0000ul)]
    [TestCase(Mitigation.Fixed, Mitigation.Fixed, IndirectBranchMitigation.FixedIbs, true, 0x4400_0000_0000_0000ul, 0x8180_0000_0000_0000ul)]
    [TestCase(Mitigation.Fixed, Mitigation.Fixed, IndirectBranchMitigation.FixedCcd, true, 0x0500_0000_0000_0000ul, 0x8180_0000_0000_0000ul)]
    [TestCase(Mitigation.Fixed, Mitigation.Fixed, IndirectBranchMitigation.FixedNa, true, 0x0400_0000_0000_0000ul, 0x8180_0000_0000_0000ul)]
    public void The_guest_is_told_what_processors_do_about_side_channels(
        Mitigation cache, Mitigation bounds, IndirectBranchMitigation branches, bool assists, ulong characteristics, ulong behavior)
    {
        using var machine = new TestMachine<Pseries_7_2>(configure: machine =>
            (machine.CapCfpc, machine.CapSbbc, machine.CapIbs, machine.CapCcfAssist) = (cache, bounds, branches, assists));
        Assert.That(machine.Hypercalls().HGetCpuCharacteristics(out var told, out var toldBehavior), Is.EqualTo(HypercallStatus.Success));
        Assert.That($"{told:x} {toldBehavior:x}", Is.EqualTo($"{characteristics:x} {behavior:x}"));
    }

    [Test]
    public void A_processor_lies_in_the_only_node()
    {
        using var machine = new TestMachine<Pseries_7_2>(new MachineOptions { RamSize = 64 << 20, Cpus = 2 });
        var reply = machine.Hypercall("H_HOME_NODE_ASSOCIATIVITY", 1, 1, 3, 4, 5, 6, 7);
        Assert.That(reply.Status, Is.EqualTo(HypercallStatus.Success));
        Assert.That(
            reply.Registers.Take(7), Is.EqualTo(new ulong[] { 0, 0, 0x1_FFFF_FFFF, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 7 }));
        Assert.That(machine.Hypercall("H_HOME_NODE_ASSOCIATIVITY", 1, 2).Status, Is.EqualTo(HypercallStatus.Parameter2));
        Assert.That(machine.Hypercall("H_HOME_NODE_ASSOCIATIVITY", 0, 1).Status, Is.EqualTo(HypercallStatus.Function));
        Assert.That(machine.Hypercall("H_HOME_NODE_ASSOCIATIVITY", 3, 1).Status, Is.EqualTo(HypercallStatus.Function));
    }

    [TestCase(ulong.MaxValue, true, true)]
    [TestCase(ulong.MaxValue - 1, false, true)]
    [TestCase(0ul, true, false)]
    [TestCase(1ul, false, true)]
    public void Processors_are_interrupted_whatever_they_do(ulong target, bool first, bool second)
    {
        using var machine = new TestMachine<Pseries_7_2>(new MachineOptions { RamSize = 64 << 20, Cpus = 3 });
        PseriesCpu[] cpus = [.. machine.Machine.Processors];
        cpus[1].IsStopped = false;
        Assert.That(machine.Hypercalls().HSignalSysReset(target), Is.EqualTo(HypercallStatus.Success));
        Assert.That(
            cpus.Select(cpu => (cpu.Core.State.Pending & PendingInterrupts.SystemReset) != 0), Is.EqualTo(new[] { first, second, false }), "the third is stopped");
    }

    [TestCase(3ul)]
    [TestCase(ulong.MaxValue - 2)]
    public void Processors_that_there_are_not_are_not_interrupted(ulong target)
    {
        using var machine = new TestMachine<Pseries_7_2>(new MachineOptions { RamSize = 64 << 20, Cpus = 3 });
        Assert.That(machine.Hypercalls().HSignalSysReset(target), Is.EqualTo(HypercallStatus.Parameter));
    }

    [TestCase(false, 0x100ul)]
    [TestCase(true, 0x5000ul)]
    public void A_system_reset_goes_where_the_guest_wants_it(bool isRegistered, ulong handler)
    {
        using var machine = new TestMachine<Pseries_7_2>(new MachineOptions { RamSize = 64 << 20, Cpus = 2 });
        var cpu = machine.Machine.Processors.Last();
        cpu.IsStopped = false;
        cpu.Core.State.Nia = 0x9000;
        SetR3(cpu, 0x1234);
        machine.Machine.RtasBase = 0x2_0000;
        if (isRegistered)
            machine.Call("ibm,nmi-register", [0x5000, 0x6000], 1);

        machine.Hypercalls().HSignalSysReset(1);
        cpu.Core.Run(1);
        Assert.Multiple(() =>
        {
            Assert.That((cpu.Core.State.Nia, Srr0(cpu)), Is.EqualTo((handler, 0x9000ul)));
            Assert.That(R3(cpu), Is.EqualTo(isRegistered ? 0x2_0810ul : 0x1234));
            Assert.That(machine.Read(new(0x2_0816), 2), Is.EqualTo(isRegistered ? new byte[] { 0x12, 0x34 } : new byte[2]));
        });
    }

    private static unsafe void SetR3(PseriesCpu cpu, ulong value) => cpu.Core.State.Gpr[3] = value;

    private static unsafe ulong R3(PseriesCpu cpu) => cpu.Core.State.Gpr[3];

    private static unsafe ulong Srr0(PseriesCpu cpu) => cpu.Core.State.Spr[26];
}
