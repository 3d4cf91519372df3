using System.Buffers.Binary;
using Hv.Pseries;
using Hv.Pseries.Pci;
using Hv.Runtime.Calls;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Pci;
using Hv.Runtime.Rtas;
using Hv.Runtime.Time;
using Hv.Testing;
using EduDevice = Hv.Devices.Edu.Edu;

namespace Hv.Devices.Tests.Edu;

/// <summary>A machine with an edu device, whose driver the test plays: by RTAS, hypercalls, and loads and stores of the processor.</summary>
internal sealed class EduGuest<TMachine> : IDisposable
    where TMachine : PseriesMachine, new()
{
    public const uint Identification = 0x00;
    public const uint Liveness = 0x04;
    public const uint Factorial = 0x08;
    public const uint Status = 0x20;
    public const uint InterruptStatus = 0x24;
    public const uint InterruptRaise = 0x60;
    public const uint InterruptAcknowledge = 0x64;
    public const uint Source = 0x80;
    public const uint Destination = 0x88;
    public const uint Count = 0x90;
    public const uint Command = 0x98;

    /// <summary>Where its buffer lies, as its DMA engine knows it.</summary>
    public const ulong Buffer = 0x4_0000;

    private const uint Bar = 0x9000_0000;
    private const uint Run = 1;
    private const uint ToMemory = 2;
    private const uint Interrupt = 4;

    private static readonly PciConfigAddress Address = new(3 << 11);

    public EduGuest(Action<TMachine>? configure = null, string dmaMask = "0xffffffffffffffff")
    {
        var options = new MachineOptions { RamSize = 64 << 20, Clock = Clock };
        Test = new TestMachine<TMachine>(options, machine =>
        {
            configure?.Invoke(machine);
            machine.CreateDevice<EduDevice>("edu0", [("addr", "3"), ("dma_mask", dmaMask)]);
        });
        Edu = Test.Machine.Devices.OfType<EduDevice>().First();
        Open();
    }

    public VirtualClock Clock { get; } = new(DateTimeOffset.UnixEpoch);

    public TestMachine<TMachine> Test { get; }

    public EduDevice Edu { get; }

    public PciHostBridge Bridge => Test.Machine.HostBridges.First();

    /// <summary>Where the processor finds the registers.</summary>
    public ulong Registers => Bridge.Windows.Memory32.Address + (Bar - Bridge.Windows.Memory32.BusAddress);

    /// <summary>Whether the pin of the device asserts its interrupt source.</summary>
    public bool IsInterrupting => Bridge.PinSources[3].Line.IsAsserted;

    /// <summary>Gives the device its address and lets it do everything.</summary>
    public void Open()
    {
        WriteConfiguration(PciRegister.BaseAddress0, 4, Bar);
        WriteConfiguration(PciRegister.Command, 2, PciRegister.CommandMemory | PciRegister.CommandBusMaster);
    }

    public uint ReadConfiguration(int register, uint width)
    {
        Assert.That(
            Test.Rtas().IbmReadPciConfig(new PciConfigAddress(Address.Value | (uint)register), Bridge.Buid, width, out var value), Is.EqualTo(RtasStatus.Success));
        return value;
    }

    public void WriteConfiguration(int register, uint width, uint value) => Assert.That(
        Test.Rtas().IbmWritePciConfig(new PciConfigAddress(Address.Value | (uint)register), Bridge.Buid, width, value), Is.EqualTo(RtasStatus.Success));

    public uint Read(uint register)
    {
        Span<byte> content = stackalloc byte[sizeof(uint)];
        Test.Machine.AddressSpace.Read(Registers + register, content);
        return BinaryPrimitives.ReadUInt32LittleEndian(content);
    }

    public void Write(uint register, uint value)
    {
        Span<byte> content = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(content, value);
        Test.Machine.AddressSpace.Write(Registers + register, content);
    }

    public void WriteWide(uint register, ulong value)
    {
        Span<byte> content = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(content, value);
        Test.Machine.AddressSpace.Write(Registers + register, content);
    }

    /// <summary>Maps a page of memory into a DMA window.</summary>
    public void Map(Liobn window, ulong busAddress, ulong tce) =>
        Assert.That(Test.Hypercalls().HPutTce(window, busAddress, tce), Is.EqualTo(HypercallStatus.Success));

    /// <summary>Starts a transfer from the device's buffer to memory.</summary>
    public void StartToMemory(ulong offset, ulong busAddress, ulong count, bool interrupts = false) =>
        Start(Buffer + offset, busAddress, count, Run | ToMemory | (interrupts ? Interrupt : 0));

    /// <summary>Starts a transfer from memory to the device's buffer.</summary>
    public void StartFromMemory(ulong busAddress, ulong offset, ulong count, bool interrupts = false) =>
        Start(busAddress, Buffer + offset, count, Run | (interrupts ? Interrupt : 0));

    public void Start(ulong source, ulong destination, ulong count, uint command)
    {
        WriteWide(Source, source);
        WriteWide(Destination, destination);
        WriteWide(Count, count);
        Write(Command, command);
    }

    /// <summary>Lets the time of a transfer pass.</summary>
    public void Finish() => Clock.AdvanceTo(Clock.Now + 100_000_000);

    /// <summary>Moves bytes from one bus address to another, through the device's buffer.</summary>
    public void Copy(ulong from, ulong to, ulong count)
    {
        StartFromMemory(from, 0, count);
        Finish();
        StartToMemory(0, to, count);
        Finish();
    }

    public void Dispose() => Test.Dispose();
}
