using Hv.Runtime.Block;
using Hv.Runtime.Declarations;
using Hv.Runtime.Migration;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Vio;

/// <summary>
/// Non-volatile memory behind nvram-fetch and nvram-store (LoPAR 7.3.1). Its content outlives a reset; with a drive it outlives the
/// machine.
/// </summary>
[Device("spapr-nvram", Summary = "sPAPR NVRAM")]
[VmState("spapr_nvram", BaseName = "")]
public sealed partial class Nvram : VioDevice
{
    private const uint SmallestSize = 0x2000;
    private const uint LargestSize = 0x10_0000;

    /// <summary>The size in bytes; with a drive its own.</summary>
    [Property("size", Default = 0x10000u, Minimum = SmallestSize, Maximum = LargestSize, Format = PropertyFormat.Size)]
    [Migrated(Name = "size", MustMatch = true, TypeName = "uint32")]
    public partial uint Size { get; set; }

    [Migrated(Name = "buf")]
    private byte[] _content = [];

    [HostOnly("the file of this host; what is in it migrates")]
    private BlockDevice? _device;

    /// <summary>The drive that keeps the content, by id; empty: none.</summary>
    [Property("drive")]
    public partial string Drive { get; set; }

    /// <summary>The content: <see cref="Size"/> bytes once realized.</summary>
    public Span<byte> Content => _content;

    /// <inheritdoc/>
    protected override string NodeName => "nvram";

    /// <inheritdoc/>
    protected internal override string TreeCompatible => "qemu,spapr-nvram";

    /// <summary>Keeps a part of the content that has changed.</summary>
    /// <returns><see langword="false"/> when the drive refuses it: it is in memory alone then.</returns>
    public bool Store(int offset, int length) =>
        _device is null || _device.Write(offset, _content.AsSpan(offset, length)) == BlockStatus.Success;

    /// <inheritdoc/>
    protected override void OnRealizeDevice()
    {
        if (Drive.Length > 0)
            Open();

        _content = new byte[Size];
        if (_device is not null && _device.Read(0, _content) != BlockStatus.Success)
            throw new PropertyException($"{Type.Name}: can't read spapr-nvram contents from drive '{Drive}': {_device.LastError}");
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        _device?.Flush();
        _device?.Release();
        _device = null;
        base.OnUnrealize();
    }

    private void Open()
    {
        var drive = Machine.Options.BlockDevices.Take(Drive, Type.Name, "drive", needsWriting: true);
        if (drive.Length is < SmallestSize or > LargestSize)
        {
            drive.Release();
            throw new PropertyException(
                $"{Type.Name}: drive '{Drive}' has {drive.Length} bytes; allowed: {SmallestSize} to {LargestSize}");
        }

        _device = drive;
        Size = (uint)drive.Length;
    }

    // What came from another host is what this one's file is to hold.
    [AfterLoad]
    private void StoreAll() => Store(0, _content.Length);
}
