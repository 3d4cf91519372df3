using System.Buffers.Binary;
using System.Diagnostics;
using Hv.Devices.Nvme;
using Hv.Pseries;
using Hv.Pseries.Pci;
using Hv.Pseries.Versions;
using Hv.Runtime.Block;
using Hv.Runtime.Calls;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Pci;
using Hv.Runtime.Rtas;
using Hv.Runtime.Time;
using Hv.Testing;

namespace Hv.Devices.Tests.Nvme;

/// <summary>A machine with an NVMe controller, whose driver the test plays: all DMA goes through a dynamic window over all of RAM.</summary>
internal sealed class NvmeGuest : IDisposable
{
    public const int DiskSize = 8 << 20;

    private const uint Bar = 0x9000_0000;
    private const int PageShift = 24;
    private const ulong RamSize = 64 << 20;

    private static readonly PciConfigAddress Address = new(3 << 11);

    /// <summary>Makes a machine, and enables the controller.</summary>
    /// <param name="properties">Properties of the controller besides serial, drive and address.</param>
    /// <param name="isSynchronous">Whether commands are done when a doorbell was rung.</param>
    /// <param name="disk">The disk of namespace 1; memory of <see cref="DiskSize"/> when not given.</param>
    /// <param name="configure">Adds devices.</param>
    /// <param name="enables">Whether the controller is enabled.</param>
    public NvmeGuest(
        (string, string)[]? properties = null, bool isSynchronous = false, BlockDevice? disk = null, Action<Machine>? configure = null,
        bool enables = true, bool hasDrive = true)
    {
        Drives = new BlockDevices();
        Drives.Add(Disk = disk ?? new MemoryBlockDevice("disk", DiskSize));
        var options = new MachineOptions { RamSize = RamSize, Clock = Clock, BlockDevices = Drives, HasSynchronousIo = isSynchronous };
        (string, string)[] own = hasDrive ? [("drive", Disk.Id)] : [];
        Test = new TestMachine<Pseries_7_2>(options, machine =>
        {
            machine.CreateDevice<NvmeController>("nvme0", [("serial", "hv-1"), ("addr", "3"), .. own, .. properties ?? []]);
            configure?.Invoke(machine);
        });
        Controller = Test.Machine.Devices.OfType<NvmeController>().First();
        Open();
        Admin = new NvmeQueuePair(this, 0, 32);
        if (enables)
            Enable();
    }

    public VirtualClock Clock { get; } = new(DateTimeOffset.UnixEpoch);

    public BlockDevices Drives { get; }

    public BlockDevice Disk { get; }

    public TestMachine<Pseries_7_2> Test { get; }

    public NvmeController Controller { get; }

    public NvmeQueuePair Admin { get; private set; }

    public PciHostBridge Bridge => Test.Machine.HostBridges.First();

    /// <summary>The first bus address of the window; RAM lies from there on.</summary>
    public ulong Window { get; private set; }

    public uint Status => ReadRegister(0x1C);

    public bool IsPinAsserted => Bridge.PinSources[3].Line.IsAsserted;

    private ulong Registers => Bridge.Windows.Memory32.Address + (Bar - Bridge.Windows.Memory32.BusAddress);

    public ulong Bus(GuestPhysicalAddress address) => Window + address.Value;

    /// <summary>Reserves pages of 4 KiB.</summary>
    public GuestPhysicalAddress AllocatePages(int count)
    {
        var address = Test.Allocate(((ulong)count + 1) * 4096).Value;
        return new GuestPhysicalAddress((address + 4095) & ~4095UL);
    }

    /// <summary>Gives the function its address, lets it do everything, and makes the window.</summary>
    public void Open()
    {
        WriteConfiguration(PciRegister.BaseAddress0, 4, Bar);
        WriteConfiguration(PciRegister.BaseAddress0 + 4, 4, 0);
        WriteConfiguration(PciRegister.Command, 2, PciRegister.CommandMemory | PciRegister.CommandBusMaster);
        Assert.That(
            Test.Rtas().IbmCreatePeDmaWindow(Address, Bridge.Buid, PageShift, 26, out var window, out var address),
            Is.EqualTo(RtasStatus.Success));
        Window = address;
        for (var page = 0UL; page < RamSize; page += 1UL << PageShift)
            Assert.That(Test.Hypercalls().HPutTce(window, address + page, page | 3), Is.EqualTo(HypercallStatus.Success));
    }

