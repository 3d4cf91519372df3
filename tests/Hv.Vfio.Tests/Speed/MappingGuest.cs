using System.Buffers.Binary;
using Hv.Pseries;
using Hv.Pseries.Pci;
using Hv.Pseries.Versions;
using Hv.Runtime.Calls;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Pci;
using Hv.Runtime.Rtas;
using Hv.Testing;
using Hv.Vfio.Devices;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Speed;

/// <summary>
/// A machine whose guest maps its RAM for DMA, with a device of a host behind the window or without one. It makes the calls as a guest's
/// processor does; no test framework is needed.
/// </summary>
internal sealed class MappingGuest : IDisposable
{
    /// <summary>The most entries that a call puts.</summary>
    public const int ListLength = 512;

    private const ulong PutTce = 0x20;
    private const ulong StuffTce = 0x138;
    private const ulong PutTceIndirect = 0x13C;
    private const ulong ReadWrite = 3;

    // Where the list lies in RAM: it is mapped like all other pages, which changes nothing.
    private const ulong List = 0x1000;

    private static readonly PciConfigAddress Address = new(3 << 11);

    private readonly ulong[] _registers = new ulong[HypercallFrame.SlotCount];
    private readonly ulong _ramSize;
    private readonly VirtualCpu _cpu;
    private readonly Pseries_7_2 _machine;

    /// <summary>Makes the machine.</summary>
    /// <param name="ramSize">Bytes of RAM.</param>
    /// <param name="kernel">The host's kernel; <see langword="null"/>: no device is passed through.</param>
    /// <param name="device">The device's address.</param>
    /// <param name="windowAddress">Where the window begins that the guest makes.</param>
    public MappingGuest(ulong ramSize, IHostKernel? kernel, string device, ulong windowAddress)
    {
        var options = new MachineOptions
        {
            RamSize = ramSize,
            Globals = [new GlobalProperty("spapr-pci-host-bridge", "dma64_win_addr", $"0x{windowAddress:x}")],
        };
        Test = new TestMachine<Pseries_7_2>(options, machine =>
        {
            if (kernel is null)
                return;

            VfioHost.SetKernel(machine, kernel);
            machine.CreateDevice<VfioPciDevice>("edu0", [("addr", "3"), ("host", device)]);
        });
        (_ramSize, _machine, _cpu) = (ramSize, Test.Machine, Test.Cpu);
        (Liobn, BusAddress, PageShift) = (0x8000_0000, 0, 12);
    }

    /// <summary>The machine.</summary>
    public TestMachine<Pseries_7_2> Test { get; }

    /// <summary>The device that is passed through.</summary>
    public VfioPciDevice Device => Test.Machine.Devices.OfType<VfioPciDevice>().Single();

    /// <summary>The number of the window that is mapped in: the default one until another is made.</summary>
    public ulong Liobn { get; private set; }

    /// <summary>Where it begins.</summary>
    public ulong BusAddress { get; private set; }

    /// <summary>Its pages have 2^this bytes.</summary>
    public int PageShift { get; private set; }

    private PciHostBridge Bridge => Test.Machine.HostBridges.First();

    /// <summary>Makes a window and maps in it from then on.</summary>
    /// <param name="pageShift">Pages have 2^this bytes.</param>
    /// <param name="sizeShift">The window has 2^this bytes.</param>
    public void CreateWindow(int pageShift, int sizeShift)
    {
        var status = Test.Rtas().IbmCreatePeDmaWindow(Address, Bridge.Buid, (uint)pageShift, (uint)sizeShift, out var liobn, out var busAddress);
        if (status != RtasStatus.Success)
            throw new InvalidOperationException($"No window is made: {status}. {Device.Follower.LastRefusal}");

        (Liobn, BusAddress, PageShift) = (liobn.Value, busAddress, pageShift);
    }

    /// <summary>Removes the window that was made; the default one is mapped in then.</summary>
    public void RemoveWindow()
    {
        if (Test.Rtas().IbmRemovePeDmaWindow(new Liobn((uint)Liobn)) is not RtasStatus.Success and var status)
            throw new InvalidOperationException($"The window is not removed: {status}.");

        (Liobn, BusAddress, PageShift) = (0x8000_0000, 0, 12);
    }

    /// <summary>The TCE by which a page of the window leads to the page of RAM of the same number, RAM repeated as often as need be.</summary>
    public ulong TceOf(ulong page) => ((page << PageShift) % _ramSize) | ReadWrite;

    /// <summary>Puts one TCE.</summary>
    public void Put(ulong page, ulong tce)
    {
        _registers[2] = tce;
        Call(PutTce, page);
    }

    /// <summary>Writes a list of TCEs to RAM, for <see cref="PutList"/>.</summary>
    public void WriteList(ulong page, ulong count)
    {
        Span<byte> list = stackalloc byte[ListLength * sizeof(ulong)];
        for (var index = 0UL; index < count; index++)
            BinaryPrimitives.WriteUInt64BigEndian(list[((int)index * sizeof(ulong))..], TceOf(page + index));

        if (!Test.Memory.TryWrite(new GuestPhysicalAddress(List), list[..((int)count * sizeof(ulong))]))
            throw new InvalidOperationException("RAM does not take the list.");
    }

    /// <summary>Puts the TCEs of the list.</summary>
    public void PutList(ulong page, ulong count)
    {
        (_registers[2], _registers[3]) = (List, count);
        Call(PutTceIndirect, page);
    }

    /// <summary>Unmaps pages.</summary>
    public void Clear(ulong page, ulong count)
    {
        (_registers[2], _registers[3]) = (0, count);
        Call(StuffTce, page);
    }

    /// <summary>Asks for an MSI and switches it on, as Linux does.</summary>
    /// <returns>The source that it arrives at.</returns>
    public uint EnableMessages()
    {
        const uint Msi = 3;
        const int ControlOffset = 2;
        if (Test.Rtas().IbmChangeMsi(Address, Bridge.Buid, Msi, 1, 1, out var given, out _, out _) != RtasStatus.Success || given != 1)
            throw new InvalidOperationException("The device gets no message.");

        Test.Rtas().IbmQueryInterruptSourceNumber(Address, Bridge.Buid, 0, out var number, out _);
        var capability = Device.Configuration.FindCapability(MsiCapability.Id);
        var control = new PciConfigAddress(Address.Value | (uint)(capability + ControlOffset));
        Test.Rtas().IbmReadPciConfig(control, Bridge.Buid, 2, out var value);
        Test.Rtas().IbmWritePciConfig(control, Bridge.Buid, 2, value | 1);

        // A message is a write of the device to memory.
        var command = new PciConfigAddress(Address.Value | PciRegister.Command);
        Test.Rtas().IbmWritePciConfig(command, Bridge.Buid, 2, PciRegister.CommandMemory | PciRegister.CommandBusMaster);
        return number;
    }

    /// <inheritdoc/>
    public void Dispose() => Test.Dispose();

    private void Call(ulong number, ulong page)
    {
        _registers[0] = Liobn;
        _registers[1] = BusAddress + (page << PageShift);
        if (_machine.Hypercall(number, _registers, _cpu) is not HypercallStatus.Success and var status)
            throw Refused(number, status);
    }

    private InvalidOperationException Refused(ulong number, HypercallStatus status) =>
        new($"Hypercall 0x{number:x} answered {status}. {Device.Follower.LastRefusal}");
}
