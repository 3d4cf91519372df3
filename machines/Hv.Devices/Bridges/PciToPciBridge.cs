using Hv.Runtime.Declarations;
using Hv.Runtime.Objects;
using Hv.Runtime.Pci;

namespace Hv.Devices.Bridges;

/// <summary>A conventional PCI-to-PCI bridge: 31 more devices behind one.</summary>
[Device("pci-bridge", Summary = "Standard PCI Bridge")]
[VmState("pci_bridge", Version = 0)]
public sealed partial class PciToPciBridge : PciBridge
{
    private const ushort RedHat = 0x1B36;
    private const ushort Bridge = 0x0001;
    private const byte SlotId = 0x04;
    private const int SlotIdSize = 4;
    private const byte FirstInChassis = 0x20;

    /// <summary>The number of the chassis that its slots are in, unique among bridges: 1 to 255.</summary>
    [Property("chassis_nr")]
    public partial byte ChassisNumber { get; set; }

    /// <summary>Whether it has message-signalled interrupts, as bridges with a hot-plug controller do.</summary>
    [Property("msi")]
    public partial bool HasMsi { get; set; }

    /// <summary>Whether it has a standard hot-plug controller; there is none yet, and 'on' is refused.</summary>
    [Property("shpc")]
    public partial bool HasHotPlugController { get; set; }

    /// <inheritdoc/>
    protected override void OnRealizeFunction()
    {
        if (HasHotPlugController)
            throw new PropertyException($"{Properties.HasHotPlugController}: there is no standard hot-plug controller; allowed: off.");

        if (ChassisNumber == 0)
            throw new PropertyException($"{Properties.ChassisNumber}: it must be given, each bridge has its own; allowed: 1 to 255.");

        base.OnRealizeFunction();
        Configuration.SetUInt16(PciRegister.VendorId, RedHat);
        Configuration.SetUInt16(PciRegister.DeviceId, Bridge);

        // Slot numbering (PCI-to-PCI Bridge Architecture 1.2, chapter 13): no expansion slots, first of its chassis.
        var offset = Configuration.AddCapability(SlotId, SlotIdSize);
        Configuration.SetByte(offset + 2, FirstInChassis);
        Configuration.SetByte(offset + 3, ChassisNumber);
        Configuration.SetWritable(offset + 3, 1, 0xFF);
        if (HasMsi)
            AddMsi(vectors: 1, isMaskable: true);
    }
}
