using Hv.Power.State;
using Hv.Power.Translation;
using Hv.Pseries.Versions;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Testing;

namespace Hv.Pseries.Tests.Hypercalls;

public sealed unsafe class ProcessorModeHypercallTests
{
    private const ulong Radix = 0x1D;
    private const ulong RadixBits = PartitionControl.HostRadix | PartitionControl.ProcessTable;
    private const ulong AllBits = RadixBits | PartitionControl.GuestTranslationShootdown;

    private TestMachine<Pseries_7_2> _machine = null!;

    [SetUp]
    public void MakeMachine() => _machine = new TestMachine<Pseries_7_2>(new MachineOptions { RamSize = 64 << 20, Cpus = 2 });

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [Test]
    public void Sprg0_is_the_processors_own()
    {
        Assert.That(_machine.Hypercalls().HSetSprg0(0x1234567890), Is.EqualTo(HypercallStatus.Success));
        Assert.That((Special(0, 272), Special(1, 272)), Is.EqualTo((0x1234567890ul, 0ul)));
    }

    [Test]
    public void Newer_processors_have_no_such_breakpoint()
    {
        Assert.That(_machine.Hypercalls().HSetDabr(7), Is.EqualTo(HypercallStatus.Hardware));
        Assert.That(_machine.Hypercalls().HSetXdabr(7, 99), Is.EqualTo(HypercallStatus.Hardware));
    }

    [Test]
    public void Older_processors_have_a_breakpoint()
    {
        using var machine = new TestMachine<Pseries_2_7>();
        Assert.Multiple(() =>
        {
            Assert.That(machine.Hypercalls().HSetDabr(0x1003), Is.EqualTo(HypercallStatus.Success));
            Assert.That((machine.Machine.Processors.First().Core.State.Spr[1013], machine.Machine.Processors.First().Core.State.Spr[1015]), Is.EqualTo((0x1003ul, 3ul)));
            Assert.That(machine.Hypercalls().HSetXdabr(0x2007, 0xB), Is.EqualTo(HypercallStatus.Success));
            Assert.That((machine.Machine.Processors.First().Core.State.Spr[1013], machine.Machine.Processors.First().Core.State.Spr[1015]), Is.EqualTo((0x2007ul, 0xBul)));
            foreach (var extension in (ulong[])[0, 4, 8, 7, 0x10, 0x11, ulong.MaxValue])
                Assert.That(machine.Hypercalls().HSetXdabr(7, extension), Is.EqualTo(HypercallStatus.Parameter), $"{extension:x}");
        });
    }

    [TestCase(1ul, 4ul, PartitionControl.InterruptLittleEndian)]
    [TestCase(0ul, 4ul, 0ul)]
    [TestCase(0ul, 3ul, 0ul)]
    [TestCase(2ul, 3ul, 2ul << 23)]
    [TestCase(3ul, 3ul, 3ul << 23)]
    public void A_mode_is_that_of_all_processors(ulong mode, ulong resource, ulong bits)
    {
        const ulong Mask = PartitionControl.InterruptLittleEndian | PartitionControl.AlternateInterruptLocation;
        Assert.That(_machine.Hypercalls().HSetMode(mode, resource, 0, 0), Is.EqualTo(HypercallStatus.Success));
        Assert.That((Control(0) & Mask, Control(1) & Mask), Is.EqualTo((bits, bits)));
    }

    [TestCase(2ul, 4ul, 0ul, 0ul, HypercallStatus.UnsupportedFlag)]
    [TestCase(0ul, 4ul, 1ul, 1ul, HypercallStatus.Parameter3)]
    [TestCase(0ul, 4ul, 0ul, 1ul, HypercallStatus.Parameter4)]
    [TestCase(1ul, 3ul, 0ul, 0ul, HypercallStatus.UnsupportedFlag)]
    [TestCase(4ul, 3ul, 0ul, 0ul, HypercallStatus.UnsupportedFlag)]
    [TestCase(ulong.MaxValue, 3ul, 0ul, 0ul, HypercallStatus.UnsupportedFlag)]
    [TestCase(0ul, 3ul, 1ul, 1ul, HypercallStatus.Parameter3)]
    [TestCase(0ul, 3ul, 0ul, 1ul, HypercallStatus.Parameter4)]
    [TestCase(0ul, 1ul, 0ul, 0ul, HypercallStatus.Parameter2)]
    [TestCase(0ul, 2ul, 0ul, 0ul, HypercallStatus.Parameter2)]
    [TestCase(0ul, 5ul, 0ul, 0ul, HypercallStatus.Parameter2)]
    [TestCase(0ul, ulong.MaxValue, 0ul, 0ul, HypercallStatus.Parameter2)]
    public void Other_modes_are_refused(ulong mode, ulong resource, ulong value1, ulong value2, HypercallStatus status)
    {
        var before = Control(0);
        Assert.That(_machine.Hypercalls().HSetMode(mode, resource, value1, value2), Is.EqualTo(status));
        Assert.That(Control(0), Is.EqualTo(before));
    }

    [Test]
    public void Interrupts_of_older_processors_cannot_be_moved()
    {
        using var machine = new TestMachine<Pseries_2_7>();
        Assert.That(machine.Hypercalls().HSetMode(3, 3, 1, 1), Is.EqualTo(HypercallStatus.Parameter2));
    }

