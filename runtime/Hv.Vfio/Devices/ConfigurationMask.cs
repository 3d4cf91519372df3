using System.Buffers.Binary;
using Hv.Runtime.Pci;

namespace Hv.Vfio.Devices;

/// <summary>
/// Which bytes of a passed-through device's configuration space a guest sees from Hv, and not from the device: whatever would change
/// where the device answers on the host, how its interrupts go, or whether its memory can be reached at all.
/// </summary>
internal sealed class ConfigurationMask
{
    private const byte PowerManagement = 0x01;
    private const int PowerManagementSize = 8;
    private const int PowerControl = 4;
    private const ushort PowerStateBits = 0x3;
    private const int MsixSize = 12;
    private const int FirstExtended = 0x100;

    // Extended capabilities (PCI Code and ID Assignment) that only whoever owns the bus can use.
    private static readonly ushort[] Hidden = [0x000E /* ARI */, 0x0010 /* SR-IOV */, 0x0015 /* resizable BAR */];

    private readonly bool[] _isEmulated = new bool[PciConfigurationSpace.ExpressSize];

    /// <summary>Looks at a configuration space that was read from a device, and takes out of it what is hidden.</summary>
    /// <param name="content">All of it; changed.</param>
    /// <param name="size">How many bytes the device has.</param>
    public ConfigurationMask(Span<byte> content, int size)
    {
        // Identity, command, class, base addresses, subsystem, ROM, head of the list, interrupt pin and line: all of the header. Errors
        // in its status register are the device's.
        _isEmulated.AsSpan(0, PciRegister.HeaderEnd).Fill(true);
        _isEmulated[PciRegister.Status + 1] = false;

        foreach (var offset in Capabilities(content))
        {
            var length = content[offset] switch
            {
                PowerManagement => PowerManagementSize,
                MsiCapability.Id => MsiSize(BinaryPrimitives.ReadUInt16LittleEndian(content[(offset + 2)..])),
                MsixCapability.Id => MsixSize,

                // Id and link of any other.
                _ => 2,
            };
            _isEmulated.AsSpan(offset, Math.Min(length, FirstExtended - offset)).Fill(true);
        }

        HideExtended(content[..size]);
    }

    /// <summary>Whether a byte is Hv's.</summary>
    public bool IsEmulated(int offset) => _isEmulated[offset];

    /// <summary>Says which bits of what is Hv's software may write; without it those from 0x40 on could all be written.</summary>
    public void SetWritable(PciConfigurationSpace configuration)
    {
        for (var offset = PciRegister.HeaderEnd; offset < configuration.Size; offset++)
            configuration.SetWritable(offset, 1, 0);

        foreach (var offset in Capabilities(configuration.Content))
        {
            // The state is remembered, never entered: a device that sleeps answers nowhere, and its mapped memory would end this process.
            if (configuration.GetByte(offset) == PowerManagement && offset + PowerManagementSize <= FirstExtended)
                configuration.SetWritable(offset + PowerControl, sizeof(ushort), PowerStateBits);
        }
    }

    /// <summary>The offsets of the capabilities. A list that runs in a circle, or out of the header's 256 bytes, ends.</summary>
    private static List<int> Capabilities(ReadOnlySpan<byte> content)
    {
        var found = new List<int>();
        if ((content[PciRegister.Status] & PciRegister.StatusCapabilityList) == 0)
            return found;

        for (var offset = content[PciRegister.CapabilityList] & ~3; offset >= PciRegister.HeaderEnd; offset = content[offset + 1] & ~3)
        {
            if (found.Contains(offset))
                break;

            found.Add(offset);
        }

        return found;
    }

    private static int MsiSize(ushort control)
    {
        const ushort Is64Bit = 0x80;
        const ushort IsMaskable = 0x100;
        return 10 + ((control & Is64Bit) != 0 ? 4 : 0) + ((control & IsMaskable) != 0 ? 10 : 0);
    }

    /// <summary>How many bytes a hidden capability has (PCI Express, 7.8.8, 9.3.3, 7.8.6).</summary>
    private static int LengthOf(ushort id, ReadOnlySpan<byte> capability)
    {
        const int AriSize = 8;
        const int SingleRootSize = 0x40;
        const int ResizableCountOffset = 8;
        return id switch
        {
            0x000E => AriSize,
            0x0010 => SingleRootSize,
            _ => 4 + (8 * (capability.Length > ResizableCountOffset ? capability[ResizableCountOffset] >> 5 : 1)),
        };
    }

    /// <summary>Gives hidden extended capabilities the id 0, which is none; the list goes on behind them.</summary>
    private void HideExtended(Span<byte> content)
    {
        var seen = 0;
        for (var offset = FirstExtended; offset >= FirstExtended && offset <= content.Length - sizeof(uint) && seen < 256; seen++)
        {
            var header = BinaryPrimitives.ReadUInt32LittleEndian(content[offset..]);
            var next = (int)(header >> 20) & ~3;
            if (Array.IndexOf(Hidden, (ushort)header) >= 0)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(content[offset..], header & 0xFFF0_0000);
                var end = Math.Min(offset + LengthOf((ushort)header, content[offset..]), content.Length);
                content[(offset + sizeof(uint))..end].Clear();
                _isEmulated.AsSpan(offset, end - offset).Fill(true);
            }

            offset = next;
        }
    }
}
