using System.Buffers.Binary;
using Hv.Pseries;
using Hv.Pseries.Pci;
using Hv.Pseries.Versions;
using Hv.Runtime.Machines;
using Hv.Runtime.Pci;
using Hv.Testing;
using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Devices;

namespace Hv.Vfio.Tests.Devices;

/// <summary>
/// A machine with devices of a modelled host: the first is one of PCI Express with 64 KiB of memory behind BAR 0, its MSI-X table and
/// pending bits in the middle of it, power management, and a ROM.
/// </summary>
internal sealed class PassedThrough : IDisposable
{
    public const string First = "0000:02:00.0";
    public const ulong BarSize = 0x1_0000;
    public const ulong TableOffset = 0x4000;
    public const ulong PendingOffset = 0x5800;
    public const int Vectors = 8;
    public const byte PowerManagement = 0x40;
    public const byte Msix = 0x50;
    public const byte VendorSpecific = 0x90;
    public const ulong Bar = 0x9000_0000;

    private const byte Express = 0x60;
    private const uint NvmeClass = 0x01_08_02;

    private readonly FakeMemoryRegion _memory = new(BarSize);
    private readonly List<FakeMemoryRegion> _others = [];

    /// <summary>Starts a machine.</summary>
    /// <param name="attach">Whether the first device is there from the start.</param>
    /// <param name="change">Changes the first device before it is there.</param>
    /// <param name="canReset">Whether it can be reset alone.</param>
    /// <param name="others">Others of the host.</param>
    public PassedThrough(bool attach = true, Action<FakeDevice>? change = null, bool canReset = true, params ReadOnlySpan<FakeDevice> others)
    {
        Fake = new FakeDevice(First, group: 7, 0x1B36, 0x0010, NvmeClass, isExpress: true)
        {
            Driver = FakeDevice.VfioDriver, CanReset = canReset, CanResetBus = true,
        };
        Fake.SetRegion(0, _memory, isWide: true);
        Fake.SetRegion(6, Rom);
        Fake.Configuration.SetInterruptPin(1);
        Fake.Configuration.AddCapability(0x01, PowerManagement, [0x03, 0x00, 0x00, 0x00, 0x00, 0x00]);
        Fake.Configuration.SetWritable(PowerManagement + 4, 0x03);
        Fake.Configuration.AddMsix(Msix, Vectors, 0, (uint)TableOffset, 0, (uint)PendingOffset);
        Fake.Configuration.AddExpress(Express, canResetFunction: true);
        Fake.Configuration.AddCapability(0x09, VendorSpecific, [0x08, 0x11, 0x22, 0x33, 0x44, 0x55]);
        Fake.Configuration.SetWritable(VendorSpecific + 4, 0xFF);
        change?.Invoke(Fake);
        Kernel = new FakeKernel(FakeKernelOptions.Pc, [Fake, .. others]);
        Test = new TestMachine<Pseries_7_2>(new MachineOptions { RamSize = 32 << 20 }, machine =>
        {
            VfioHost.SetKernel(machine, Kernel);
            if (attach)
                machine.CreateDevice<VfioPciDevice>("first", [("addr", "3"), ("host", First)]);
        });
    }

    public FakeDevice Fake { get; }

    public FakeKernel Kernel { get; }

    public TestMachine<Pseries_7_2> Test { get; }

    public Pseries_7_2 Machine => Test.Machine;

    public VfioPciDevice Device => Machine.Devices.OfType<VfioPciDevice>().First();

    public PciHostBridge Bridge => Machine.HostBridges.First();

    public FakeMemoryRegion Rom { get; } = new(4096);

    /// <summary>Gives the device its address and lets it do everything.</summary>
    public void Open()
    {
        Device.WriteConfiguration(PciRegister.BaseAddress0, 4, (uint)Bar);
        Device.WriteConfiguration(PciRegister.BaseAddress0 + 4, 4, 0);
        Device.WriteConfiguration(PciRegister.Command, 2, PciRegister.CommandMemory | PciRegister.CommandBusMaster);
    }

    public uint Read(ulong offset, int width = 4)
    {
        Assert.That(Bridge.Bus.Memory.TryReadNumber(Bar + offset, width, Runtime.Memory.ByteOrder.Little, out var value), Is.True);
        return (uint)value;
    }

    public void Write(ulong offset, uint value) =>
        Assert.That(Bridge.Bus.Memory.TryWriteNumber(Bar + offset, 4, Runtime.Memory.ByteOrder.Little, value), Is.True);

    /// <summary>What the device itself has at a place of its memory.</summary>
    public uint ReadAtDevice(ulong offset)
    {
        var content = new byte[4];
        _memory.Read(offset, content);
        return BinaryPrimitives.ReadUInt32LittleEndian(content);
    }

    /// <summary>Sets a vector's message and unmasks it, as a driver on a PC does.</summary>
    public void SetVector(int vector, uint number)
    {
        var entry = TableOffset + ((ulong)vector * 16);
        Write(entry, 0);
        Write(entry + 4, 1u << 10);
        Write(entry + 8, number);
        Write(entry + 12, 0);
    }

    /// <summary>Switches MSI-X on or off.</summary>
    public void EnableMsix(bool isOn = true) => Device.WriteConfiguration(Msix + 2, 2, isOn ? 0x8000u : 0);

    public void Dispose()
    {
        Test.Dispose();
        SpinWait.SpinUntil(() => Kernel.Leaks.IsEmpty, 5000);
        Kernel.AssertNoLeaks();
        _memory.Dispose();
        Rom.Dispose();
    }
}