    [Test]
    public void A_radix_guest_has_a_process_table_and_no_hash_page_table()
    {
        var partition = _machine.Machine.Execution.Partition;
        Assert.That(_machine.Hypercalls().HRegisterProcTbl(Radix, 0x100_0000, 0, 12), Is.EqualTo(HypercallStatus.Success));
        Assert.Multiple(() =>
        {
            Assert.That(partition.ProcessTable, Is.EqualTo(new ProcessTable(0x100_0000, 12)));
            Assert.That(_machine.Machine.HashPageTable.Shift, Is.Zero);
            Assert.That(partition.HashTableMemory, Is.Null);
            Assert.That((Control(0) & AllBits, Control(1) & AllBits), Is.EqualTo((AllBits, AllBits)));
            Assert.That(_machine.Hypercall("H_ENTER", 0, 0, 1, 0x10).Status, Is.EqualTo(HypercallStatus.Parameter));
        });

        Assert.That(_machine.Hypercalls().HRegisterProcTbl(0x18, 0, 0, 0), Is.EqualTo(HypercallStatus.Success));
        Assert.Multiple(() =>
        {
            Assert.That(partition.ProcessTable, Is.EqualTo(default(ProcessTable)));
            Assert.That(_machine.Machine.HashPageTable.Shift, Is.EqualTo(19));
            Assert.That(partition.HashTableMemory, Is.Not.Null);
            Assert.That(partition.HashTable.SizeShift, Is.EqualTo(19));
            Assert.That(Control(1) & AllBits, Is.Zero);
        });
    }

    [Test]
    public void A_hash_page_table_stays_when_the_guest_keeps_it()
    {
        _machine.Machine.HashPageTable[3] = new(1, 0x10);
        Assert.That(_machine.Hypercalls().HRegisterProcTbl(0, 0, 0, 0), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_machine.Hypercalls().HRegisterProcTbl(0x18, 5, 1, 2), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_machine.Machine.HashPageTable[3].First, Is.EqualTo(1));
    }

    [Test]
    public void A_registration_goes_or_stays()
    {
        _machine.Hypercalls().HRegisterProcTbl(Radix, 0x100_0000, 0, 12);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HRegisterProcTbl(4, 0x200_0000, 0, 5), Is.EqualTo(HypercallStatus.Success));
            Assert.That(_machine.Machine.ProcessTableEntry, Is.EqualTo(0x8000_0000_0100_000C), "no change was asked for");
            Assert.That(Control(0) & AllBits, Is.EqualTo(RadixBits));
            Assert.That(_machine.Hypercalls().HRegisterProcTbl(0x14, 0x200_0000, 0, 5), Is.EqualTo(HypercallStatus.Success));
            Assert.That(_machine.Machine.ProcessTableEntry, Is.EqualTo(1UL << 63));
            Assert.That(_machine.Hypercalls().HRegisterProcTbl(0, 0, 0, 0), Is.EqualTo(HypercallStatus.Parameter), "it has radix page tables");
        });
    }

    [TestCase(0x20ul, 0ul, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase(ulong.MaxValue, 0ul, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase(4ul, 0ul, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase(Radix, 1ul, 1ul, 25ul, HypercallStatus.Parameter2)]
    [TestCase(Radix, 1ul << 60, 0ul, 0ul, HypercallStatus.Parameter2)]
    [TestCase(Radix, 0x1000ul, 1ul, 25ul, HypercallStatus.Parameter3)]
    [TestCase(Radix, 0x1000ul, 0ul, 25ul, HypercallStatus.Parameter4)]
    [TestCase(0x1Aul, 0ul, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase(0x18ul, 1ul << 38, 8ul, 25ul, HypercallStatus.Parameter2)]
    [TestCase(0x18ul, 0ul, 8ul, 25ul, HypercallStatus.Parameter3)]
    [TestCase(0x18ul, 0ul, 7ul, 25ul, HypercallStatus.Parameter4)]
    public void Other_process_tables_are_refused(ulong flags, ulong table, ulong pageSize, ulong size, HypercallStatus status)
    {
        Assert.That(_machine.Hypercalls().HRegisterProcTbl(flags, table, pageSize, size), Is.EqualTo(status));
        Assert.That(_machine.Machine.ProcessTableEntry, Is.Zero);
        Assert.That(Control(0) & AllBits, Is.Zero);
    }

    [Test]
    public void Processors_without_radix_trees_have_none()
    {
        using var machine = new TestMachine<Pseries_3_0>();
        Assert.That(machine.Hypercalls().HRegisterProcTbl(Radix, 0, 0, 0), Is.EqualTo(HypercallStatus.Parameter));
    }

    [Test]
    public void After_a_reset_there_is_a_hash_page_table()
    {
        _machine.Hypercalls().HRegisterProcTbl(Radix, 0x100_0000, 0, 12);
        _machine.Machine.Reset();
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Machine.ProcessTableEntry, Is.Zero);
            Assert.That(_machine.Machine.HashPageTable.Shift, Is.EqualTo(19));
            Assert.That(_machine.Machine.Execution.Partition.ProcessTable, Is.EqualTo(default(ProcessTable)));
            Assert.That(Control(0) & AllBits, Is.Zero);
        });
    }

    private ulong Control(int cpu) => Special(cpu, 318);

    private ulong Special(int cpu, int number) => _machine.Machine.Execution.Group.Cpus[cpu].State.Spr[number];
}
