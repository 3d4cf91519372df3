using System.Globalization;
using Hv.Runtime.Declarations;
using Hv.Runtime.Migration;

namespace Hv.Runtime.Pci;

/// <content>
/// What migrates of every function: its configuration space, and with it base address registers, windows and MSI; and its pin. A
/// device with MSI-X says where in its own state <see cref="MsixState"/> goes.
/// </content>
[VmState("PCIDevice", Version = 2, MinimumVersion = 1)]
public abstract partial class PciFunction
{
    private const int NewestVersion = 2;

    /// <summary>A version of its own, which the form on the wire has besides that of the section.</summary>
    [Migrated(Name = "version_id", TypeName = "int32 le")]
    private int StreamedVersion
    {
        get => NewestVersion;
        set
        {
            if (value is < 1 or > NewestVersion)
                throw new StateException($"version_id is {value}; allowed: 1 to {NewestVersion}");
        }
    }

    [Migrated(Name = "config", TypeName = "pci config", Codec = typeof(PciConfigurationCodec))]
    private PciConfigurationSpace StreamedConfiguration => Configuration;

    /// <summary>The pins that the function asserts: bit 0 is pin A.</summary>
    [Migrated(Name = "irq_state", TypeName = "pci irq state", Since = 2, Codec = typeof(PciPinsCodec))]
    private uint StreamedPins
    {
        get => _pinIsAsserted ? 1u << (Configuration.GetByte(PciRegister.InterruptPin) - 1) : 0;
        set => _pinIsAsserted = value != 0;
    }

    /// <inheritdoc/>
    public override string StatePath
    {
        get
        {
            var own = string.Create(CultureInfo.InvariantCulture, $"{Slot:x2}.{DeviceFunction % PciBus.FunctionsPerSlot:x}");
            return Bus.Bridge is { } bridge ? $"{bridge.StatePath}:{own}" : $"{Bus.Host.RootPath}:{own}";
        }
    }

    /// <summary>The state of <see cref="Msix"/>, for a device that has it to migrate where its own state has a place for it.</summary>
    protected MsixCapability MsixState => Msix ?? throw new InvalidOperationException($"{Type.Name} has no MSI-X.");

    [AfterLoad]
    private void FollowConfiguration()
    {
        _interruptIsRequested = (Configuration.GetUInt16(PciRegister.Status) & PciRegister.StatusInterrupt) != 0;
        UpdateMappings();
    }
}
