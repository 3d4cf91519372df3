using System.Buffers.Binary;
using Hv.Power.State;
using Hv.Pseries.Processors;
using Hv.Pseries.Rtas;
using Hv.Pseries.Versions;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;
using Hv.Testing;

namespace Hv.Pseries.Tests.Hypercalls;

public sealed unsafe class ProcessorHypercallTests
{
    private const ulong Area = 0x2UL << 44;
    private const ulong Log = 0x4UL << 44;
    private const ulong Shadow = 0x6UL << 44;
    private const ulong NoArea = 0xAUL << 44;
    private const ulong NoLog = 0xCUL << 44;
    private const ulong NoShadow = 0xEUL << 44;
    private const ulong Page = 0x10_0000;
    private const ulong Enabled = MachineState.ExternalInterrupts;

    private TestMachine<Pseries_7_2> _machine = null!;
    private PseriesCpu[] _cpus = null!;

    [SetUp]
    public void MakeMachine()
    {
        _machine = new TestMachine<Pseries_7_2>(new MachineOptions { RamSize = 64 << 20, Cpus = 3, MaximumCpus = 4 });
        _cpus = [.. _machine.Machine.Processors];

        // Nothing executes: no decrementer is to end a wait.
        foreach (var cpu in _cpus)
            cpu.Core.State.DecrementerZero = cpu.Core.TimeBase + long.MaxValue;
    }

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [Test]
    public void An_area_is_registered_and_the_processor_is_shared()
    {
        WriteSize16(Page + 4, 640);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HRegisterVpa(Area, 1, Page), Is.EqualTo(HypercallStatus.Success));
            Assert.That(_cpus[1].Areas.VirtualProcessorArea, Is.EqualTo(Page));
            Assert.That(_cpus[0].Areas.VirtualProcessorArea, Is.Zero);
            Assert.That(_machine.Read(new GuestPhysicalAddress(Page + 9), 1)[0], Is.EqualTo(2));
        });
    }

    [TestCase(0ul, 640, HypercallStatus.Hardware)]
    [TestCase(Page + 64, 640, HypercallStatus.Parameter)]
    [TestCase(Page, 639, HypercallStatus.Parameter)]
    [TestCase(Page + 0xE00, 640, HypercallStatus.Parameter)]
    [TestCase(Page + 0xD80, 640, HypercallStatus.Success)]
    [TestCase(64ul << 20, 640, HypercallStatus.Parameter)]
    [TestCase(ulong.MaxValue & ~127ul, 640, HypercallStatus.Parameter)]
    public void An_area_is_checked(ulong address, int size, HypercallStatus status)
    {
        if (address is not 0 and < (64 << 20))
            WriteSize16(address + 4, size);

        Assert.That(_machine.Hypercalls().HRegisterVpa(Area, 0, address), Is.EqualTo(status));
        Assert.That(_cpus[0].Areas.VirtualProcessorArea, Is.EqualTo(status == HypercallStatus.Success ? address : 0));
    }

    [TestCase(Shadow, 0ul, 8u, HypercallStatus.Hardware)]
    [TestCase(Shadow, Page + 0x1000, 7u, HypercallStatus.Parameter)]
    [TestCase(Shadow, Page + 0x1FF0, 17u, HypercallStatus.Parameter)]
    [TestCase(Shadow, Page + 0x1FF0, 16u, HypercallStatus.Success)]
    [TestCase(Shadow, 64ul << 20, 8u, HypercallStatus.Parameter)]
    [TestCase(Shadow, ulong.MaxValue - 3, 8u, HypercallStatus.Parameter)]
    [TestCase(Log, 0ul, 48u, HypercallStatus.Hardware)]
    [TestCase(Log, Page + 0x1000, 47u, HypercallStatus.Parameter)]
    [TestCase(Log, Page + 0x1FF0, 4096u, HypercallStatus.Success)]
    [TestCase(Log, Page + 0x1FF0, uint.MaxValue, HypercallStatus.Parameter)]
    public void What_needs_an_area_is_checked(ulong flags, ulong address, uint size, HypercallStatus status)
    {
        if (address is not 0 and < (64 << 20))
            WriteSize32(address + 4, size);

        if (status == HypercallStatus.Success)
            Assert.That(_machine.Hypercalls().HRegisterVpa(flags, 0, address), Is.EqualTo(HypercallStatus.Resource), "no area");

        RegisterArea(0);
        Assert.That(_machine.Hypercalls().HRegisterVpa(flags, 0, address), Is.EqualTo(status));
        var areas = _cpus[0].Areas;
        var expected = status == HypercallStatus.Success ? (address, (ulong)size) : (0, 0);
        Assert.That(
            flags == Shadow ? (areas.SlbShadow, areas.SlbShadowSize) : (areas.DispatchTraceLog, areas.DispatchTraceLogSize), Is.EqualTo(expected));
    }

    [Test]
    public void An_area_is_given_up_last()
    {
        RegisterArea(0);
        WriteSize32(Page + 0x1004, 64);
        Register(Shadow, Page + 0x1000, HypercallStatus.Success);
        Register(Log, Page + 0x1000, HypercallStatus.Success);
        Register(NoArea, 0, HypercallStatus.Resource);
        Register(NoShadow, 0, HypercallStatus.Success);
        Register(NoArea, 0, HypercallStatus.Resource);
        Register(NoLog, 0, HypercallStatus.Success);
        Register(NoArea, 0, HypercallStatus.Success);
        Register(NoArea, 0, HypercallStatus.Success);
        Assert.That(_cpus[0].Areas.VirtualProcessorArea, Is.Zero);

        void Register(ulong flags, ulong address, HypercallStatus status) =>
            Assert.That(_machine.Hypercalls().HRegisterVpa(flags, 0, address), Is.EqualTo(status), $"{flags:x}");
    }

    [TestCase(0ul)]
    [TestCase(1ul << 44)]
    [TestCase(0x8ul << 44)]
    [TestCase(Area | 1)]
    public void Other_areas_are_refused(ulong flags) =>
        Assert.That(_machine.Hypercalls().HRegisterVpa(flags, 0, Page), Is.EqualTo(HypercallStatus.Parameter));

    [TestCase(3ul)]
    [TestCase(1ul << 32)]
    [TestCase(ulong.MaxValue)]
    public void Processors_that_there_are_not_are_refused(ulong id)
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HRegisterVpa(NoArea, id, 0), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercalls().HProd(id), Is.EqualTo(HypercallStatus.Parameter));
            if (id != ulong.MaxValue)
                Assert.That(_machine.Hypercalls().HConfer(id, 0), Is.EqualTo(HypercallStatus.Parameter));
        });
    }

    [Test]
    public void A_processor_that_cedes_waits_for_an_interrupt()
    {
        Assert.That(_machine.Hypercalls().HCede(), Is.EqualTo(HypercallStatus.Success));
        var core = _cpus[0].Core;
        Assert.That((core.IsWaiting, core.HasInterrupt, core.State.Msr & Enabled), Is.EqualTo((true, false, Enabled)));
        core.Raise(PendingInterrupts.External);
        Assert.That(core.HasInterrupt, Is.True);
    }

    [Test]
    public void A_processor_that_was_prodded_does_not_cede()
    {
        Assert.That(_machine.Hypercalls().HProd(0), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_machine.Hypercalls().HCede(), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_cpus[0].Core.IsWaiting, Is.False);
        _machine.Hypercalls().HCede();
        Assert.That(_cpus[0].Core.IsWaiting, Is.True);
        _machine.Hypercalls().HProd(0);
        Assert.That(_cpus[0].Core.IsWaiting, Is.False);
        _machine.Hypercalls().HCede();
        Assert.That(_cpus[0].Core.IsWaiting, Is.True, "prodded while it waited");
    }

    [Test]
    public void A_processor_that_waits_is_counted_in_its_area()
    {
        RegisterArea(0);
        _machine.Hypercalls().HCede();
        Assert.That(Dispatches(), Is.EqualTo(1));
        _machine.Hypercalls().HProd(0);
        Assert.That(Dispatches(), Is.EqualTo(2));
        _machine.Hypercalls().HProd(0);
        Assert.That(Dispatches(), Is.EqualTo(2));
    }

    [Test]
    public void Processors_join_without_interrupts_and_the_last_one_does_not()
    {
        _cpus[1].IsStopped = false;
        _cpus[0].Core.State.Msr |= Enabled;
        Assert.That(_machine.Hypercalls().HJoin(), Is.EqualTo(HypercallStatus.BadMode));
        _cpus[0].Core.State.Msr &= ~Enabled;
        Assert.That(_machine.Hypercalls().HJoin(), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_cpus[0].Core.IsWaiting, Is.True);
        _cpus[0].Core.Raise(PendingInterrupts.External);
        Assert.That(_cpus[0].Core.HasInterrupt, Is.False, "only another processor ends it");
        _machine.Cpu = _cpus[1];
        Assert.That(_machine.Hypercalls().HJoin(), Is.EqualTo(HypercallStatus.Continue), "the third one is stopped");
        Assert.That(_cpus[1].Core.IsWaiting, Is.False);
        _machine.Hypercalls().HProd(0);
        Assert.That(_cpus[0].Core.IsWaiting, Is.False);
        Assert.That(_machine.Hypercalls().HJoin(), Is.EqualTo(HypercallStatus.Success));
    }

    [Test]
    public void A_processor_confers_to_itself_as_if_it_waited()
    {
        Assert.That(_machine.Hypercalls().HConfer(0, 0), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_cpus[0].Core.IsWaiting, Is.True);
    }

    [Test]
    public void A_processor_confers_to_one_that_does_not_run()
    {
        Assert.That(Yields(1, 1), Is.False, "no area");
        RegisterArea(1);
        WriteSize32(Page + 0x100, 3);
        Assert.Multiple(() =>
        {
            Assert.That(Yields(1, 2), Is.False, "it runs");
            Assert.That(Yields(1, 5), Is.False, "it has run since");
            Assert.That(Yields(1, 3), Is.True);
            Assert.That(Yields(ulong.MaxValue, 0), Is.True);
        });

        bool Yields(ulong processor, uint dispatch)
        {
            Assert.That(_machine.Hypercalls().HConfer(processor, dispatch), Is.EqualTo(HypercallStatus.Success));
            return _cpus[0].TakeYield();
        }
    }

    [Test]
    public void A_processor_is_started_with_what_the_starter_has()
    {
        ref var starter = ref _cpus[0].Core.State;
        const ulong Ail = PartitionControl.AlternateInterruptLocation;
        const ulong Radix = PartitionControl.HostRadix | PartitionControl.ProcessTable | PartitionControl.GuestTranslationShootdown;
        starter.Spr[318] |= PartitionControl.InterruptLittleEndian | Ail | PartitionControl.HostRadix;
        starter.TimeBaseOffset = 12345;
        Assert.That(_machine.Rtas().QueryCpuStoppedState(1, out var state), Is.EqualTo(RtasStatus.Success));
        Assert.That(state, Is.EqualTo(CpuStoppedState.Stopped));
        _cpus[1].Core.State.Gpr[1] = _cpus[1].Core.State.Gpr[4] = 7;
        Assert.That(_machine.Rtas().StartCpu(1, 0x4000, 0x55), Is.EqualTo(RtasStatus.Success));
        _machine.Rtas().QueryCpuStoppedState(1, out state);
        var started = _cpus[1].Core.State;
        Assert.That(state, Is.EqualTo(CpuStoppedState.NotStopped));
        Assert.That((started.Nia, started.Gpr[1], started.Gpr[3], started.Gpr[4]), Is.EqualTo((0x4000ul, 0ul, 0x55ul, 0ul)));
        Assert.That(started.Msr, Is.EqualTo(MachineState.SixtyFourBit | MachineState.MachineCheck));
        Assert.That(started.TimeBaseOffset, Is.EqualTo(12345));
        Assert.That(started.Spr[318], Is.EqualTo(starter.Spr[318] | Radix));
        Assert.That(started.Spr[855] & 0x10_0000, Is.Zero);
        Assert.That(_machine.Rtas().StartCpu(1, 0x4000, 0x55), Is.EqualTo(RtasStatus.HardwareError), "it runs");
        Assert.That(_machine.Rtas().StartCpu(3, 0x4000, 0x55), Is.EqualTo(RtasStatus.ParameterError), "it does not exist");
    }

    [Test]
    public void A_processor_of_a_guest_with_a_hash_page_table_is_started_with_one()
    {
        _cpus[1].Core.State.Spr[318] |= PartitionControl.HostRadix | PartitionControl.ProcessTable | PartitionControl.GuestTranslationShootdown;
        _machine.Rtas().StartCpu(1, 0x4000, 0x55);
        Assert.That(_cpus[1].Core.State.Spr[318], Is.EqualTo(_cpus[0].Core.State.Spr[318]));
    }

    [Test]
    public void A_processor_stops_itself_and_stores_nothing()
    {
        var reply = _machine.Call("stop-self", [], 1);
        Assert.Multiple(() =>
        {
            Assert.That(reply.Words[0], Is.EqualTo(TestMachine<Pseries_7_2>.Untouched));
            Assert.That(_cpus[0].IsStopped, Is.True);
            Assert.That(_cpus[0].Core.State.Spr[318] & 0x1_F000, Is.Zero, "nothing wakes it up");
            Assert.That(_cpus[0].Core.State.Spr[855] & 0x10_0000, Is.Not.Zero);
        });
        _machine.Cpu = _cpus[1];
        Assert.That(_machine.Rtas().StartCpu(0, 0x100, 0), Is.EqualTo(RtasStatus.Success));
        Assert.That(_cpus[0].IsStopped, Is.False);
        Assert.That(_cpus[0].Core.State.Spr[318] & 0x1_F000, Is.EqualTo(0x1_F000));
    }

    private void RegisterArea(ulong processor)
    {
        WriteSize16(Page + 4, 640);
        Assert.That(_machine.Hypercalls().HRegisterVpa(Area, processor, Page), Is.EqualTo(HypercallStatus.Success));
    }

    private uint Dispatches()
    {
        Assert.That(_machine.Memory.TryReadUInt32(new GuestPhysicalAddress(Page + 0x100), out var count), Is.True);
        return count;
    }

    private void WriteSize16(ulong address, int size)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)size);
        _machine.Write(new GuestPhysicalAddress(address), bytes);
    }

    private void WriteSize32(ulong address, uint size) => Assert.That(_machine.Memory.TryWriteUInt32(new GuestPhysicalAddress(address), size), Is.True);
}