    public uint ReadConfiguration(int register, uint width)
    {
        Assert.That(
            Test.Rtas().IbmReadPciConfig(new PciConfigAddress(Address.Value | (uint)register), Bridge.Buid, width, out var value),
            Is.EqualTo(RtasStatus.Success));
        return value;
    }

    public void WriteConfiguration(int register, uint width, uint value) => Assert.That(
        Test.Rtas().IbmWritePciConfig(new PciConfigAddress(Address.Value | (uint)register), Bridge.Buid, width, value), Is.EqualTo(RtasStatus.Success));

    public uint ReadRegister(ulong register)
    {
        Span<byte> content = stackalloc byte[sizeof(uint)];
        Test.Machine.AddressSpace.Read(Registers + register, content);
        return BinaryPrimitives.ReadUInt32LittleEndian(content);
    }

    public ulong ReadWide(ulong register) => ReadRegister(register) | ((ulong)ReadRegister(register + 4) << 32);

    public void WriteRegister(ulong register, uint value)
    {
        Span<byte> content = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(content, value);
        Test.Machine.AddressSpace.Write(Registers + register, content);
    }

    public void WriteWide(ulong register, ulong value)
    {
        Span<byte> content = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(content, value);
        Test.Machine.AddressSpace.Write(Registers + register, content);
    }

    /// <summary>Writes any bytes to the registers.</summary>
    public void WriteBytes(ulong register, ReadOnlySpan<byte> content) => Test.Machine.AddressSpace.Write(Registers + register, content);

    /// <summary>Reads any bytes of the registers.</summary>
    public void ReadBytes(ulong register, Span<byte> content) => Test.Machine.AddressSpace.Read(Registers + register, content);

    /// <summary>Sets the admin queue up and enables the controller.</summary>
    public void Enable(uint configuration = 0x0046_0001)
    {
        WriteRegister(0x24, (uint)((Admin.Size - 1) | ((Admin.Size - 1) << 16)));
        WriteWide(0x28, Admin.Submissions);
        WriteWide(0x30, Admin.Completions);
        WriteRegister(0x14, configuration);
        WaitForStatus(1, 1);
    }

    /// <summary>Disables the controller, and waits until it is; the next admin queue is a new one.</summary>
    public void Disable()
    {
        WriteRegister(0x14, 0x0046_0000);
        WaitForStatus(1, 0);
        Admin = new NvmeQueuePair(this, 0, 32);
    }

    public void WaitForStatus(uint mask, uint value)
    {
        var waited = Stopwatch.StartNew();
        while ((Status & mask) != value)
        {
            Assert.That(waited.Elapsed, Is.LessThan(NvmeQueuePair.Patience), $"CSTS is 0x{Status:x}");
            Thread.Sleep(0);
        }
    }

    /// <summary>Makes a pair of I/O queues.</summary>
    public NvmeQueuePair CreateQueues(int id = 1, int size = 64, int vector = 0)
    {
        var queue = new NvmeQueuePair(this, id, size);
        var number = (uint)(id | ((size - 1) << 16));
        Assert.That(Admin.Run(new NvmeEntry(0x05) { Prp1 = queue.Completions, Word10 = number, Word11 = 3 | ((uint)vector << 16) }).Status, Is.Zero);
        Assert.That(Admin.Run(new NvmeEntry(0x01) { Prp1 = queue.Submissions, Word10 = number, Word11 = 1 | ((uint)id << 16) }).Status, Is.Zero);
        return queue;
    }

    /// <summary>Switches MSI-X on; each vector's message goes to a word of RAM.</summary>
    public GuestPhysicalAddress EnableMessages(int vectors)
    {
        var words = AllocatePages(1);
        var table = 0x2000u;
        for (var vector = 0u; vector < vectors; vector++)
        {
            WriteWide(table + (vector * 16), Bus(words) + (vector * 4));
            WriteRegister(table + (vector * 16) + 8, 0x1000 + vector);
            WriteRegister(table + (vector * 16) + 12, 0);
        }

        var capability = Controller.Configuration.FindCapability(MsixCapability.Id);
        WriteConfiguration(capability + 2, 2, 0x8000);
        return words;
    }

    /// <summary>Runs an admin command whose data go to a page.</summary>
    public (NvmeAnswer Answer, byte[] Data) RunAdmin(NvmeEntry entry, byte[]? data = null)
    {
        var page = AllocatePages(1);
        if (data is not null)
            Test.Write(page, data);

        var answer = Admin.Run(entry with { Prp1 = Bus(page) });
        return (answer, Test.Read(page, 4096));
    }

    public void Dispose()
    {
        Test.Dispose();
        Drives.Dispose();
    }
}
