using Hv.Runtime.Declarations;

namespace Hv.Pseries.Vio;

/// <summary>Non-volatile memory behind nvram-fetch and nvram-store (LoPAR 7.3.1). Its content outlives a reset.</summary>
[Device("spapr-nvram", Summary = "sPAPR NVRAM")]
[VmState("spapr_nvram", BaseName = "")]
public sealed partial class Nvram : VioDevice
{
    /// <summary>The size in bytes.</summary>
    [Property("size", Default = 0x10000u, Minimum = 0x2000u, Maximum = 0x100000u, Format = PropertyFormat.Size)]
    [Migrated(Name = "size", MustMatch = true, TypeName = "uint32")]
    public partial uint Size { get; set; }

    [Migrated(Name = "buf")]
    private byte[] _content = [];

    /// <summary>The content: <see cref="Size"/> bytes once realized.</summary>
    public Span<byte> Content => _content;

    /// <inheritdoc/>
    protected override string NodeName => "nvram";

    internal override string TreeType => "nvram";

    internal override string TreeCompatible => "qemu,spapr-nvram";

    /// <inheritdoc/>
    protected override void OnRealizeDevice() => _content = new byte[Size];
}
