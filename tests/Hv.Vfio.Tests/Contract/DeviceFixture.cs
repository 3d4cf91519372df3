using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Tests.Contract;

/// <summary>QEMU's <c>edu</c> device, opened once for all tests: opening may reset the bus, which takes seconds.</summary>
public abstract class DeviceFixture : ContractFixture
{
    /// <summary>The region of the configuration space.</summary>
    protected const uint ConfigurationRegion = 7;

    /// <summary>INTx.</summary>
    protected const uint Intx = 0;

    /// <summary>MSI.</summary>
    protected const uint Msi = 1;

    /// <summary>MSI-X.</summary>
    protected const uint Msix = 2;

    /// <summary>Errors of PCI Express.</summary>
    protected const uint ErrorInterrupt = 3;

    /// <summary>The kernel wants the device back.</summary>
    protected const uint RequestInterrupt = 4;

    /// <summary>The descriptors are signalled when the interrupt comes.</summary>
    protected const uint TriggerByEvent = 4 | 32;

    /// <summary>Nothing follows; signals, or disables when there are none.</summary>
    protected const uint TriggerNone = 1 | 32;

    /// <summary>Unmasks.</summary>
    protected const uint UnmaskNone = 1 | 16;

    /// <summary>Masks.</summary>
    protected const uint MaskNone = 1 | 8;

    private const int WaitMilliseconds = 20_000;
    private const ushort MemoryAndMaster = 0x6;
    private const int CommandRegister = 4;

    private readonly List<(ulong Iova, ContractMemory Memory)> _mapped = [];
    private int _container = -1;
    private int _group = -1;
    private int _device = -1;
    private ulong _configuration;
    private ulong _registers;

    /// <summary>The device.</summary>
    protected int Device => _device;

    /// <summary>The container.</summary>
    protected int Container => _container;

    /// <summary>Where the configuration space begins in the device's file.</summary>
    protected ulong Configuration => _configuration;

    /// <summary>Where the registers begin in the device's file.</summary>
    protected ulong Registers => _registers;

    /// <summary>Opens the device, and lets it answer and do DMA.</summary>
    [OneTimeSetUp]
    public void OpenDevice()
    {
        _container = Opened(Kernel.Open("/dev/vfio/vfio"));
        _group = Opened(Kernel.Open(GroupPath));
        Succeeds(SetContainer(_group, _container));
        Succeeds(Kernel.Control(_container, VfioRequest.SetIommu, (ulong)Profile.Iommu));
        var name = Encoding.ASCII.GetBytes(Host.DeviceAddress + '\0');
        _device = Opened(Kernel.Control(_group, VfioRequest.GroupGetDeviceFd, name.AsSpan()));
        _configuration = Region(ConfigurationRegion).Offset;
        _registers = Region(0).Offset;

        var command = new byte[2];
        Assert.That(Kernel.Read(_device, command, _configuration + CommandRegister).Value, Is.EqualTo(2));
        command[0] |= (byte)MemoryAndMaster;
        Assert.That(Kernel.Write(_device, command, _configuration + CommandRegister).Value, Is.EqualTo(2));
    }

    /// <summary>Closes it.</summary>
    [OneTimeTearDown]
    public void CloseDevice()
    {
        foreach (var descriptor in (int[])[_device, _group, _container])
        {
            if (descriptor >= 0)
                Kernel.Close(descriptor);
        }
    }

    /// <summary>Takes back what a test that failed has left: the device is everybody's.</summary>
    [TearDown]
    public void UnmapLeft()
    {
        foreach (var (iova, memory) in _mapped)
        {
            Unmap(_container, iova, memory.Size);
            Unregister(memory);
        }

        if (_mapped.Count > 0)
        {
            SetInterrupts(Msi, TriggerNone, 0, 0);
            SetInterrupts(Intx, TriggerNone, 0, 0);
        }

        _mapped.Clear();
    }

    /// <summary>Asks for a region.</summary>
    protected RegionInfo Region(uint index)
    {
        var region = new RegionInfo { ArgumentSize = StructureSpans.SizeOf<RegionInfo>(), Index = index };
        Succeeds(Kernel.Control(_device, VfioRequest.DeviceGetRegionInfo, ref region));
        return region;
    }

