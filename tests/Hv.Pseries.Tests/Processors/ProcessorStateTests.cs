using System.Buffers.Binary;
using Hv.Pseries.Processors;
using Hv.Pseries.Tests.Migration;
using Hv.Pseries.Versions;
using Hv.Runtime.Machines;
using Hv.Runtime.Migration;
using Hv.Runtime.Time;
using Hv.Testing;

namespace Hv.Pseries.Tests.Processors;

/// <summary>What of processors migrates.</summary>
public sealed class ProcessorStateTests
{
    private const int VersionRegister = 287;
    private const int FixedSize = 8 + (32 * 8) + (8 * 4) + 8 + (1024 * 8) + (4 * 8);

    [Test]
    public void Registers_are_loaded_as_they_were_saved()
    {
        using var source = Machine<Pseries_7_2>();
        using var target = Machine<Pseries_7_2>();
        var state = Second(source).State;
        Fill(state);
        state.Give();

        StateBytes.Load(Second(target).State, StateBytes.Save(state));

        var loaded = Second(target).State;
        Assert.That(loaded.General, Is.EqualTo(state.General));
        Assert.That(loaded.Special, Is.EqualTo(state.Special));
        Assert.That(loaded.Vector, Is.EqualTo(state.Vector));
        Assert.That(loaded.Slb, Is.EqualTo(state.Slb));
        Assert.That(loaded.TransactionVectorScalar, Is.EqualTo(state.TransactionVectorScalar));
        Assert.That(StateBytes.Save(loaded), Is.EqualTo(StateBytes.Save(state)));
    }

    [Test]
    public void What_a_transaction_keeps_goes_along_while_there_is_one()
    {
        using var machine = Machine<Pseries_7_2>();
        var state = machine.Machine.Processors.First().State;
        var without = StateBytes.Save(state).Length;

        state.MachineState = 1UL << 34;

        // Name and version of the subsection; 32 registers, 64 of 128 bits, nine of 64, one of 32.
        Assert.That(StateBytes.Save(state), Has.Length.EqualTo(without + 12 + (32 * 8) + (64 * 16) + (9 * 8) + 4));
    }

    [TestCase(false, 1024)]
    [TestCase(true, 1024 + 4)]
    public void Old_versions_say_more(bool isOld, int slbSize)
    {
        using var old = Machine<Pseries_2_7>();
        using var current = Machine<Pseries_7_2>();
        var bytes = StateBytes.Save((isOld ? old.Machine : current.Machine as PseriesMachine).Processors.First().State);

        var subsections = 277 + 533 + 269 + 13 + slbSize;
        Assert.That(bytes, Has.Length.EqualTo(FixedSize + (isOld ? (3 * 8) + 4 : 0) + subsections));
    }

    [Test]
    public void A_compatibility_mode_is_told_from_2_10_on()
    {
        using var old = Machine<Pseries_2_9>();
        using var later = Machine<Pseries_2_10>();
        Assert.That(SizeOfCompatibility(old.Machine), Is.Zero);
        Assert.That(SizeOfCompatibility(later.Machine), Is.EqualTo(2 + "cpu/compat".Length + 4 + 4));
    }

    [Test]
    public void The_state_of_another_processor_is_refused()
    {
        using var source = Machine<Pseries_2_12>();
        using var target = Machine<Pseries_4_0>();
        var bytes = StateBytes.Save(source.Machine.Processors.First().State);

        // The older machine says how large the SLB is; everything else is alike.
        using var stream = new MemoryStream([.. bytes[..^(1024 + 4)], .. bytes[^1024..]]);
        var error = Assert.Throws<StateException>(() => target.Machine.Processors.First().State.LoadState(new StateReader(stream), 5));

        Assert.That(
            error.Message, Does.EndWith("the stream is of a processor with PVR 0x4d0200; this machine's, power9_v2.0, has 0x4e1200"));
    }

    [Test]
    public void A_processor_that_the_guest_has_not_started_is_stopped_after_the_load()
    {
        using var source = Machine<Pseries_7_2>();
        using var target = Machine<Pseries_7_2>();
        foreach (var cpu in target.Machine.Processors)
            cpu.IsStopped = cpu.Index == 0;

        foreach (var (from, to) in source.Machine.Processors.Zip(target.Machine.Processors))
        {
            StateBytes.Load(to.Activity, StateBytes.Save(from.Activity));
            StateBytes.Load(to.State, StateBytes.Save(from.State));
        }

        Assert.That(target.Machine.Processors.Select(cpu => cpu.IsStopped), Is.EqualTo((bool[])[false, true]));
    }

    [Test]
    public void A_processor_that_ceded_is_not_taken_for_one_that_is_stopped()
    {
        using var source = Machine<Pseries_7_2>();
        var cpu = source.Machine.Processors.First();
        cpu.Core.IsWaiting = true;

        StateBytes.Load(cpu.Activity, StateBytes.Save(cpu.Activity));
        StateBytes.Load(cpu.State, StateBytes.Save(cpu.State));

        Assert.That(cpu.IsStopped, Is.False);
        Assert.That(cpu.Core.IsWaiting, Is.True);
        Assert.That(cpu.Activity.Halted, Is.EqualTo(1));
    }

