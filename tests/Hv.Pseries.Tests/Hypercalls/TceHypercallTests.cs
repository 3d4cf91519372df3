using System.Buffers.Binary;
using Hv.Pseries.Pci;
using Hv.Pseries.Versions;
using Hv.Runtime.Calls;
using Hv.Runtime.Dma;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;
using Hv.Testing;

namespace Hv.Pseries.Tests.Hypercalls;

public sealed class TceHypercallTests
{
    private const ulong Bus64 = 0x0800_0000_0000_0000;
    private const uint DefaultEntries = 1 << 18;

    private static readonly Liobn Default = new(0x8000_0000);
    private static readonly Liobn Second = new(0x8000_0001);

    private TestMachine<Pseries_7_2> _machine = null!;
    private GuestPhysicalAddress _list;

    [SetUp]
    public void MakeMachine()
    {
        _machine = new TestMachine<Pseries_7_2>();
        _list = new GuestPhysicalAddress(_machine.Allocate(8192).Value + 4095 & ~4095UL);
    }

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [Test]
    public void A_page_that_is_put_is_read_back_and_reached_by_devices()
    {
        var buffer = _machine.Allocate(4096);
        var page = buffer.Value & ~4095UL;
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HPutTce(Default, 0x5000, page | 3), Is.EqualTo(HypercallStatus.Success));
            Assert.That(_machine.Hypercalls().HGetTce(Default, 0x5FFF, out var tce), Is.EqualTo(HypercallStatus.Success));
            Assert.That(tce, Is.EqualTo(page | 3));
            Assert.That(Dma.Write(0x5000 + (buffer.Value - page), "hello"u8), Is.EqualTo(DmaResult.Success));
            Assert.That(_machine.Read(buffer, 5), Is.EqualTo("hello"u8.ToArray()));
        });
    }

    [TestCase(0x8000_0001ul, TestName = "A_disabled_table_is_refused")]
    [TestCase(0x8000_0002ul, TestName = "An_unknown_table_is_refused")]
    [TestCase(0x7100_0000ul, TestName = "A_terminal_has_no_table")]
    [TestCase(0ul, TestName = "Table_0_is_refused")]
    [TestCase(0x1_8000_0000ul, TestName = "A_LIOBN_has_32_bits")]
    [TestCase(ulong.MaxValue, TestName = "A_LIOBN_of_all_ones_is_refused")]
    public void Other_tables_are_refused(ulong liobn)
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercall("H_PUT_TCE", liobn, 0, 3).Status, Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercall("H_GET_TCE", liobn, 0).Status, Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercall("H_GET_TCE", liobn, 0).Registers[0], Is.EqualTo(liobn), "r4 keeps what it held");
            Assert.That(_machine.Hypercall("H_STUFF_TCE", liobn, 0, 3, 1).Status, Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercall("H_PUT_TCE_INDIRECT", liobn, 0, _list.Value, 1).Status, Is.EqualTo(HypercallStatus.Parameter));
        });
    }

    [TestCase(0x4000_0000ul)]
    [TestCase(0x8000_0000_0000_0000ul)]
    [TestCase(Bus64)]
    [TestCase(ulong.MaxValue)]
    public void Addresses_outside_of_the_window_are_refused(ulong ioba)
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HPutTce(Default, ioba, 3), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercalls().HGetTce(Default, ioba, out _), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercalls().HStuffTce(Default, ioba, 3, 1), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercalls().HPutTceIndirect(Default, ioba, _list, 1), Is.EqualTo(HypercallStatus.Parameter));
        });
    }

    [Test]
    public void Below_a_window_at_its_own_address_nothing_is_covered()
    {
        CreateWindow();
        Assert.That(_machine.Hypercalls().HPutTce(Second, Bus64 - 1, 3), Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(_machine.Hypercalls().HPutTce(Second, 0, 3), Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(_machine.Hypercalls().HPutTce(Second, Bus64 + 0xFFFF, 3), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_machine.Hypercalls().HGetTce(Second, Bus64, out var tce), Is.EqualTo(HypercallStatus.Success));
        Assert.That(tce, Is.EqualTo(3));
    }

    [Test]
    public void A_list_is_big_endian()
    {
        WriteList(0x1122334455667788, 3, 0);
        Assert.That(_machine.Hypercalls().HPutTceIndirect(Default, 0x7000, _list, 3), Is.EqualTo(HypercallStatus.Success));
        Assert.That(Tces(0x6000, 5), Is.EqualTo(new ulong[] { 0, 0x1122334455667788, 3, 0, 0 }));
    }

    [Test]
    public void A_list_has_1_to_512_entries()
    {
        WriteList([.. Enumerable.Range(1, 512).Select(value => (ulong)value)]);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HPutTceIndirect(Default, 0, _list, 0), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercalls().HPutTceIndirect(Default, 0, _list, 513), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercalls().HPutTceIndirect(Default, 0, _list, (1UL << 32) + 1), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercalls().HPutTceIndirect(Default, 0, _list, ulong.MaxValue), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(Tces(0, 1), Is.All.Zero);
            Assert.That(_machine.Hypercalls().HPutTceIndirect(Default, 0x3000, _list, 512), Is.EqualTo(HypercallStatus.Success));
            Assert.That(Tces(0x3000, 512), Is.EqualTo(Enumerable.Range(1, 512)));
        });
    }

    [Test]
    public void A_list_that_is_not_wholly_aligned_RAM_changes_nothing()
    {
        var end = _machine.Memory.Size;
        Assert.Multiple(() =>
        {
            foreach (var list in new[] { _list.Value + 1, _list.Value + 8, _list.Value + 2048, end, end * 2, 1UL << 63, ulong.MaxValue & ~4095UL, ulong.MaxValue })
            {
                Assert.That(
                    _machine.Hypercalls().HPutTceIndirect(Default, 0, new GuestPhysicalAddress(list), 2), Is.EqualTo(HypercallStatus.Parameter), $"0x{list:x}");
            }

            Assert.That(Tces(0, 2), Is.All.Zero);
        });
    }

    [Test]
    public void A_list_in_the_registers_of_a_device_changes_nothing_and_is_not_read()
    {
        var device = new CountingDevice();
        _machine.Machine.AddressSpace.Map(new MmioRegion("registers", 4096, device, _machine.Machine.Lock), 1UL << 40);
        Assert.That(_machine.Hypercalls().HPutTceIndirect(Default, 0, new GuestPhysicalAddress(1UL << 40), 2), Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(device.Accesses, Is.Zero);
        Assert.That(Tces(0, 2), Is.All.Zero);
    }

    [Test]
    public void A_list_half_of_which_fails_changes_nothing()
    {
        WriteList(3, 3);
        _machine.Faults.Add(_list + 8, 8, reads: true);
        Assert.That(_machine.Hypercalls().HPutTceIndirect(Default, 0, _list, 2), Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(Tces(0, 2), Is.All.Zero);
    }

    [Test]
    public void What_was_put_before_the_end_of_the_window_stays()
    {
        WriteList(3, 7, 11);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HPutTceIndirect(Default, 0x3FFFE000, _list, 3), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(Tces(0x3FFFE000, 2), Is.EqualTo(new ulong[] { 3, 7 }));
            Assert.That(_machine.Hypercalls().HStuffTce(Default, 0x3FFFF000, 5, 2), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(Tces(0x3FFFE000, 2), Is.EqualTo(new ulong[] { 3, 5 }));
        });
    }

    [Test]
    public void Stuffing_takes_1_to_all_pages_of_the_window()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HStuffTce(Default, 0, 3, 0), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercalls().HStuffTce(Default, 0, 3, DefaultEntries + 1), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercalls().HStuffTce(Default, 0, 3, ulong.MaxValue), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(Tces(0, 1), Is.All.Zero);
            Assert.That(_machine.Hypercalls().HStuffTce(Default, 0, 3, DefaultEntries), Is.EqualTo(HypercallStatus.Success));
            Assert.That(Tces(0x3FFFF000, 1), Is.All.EqualTo(3));
            Assert.That(_machine.Hypercalls().HStuffTce(Default, 0x1000, 0, DefaultEntries - 2), Is.EqualTo(HypercallStatus.Success));
            Assert.That(Tces(0, 2), Is.EqualTo(new ulong[] { 3, 0 }));
            Assert.That(Tces(0x3FFFE000, 2), Is.EqualTo(new ulong[] { 0, 3 }));
        });
    }

    [Test]
    public void A_listener_of_32768_pages_put_by_lists_gets_a_range_for_each_list()
    {
        CreateWindow();
        var listener = new RecordingListener();
        _machine.Machine.HostBridges.Single().DmaWindows[1].AddListener(listener);
        for (var call = 0UL; call < 64; call++)
        {
            WriteList([.. Enumerable.Range(0, 512).Select(page => (((call * 512) + (ulong)page) << 16) | 3)]);
            _machine.Hypercalls().HPutTceIndirect(Second, Bus64 + ((call * 512) << 16), _list, 512);
        }

        Assert.That(listener.Told, Has.Count.EqualTo(64));
        Assert.That(listener.Told[^1], Is.EqualTo($"map {Bus64 + (63 << 25):x}+2000000 -> 7e000000 ReadWrite"));
    }

    [Test]
    public void What_a_listener_throws_reaches_whoever_runs_the_machine_and_not_the_guest()
    {
        var failures = new List<Exception>();
        _machine.Machine.HandlerFailed += failures.Add;
        var table = _machine.Machine.HostBridges.Single().DmaWindows[0];
        table.AddListener(new RecordingListener { Failure = new InvalidOperationException("no") });
        Assert.That(
            _machine.Machine.Hypercall(0x20, new ulong[] { Default.Value, 0, 3, 0, 0, 0, 0, 0, 0 }, _machine.Cpu), Is.EqualTo(HypercallStatus.Success));
        Assert.That(failures, Has.Count.EqualTo(1));
        Assert.That(table.Get(0, out var tce), Is.EqualTo(HypercallStatus.Success));
        Assert.That(tce, Is.EqualTo(3));
    }

    private DmaAddressSpace Dma => _machine.Machine.HostBridges.Single().Dma;

    private void CreateWindow() => Assert.That(
        _machine.Rtas().IbmCreatePeDmaWindow(default, new Buid(0x0800_0000_2000_0000), 16, 47, out _, out _), Is.EqualTo(RtasStatus.Success));

    private void WriteList(params ulong[] tces)
    {
        var bytes = new byte[tces.Length * sizeof(ulong)];
        for (var index = 0; index < tces.Length; index++)
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(index * sizeof(ulong)), tces[index]);

        _machine.Write(_list, bytes);
    }

    private ulong[] Tces(ulong ioba, int count)
    {
        var tces = new ulong[count];
        for (var index = 0; index < count; index++)
            Assert.That(_machine.Hypercalls().HGetTce(Default, ioba + ((ulong)index << 12), out tces[index]), Is.EqualTo(HypercallStatus.Success));

        return tces;
    }

    private sealed class CountingDevice : IMmioDevice
    {
        public int Accesses { get; private set; }

        public ulong ReadRegister(ulong offset, int width) => (ulong)++Accesses;

        public void WriteRegister(ulong offset, int width, ulong value) => Accesses++;
    }
}
