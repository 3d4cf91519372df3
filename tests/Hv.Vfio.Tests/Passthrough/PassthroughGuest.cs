using System.Buffers.Binary;
using System.Globalization;
using Hv.Pseries;
using Hv.Pseries.Pci;
using Hv.Runtime.Calls;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Pci;
using Hv.Runtime.Rtas;
using Hv.Testing;
using Hv.Vfio.Devices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Passthrough;

/// <summary>
/// A machine with an <c>edu</c> device of a host passed through, whose driver the test plays: by RTAS, hypercalls, and loads and stores
/// of the processor.
/// </summary>
internal sealed class PassthroughGuest<TMachine> : IDisposable
    where TMachine : PseriesMachine, new()
{
    public const ulong Buffer = 0x4_0000;
    public const uint Identification = 0x00;
    public const uint Liveness = 0x04;
    public const uint InterruptStatus = 0x24;
    public const uint InterruptRaise = 0x60;
    public const uint InterruptAcknowledge = 0x64;

    private const uint Source = 0x80;
    private const uint Destination = 0x88;
    private const uint Count = 0x90;
    private const uint Command = 0x98;
    private const uint Start = 1;
    private const uint ToMemory = 2;
    private const uint Interrupt = 4;
    private const uint Bar = 0x9000_0000;
    private const int MsiControl = 2;
    private const int WaitMilliseconds = 20_000;

    private static readonly PciConfigAddress Address = new(3 << 11);

    private readonly bool _isBigEndian;
    private readonly Func<RamBlock, IDeviceMemory> _memoryOf;

    public PassthroughGuest(
        IHostKernel kernel, string device, bool hasBigEndianRegisters, Func<RamBlock, IDeviceMemory> memoryOf,
        params IReadOnlyList<(string Property, string Value)> bridge)
    {
        _isBigEndian = hasBigEndianRegisters;
        _memoryOf = memoryOf;
        var options = new MachineOptions
        {
            RamSize = 32 << 20,
            Globals = [.. bridge.Select(setting => new GlobalProperty("spapr-pci-host-bridge", setting.Property, setting.Value))],
        };
        Test = new TestMachine<TMachine>(options, machine =>
        {
            VfioHost.SetKernel(machine, kernel);
            machine.CreateDevice<VfioPciDevice>("edu0", [("addr", "3"), ("host", device)]);
        });
        try
        {
            WriteConfiguration(PciRegister.BaseAddress0, 4, Bar);
            WriteConfiguration(PciRegister.Command, 2, PciRegister.CommandMemory | PciRegister.CommandBusMaster);
        }
        catch
        {
            Test.Dispose();
            throw;
        }
    }

    public PassthroughGuest(IContractHost host, params IReadOnlyList<(string Property, string Value)> bridge)
        : this(host.Kernel, host.DeviceAddress, host.HasBigEndianRegisters, host.MemoryOf, bridge)
    {
    }

    public TestMachine<TMachine> Test { get; }

    public VfioPciDevice Device => Test.Machine.Devices.OfType<VfioPciDevice>().Single();

    public PciHostBridge Bridge => Test.Machine.HostBridges.First();

    /// <summary>RAM as the device reaches it.</summary>
    public IDeviceMemory Memory => _memoryOf(Test.Memory.Blocks[0].Block);

    /// <summary>The MSI of the device: the source that it arrives at.</summary>
    public uint MessageSource { get; private set; }

    /// <summary>How many messages arrived.</summary>
    public ulong Messages
    {
        get
        {
            lock (Test.Machine.Lock)
                return Test.Machine.Interrupts.Find(MessageSource)?.Messages ?? 0;
        }
    }

    private ulong Registers => Bridge.Windows.Memory32.Address + (Bar - Bridge.Windows.Memory32.BusAddress);

    public uint ReadConfiguration(int register, uint width)
    {
        Assert.That(
            Test.Rtas().IbmReadPciConfig(new PciConfigAddress(Address.Value | (uint)register), Bridge.Buid, width, out var value),
            Is.EqualTo(RtasStatus.Success));
        return value;
    }

    public void WriteConfiguration(int register, uint width, uint value) => Assert.That(
        Test.Rtas().IbmWritePciConfig(new PciConfigAddress(Address.Value | (uint)register), Bridge.Buid, width, value),
        Is.EqualTo(RtasStatus.Success));

    public uint Read(uint register)
    {
        Span<byte> content = stackalloc byte[sizeof(uint)];
        Test.Machine.AddressSpace.Read(Registers + register, content);
        return _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(content) : BinaryPrimitives.ReadUInt32LittleEndian(content);
    }

    public void Write(uint register, uint value)
    {
        Span<byte> content = stackalloc byte[sizeof(uint)];
        if (_isBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(content, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(content, value);

        Test.Machine.AddressSpace.Write(Registers + register, content);
    }

    /// <summary>Maps pages of RAM into a DMA window.</summary>
    public HypercallStatus Map(Liobn window, ulong busAddress, ulong tce) => Test.Hypercalls().HPutTce(window, busAddress, tce);

    /// <summary>Asks for an MSI and switches it on, as Linux does.</summary>
    public void EnableMessages()
    {
        const uint Msi = 3;
        Assert.That(
            Test.Rtas().IbmChangeMsi(Address, Bridge.Buid, Msi, 1, 1, out var given, out _, out _), Is.EqualTo(RtasStatus.Success));
        Assert.That(given, Is.EqualTo(1u));
        Test.Rtas().IbmQueryInterruptSourceNumber(Address, Bridge.Buid, 0, out var number, out _);
        MessageSource = number;
        var capability = FindCapability(MsiCapability.Id);
        WriteConfiguration(capability + MsiControl, 2, ReadConfiguration(capability + MsiControl, 2) | 1);
    }

    /// <summary>Switches it off.</summary>
    public void DisableMessages()
    {
        var capability = FindCapability(MsiCapability.Id);
        WriteConfiguration(capability + MsiControl, 2, ReadConfiguration(capability + MsiControl, 2) & ~1u);
    }

    /// <summary>Lets the device move bytes between memory and its buffer, and waits for its message.</summary>
    public void Transfer(ulong source, ulong destination, uint count, bool toMemory)
    {
        var before = Messages;
        WriteWide(Source, source);
        WriteWide(Destination, destination);
        WriteWide(Count, count);
        Write(Command, Start | Interrupt | (toMemory ? ToMemory : 0));
        WaitUntil(() => Messages > before, "the message of the transfer");
        Write(InterruptAcknowledge, Read(InterruptStatus));
    }

    public static void WaitUntil(Func<bool> condition, string what) =>
        Assert.That(SpinWait.SpinUntil(condition, WaitMilliseconds), Is.True, $"waited for {what} in vain");

    public int FindCapability(byte id)
    {
        var offset = (int)ReadConfiguration(PciRegister.CapabilityList, 1);
        for (var step = 0; step < 48 && offset != 0; step++)
        {
            if (ReadConfiguration(offset, 1) == id)
                return offset;

            offset = (int)ReadConfiguration(offset + 1, 1);
        }

        Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"capability 0x{id:x} is not there"));
        return 0;
    }

    public void Dispose() => Test.Dispose();

    private void WriteWide(uint register, ulong value)
    {
        Span<byte> content = stackalloc byte[sizeof(ulong)];
        if (_isBigEndian)
            BinaryPrimitives.WriteUInt64BigEndian(content, value);
        else
            BinaryPrimitives.WriteUInt64LittleEndian(content, value);

        // As one access where it does not fit 32 bits: the device takes those of 4 bytes as the whole register.
        if (value <= uint.MaxValue)
            Write(register, (uint)value);
        else
            Test.Machine.AddressSpace.Write(Registers + register, content);
    }
}
