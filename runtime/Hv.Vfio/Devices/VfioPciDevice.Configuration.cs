using System.Buffers.Binary;
using Hv.Runtime.Pci;

namespace Hv.Vfio.Devices;

/// <content>The configuration space: what is Hv's (<see cref="ConfigurationMask"/>), and what is the device's.</content>
public sealed partial class VfioPciDevice
{
    private const int Bist = 0x0F;
    private const int Rom = 0x30;
    private const byte Multifunction = 0x80;

    /// <inheritdoc/>
    public override int ReachableConfigurationSize => Math.Min(base.ReachableConfigurationSize, _hostConfigurationSize);

    /// <inheritdoc/>
    protected override uint OnConfigurationRead(int offset, int width, uint value)
    {
        if (IsAllEmulated(offset, width))
            return value;

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        bytes.Clear();
        _ = HostDevice.Read(VfioRegion.Configuration, (ulong)offset, bytes[..width]);
        for (var index = 0; index < width; index++)
        {
            if (offset + index < _hostConfigurationSize && _mask!.IsEmulated(offset + index))
                bytes[index] = (byte)(value >> (8 * index));
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <inheritdoc/>
    protected override void OnConfigurationWritten(int offset, int width, uint value)
    {
        if (offset < PciRegister.Command + sizeof(ushort) && offset + width > PciRegister.Command)
            WriteHostCommand();

        PassOn(offset, width, value);
        _rom?.Update();
        UpdateMessages();
    }

    /// <summary>Reads all of the device's space and makes the function's of it.</summary>
    private void ReadConfiguration()
    {
        _hostConfigurationSize = (int)Math.Min(HostDevice.Regions[VfioRegion.Configuration].Size, PciConfigurationSpace.ExpressSize);
        if (_hostConfigurationSize < PciConfigurationSpace.ConventionalSize)
            throw new VfioException($"{HostDevice.Address}: its configuration space has {_hostConfigurationSize} bytes; every PCI function has 256.");

        _content = new byte[PciConfigurationSpace.ExpressSize];
        if (!HostDevice.Read(VfioRegion.Configuration, 0, _content.AsSpan(0, _hostConfigurationSize)))
            throw new VfioException($"{HostDevice.Address}: its configuration space cannot be read: the device does not answer.");

        if ((_content[PciRegister.HeaderType] & ~Multifunction) != 0)
            throw new VfioException($"{HostDevice.Address}: a bridge cannot be passed through (header type 0x{_content[PciRegister.HeaderType]:x}).");

        _mask = new ConfigurationMask(_content, _hostConfigurationSize);
        var shown = (byte[])_content.Clone();
        shown.AsSpan(PciRegister.BaseAddress0, 6 * sizeof(uint)).Clear();
        shown.AsSpan(Rom, sizeof(uint)).Clear();
        shown[PciRegister.Command] = 0;
        shown[PciRegister.Command + 1] = 0;
        shown[PciRegister.HeaderType] = IsMultifunction ? Multifunction : (byte)0;
        shown[Bist] = 0;
        shown[PciRegister.InterruptLine] = 0;
        if (HostDevice.InterruptCount(VfioInterruptKind.Intx) == 0)
            shown[PciRegister.InterruptPin] = 0;

        Configuration.SetContent(shown);
        _mask.SetWritable(Configuration);
        FindMessageCapabilities();
    }

    /// <summary>Writes to the device what is not Hv's, in runs of bytes.</summary>
    private void PassOn(int offset, int width, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        for (var index = 0; index < width;)
        {
            var end = index;
            while (end < width && offset + end < _hostConfigurationSize && !_mask!.IsEmulated(offset + end))
                end++;

            if (end > index)
                _ = HostDevice.Write(VfioRegion.Configuration, (ulong)(offset + index), bytes[index..end]);

            index = end + 1;
        }
    }

    /// <summary>Gives the device the guest's bus master and error bits; memory and I/O stay on.</summary>
    private void WriteHostCommand()
    {
        const ushort PassedOn = PciRegister.CommandBusMaster | PciRegister.CommandSystemError;
        var always = (ushort)((HasBar(isIo: false) ? PciRegister.CommandMemory : 0) | (HasBar(isIo: true) ? PciRegister.CommandIo : 0));
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)((Configuration.GetUInt16(PciRegister.Command) & PassedOn) | always));
        _ = HostDevice.Write(VfioRegion.Configuration, PciRegister.Command, bytes);
    }

    private bool HasBar(bool isIo) => Bars.Any(bar => bar.Kind == PciBarKind.Io == isIo);

    private bool IsAllEmulated(int offset, int width)
    {
        for (var index = 0; index < width; index++)
        {
            if (offset + index < _hostConfigurationSize && !_mask!.IsEmulated(offset + index))
                return false;
        }

        return true;
    }
}