    /// <summary>Reads a register of 4 bytes.</summary>
    protected uint ReadRegister(ulong offset)
    {
        var bytes = new byte[4];
        Assert.That(Kernel.Read(_device, bytes, _registers + offset).Value, Is.EqualTo(4));
        return Host.HasBigEndianRegisters ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>Writes a register of 4 bytes.</summary>
    protected void WriteRegister(ulong offset, uint value)
    {
        var bytes = new byte[4];
        if (Host.HasBigEndianRegisters)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);

        Assert.That(Kernel.Write(_device, bytes, _registers + offset).Value, Is.EqualTo(4));
    }

    /// <summary>Writes a register of DMA: of 4 bytes where the value fits, since not every kernel writes 8 at once.</summary>
    protected void WriteWideRegister(ulong offset, ulong value)
    {
        if (value <= uint.MaxValue)
        {
            WriteRegister(offset, (uint)value);
            return;
        }

        var bytes = new byte[8];
        if (Host.HasBigEndianRegisters)
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);

        Assert.That(Kernel.Write(_device, bytes, _registers + offset).Value, Is.EqualTo(8));
    }

    /// <summary>Sets interrupts without descriptors.</summary>
    protected KernelResult SetInterrupts(uint index, uint flags, uint start, uint count) => SetInterrupts(index, flags, start, count, []);

    /// <summary>Sets interrupts.</summary>
    protected KernelResult SetInterrupts(uint index, uint flags, uint start, uint count, ReadOnlySpan<int> events)
    {
        var size = Marshal.SizeOf<InterruptSet>();
        var argument = new byte[size + (events.Length * sizeof(int))];
        var head = new InterruptSet { ArgumentSize = (uint)argument.Length, Flags = flags, Index = index, Start = start, Count = count };
        MemoryMarshal.Write(argument, head);
        MemoryMarshal.AsBytes(events).CopyTo(argument.AsSpan(size));
        return Kernel.Control(_device, VfioRequest.DeviceSetIrqs, argument.AsSpan());
    }

    /// <summary>Waits until an event is signalled, and takes what was.</summary>
    /// <returns>How often it was signalled.</returns>
    protected long WaitFor(int descriptor)
    {
        var entries = new PollEntry[] { new(descriptor) };
        Assert.That(Kernel.Wait(entries, WaitMilliseconds), Is.EqualTo(new KernelResult(1)), "nothing was signalled in time");
        Assert.That(entries[0].Returned, Is.EqualTo(PollEntry.Readable));
        return Kernel.TakeEvent(descriptor).Value;
    }

    /// <summary>Maps memory for the device until the test is over.</summary>
    protected void MapForDevice(ulong iova, ContractMemory memory)
    {
        if (Profile.Iommu == IommuType.SpaprTceV2)
        {
            var register = new SpaprRegisterMemory
            {
                ArgumentSize = StructureSpans.SizeOf<SpaprRegisterMemory>(),
                Address = memory.Address,
                Size = memory.Size,
            };
            Succeeds(Kernel.Control(_container, VfioRequest.SpaprRegisterMemory, ref register));
        }

        Succeeds(Map(_container, iova, memory.Address, memory.Size));
        _mapped.Add((iova, memory));
    }

    /// <summary>Ends that.</summary>
    protected void UnmapForDevice(ulong iova, ContractMemory memory)
    {
        _mapped.Remove((iova, memory));
        Succeeds(Unmap(_container, iova, memory.Size));
        Succeeds(Unregister(memory));
    }

    private KernelResult Unregister(ContractMemory memory)
    {
        if (Profile.Iommu != IommuType.SpaprTceV2)
            return default;

        var register = new SpaprRegisterMemory
        {
            ArgumentSize = StructureSpans.SizeOf<SpaprRegisterMemory>(),
            Address = memory.Address,
            Size = memory.Size,
        };
        return Kernel.Control(_container, VfioRequest.SpaprUnregisterMemory, ref register);
    }

    private static int Opened(KernelResult descriptor)
    {
        Assert.That(descriptor.IsError, Is.False, () => $"no descriptor but {descriptor}");
        return descriptor.Number;
    }
}