    [Test]
    public void An_exception_and_a_crash_go_along()
    {
        using var machine = Machine<Pseries_7_2>();
        var (from, to) = (machine.Machine.Processors.First().Activity, machine.Machine.Processors.Last().Activity);
        Assert.That(StateBytes.Save(from), Has.Length.EqualTo(8));
        (from.ExceptionIndex, from.HasCrashed, from.InterruptRequest) = (7, true, 2);

        StateBytes.Load(to, StateBytes.Save(from));

        Assert.That((to.ExceptionIndex, to.HasCrashed, to.InterruptRequest), Is.EqualTo((7, true, 2u)));
    }

    [Test]
    public void Areas_of_memory_go_along_when_they_are_registered()
    {
        var from = new SharedAreas();
        Assert.That(StateBytes.Save(from), Is.Empty);
        (from.VirtualProcessorArea, from.DispatchTraceLog, from.DispatchTraceLogSize) = (0x1000, 0x2000, 0x3000);
        var to = new SharedAreas();

        StateBytes.Load(to, StateBytes.Save(from));

        Assert.That((to.VirtualProcessorArea, to.SlbShadow, to.DispatchTraceLog, to.DispatchTraceLogSize), Is.EqualTo((0x1000, 0, 0x2000, 0x3000)));
    }

    [Test]
    public void A_reset_leaves_nothing_behind()
    {
        using var machine = Machine<Pseries_7_2>();
        var cpu = Second(machine);
        var before = StateBytes.Save(cpu.State);
        Fill(cpu.State);
        cpu.Presenter.Xirr = 5;
        cpu.ThreadContext.Registers[3] = 5;
        cpu.Areas.VirtualProcessorArea = 5;

        machine.Machine.Reset();

        Assert.That(StateBytes.Save(cpu.State), Is.EqualTo(before));
        Assert.That((cpu.Presenter.Xirr, cpu.ThreadContext.Registers[3], cpu.Areas.VirtualProcessorArea), Is.EqualTo((0u, (byte)0, 0UL)));
    }

    [Test]
    public void Every_version_has_a_processor_that_is_known()
    {
        foreach (var version in PseriesMachine.Family.Versions)
        {
            using var machine = (PseriesMachine)version.Create();
            machine.Realize();
            Assert.That(machine.Processors.Single().State.Special[VersionRegister], Is.Not.Zero, version.Name);
        }
    }

    [Test]
    public void Servers_without_a_processor_are_read_and_forgotten_on_2_9_and_older()
    {
        using var machine = Machine<Pseries_2_9>();
        using var later = Machine<Pseries_2_10>();

        var absent = Servers(machine.Machine).Where(section => section.IsNeeded?.Invoke() == false).ToList();

        Assert.That(absent.Select(section => section.Instance), Is.EqualTo(Enumerable.Range(2, 14).Select(number => (uint)number)));
        StateBytes.Load(absent[0].State, [0, 0, 0, 2, 3, 4]);
        Assert.That(Servers(later.Machine).Select(section => section.Instance), Is.EqualTo((uint[])[0, 1]));
    }

    private static IEnumerable<StateSection> Servers(PseriesMachine machine) =>
        machine.StateSections.Where(section => section.Name == "icp/server");

    private static TestMachine<T> Machine<T>()
        where T : PseriesMachine, new() => new(new MachineOptions { RamSize = 64UL << 20, Cpus = 2, Clock = new VirtualClock(DateTimeOffset.UnixEpoch) });

    private static PseriesCpu Second(TestMachine<Pseries_7_2> machine) => machine.Machine.Processors.Last();

    private static int SizeOfCompatibility(PseriesMachine machine)
    {
        var state = machine.Processors.First().State;
        var without = StateBytes.Save(state).Length;
        state.CompatibilityVersion = 0x0F00_0003;
        return StateBytes.Save(state).Length - without;
    }

    private static void Fill(ProcessorState state)
    {
        var random = new Random(1);
        foreach (var registers in (ulong[][])[state.General, state.FloatingPoint, state.VectorScalar, state.TransactionGeneral])
        {
            for (var index = 0; index < registers.Length; index++)
                registers[index] = (ulong)random.NextInt64();
        }

        for (var index = 0; index < state.Vector.Length; index++)
            state.Vector[index] = new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64());

        for (var index = 0; index < state.Slb.Length; index++)
            state.Slb[index] = new SlbEntry((ulong)random.NextInt64(), (ulong)random.NextInt64());

        for (var index = 0; index < state.TransactionVectorScalar.Length; index++)
            state.TransactionVectorScalar[index] = (UInt128)index << 70;

        state.Special[8] = BinaryPrimitives.ReverseEndianness(0x12345678UL);
        (state.MachineState, state.CompatibilityVersion, state.NextInstruction) = (1UL << 33, 0x0F00_0003, 0x4000);
    }
}
