using Hv.Runtime.Declarations;
using Hv.Runtime.Memory;
using Hv.Runtime.Pci;

namespace Hv.Conformance.Infrastructure;

/// <summary>
/// A function with MSI and MSI-X of 16 vectors each, laid out as in QEMU's USB controller of this name; with nothing else of it. Its
/// registers lie apart from the table, as the controller's do. What migrates of the controller's own is kept as it comes.
/// </summary>
[Device("nec-usb-xhci")]
[VmState("xhci")]
internal sealed partial class MessageFunction : PciFunction
{
    private const int ControllerStateSize = 969;
    private const int UsbRelease = 0x60;
    private const byte UsbVersion = 0x30;
    private const ulong Size = 0x4000;
    private const uint TableOffset = 0x3000;
    private const uint PendingOffset = 0x3800;

    /// <inheritdoc/>
    protected override int ConfigurationSize => PciConfigurationSpace.ExpressSize;

    [Migrated(Name = "msix")]
    private MsixCapability Messages => MsixState;

    [Migrated(Name = "xhci", TypeName = "struct")]
    private byte[] ControllerState { get; } = new byte[ControllerStateSize];

    /// <inheritdoc/>
    protected override void OnRealizeFunction()
    {
        Configuration.SetIdentity(vendor: 0x1033, device: 0x0194, classCode: 0x0C03, revision: 3);
        Configuration.SetByte(PciRegister.ProgrammingInterface, UsbVersion);
        Configuration.SetByte(UsbRelease, UsbVersion);
        Configuration.SetByte(PciRegister.InterruptPin, 1);
        AddMsi(vectors: 16, offset: 0x70);
        var msix = AddMsix(vectors: 16, offset: 0x90, tableBar: 0, TableOffset, pendingBar: 0, PendingOffset);
        var registers = new AddressSpace("xhci");
        registers.Map(msix.Table, TableOffset);
        registers.Map(msix.Pending, PendingOffset);
        AddBar(0, PciBarKind.Memory64, new WindowRegion("xhci", Size, registers, 0));
    }
}
