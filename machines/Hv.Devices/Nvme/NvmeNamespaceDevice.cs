using Hv.Runtime.Declarations;
using Hv.Runtime.Objects;
using Hv.Runtime.Text;

namespace Hv.Devices.Nvme;

/// <summary>A namespace of an NVMe controller, for controllers with several: <c>-device nvme-ns,drive=ID,bus=ID-OF-THE-CONTROLLER</c>.</summary>
[Device("nvme-ns", Summary = "Virtual NVMe namespace")]
[NotMigratable("what a controller has in flight cannot be carried over")]
public sealed partial class NvmeNamespaceDevice : Device
{
    private const ulong FirstDefaultEui64 = 0x5254_0000_0000_0001;

    private NvmeBus? _bus;
    private NvmeNamespace? _namespace;

    /// <summary>The drive that holds the blocks, by id.</summary>
    [Property("drive")]
    public partial string Drive { get; set; }

    /// <summary>The bus of its controller: the controller's id; empty: the first controller's.</summary>
    [Property("bus")]
    public partial string BusName { get; set; }

    /// <summary>Its number, 1 to 256; 0: the first free one.</summary>
    [Property("nsid", Maximum = NvmeNamespace.Maximum)]
    public partial uint NamespaceId { get; set; }

    /// <summary>Bytes of a logical block: a power of two from 512 to 64K; 0: 512.</summary>
    [Property("logical_block_size", Format = PropertyFormat.Size)]
    public partial uint LogicalBlockSize { get; set; }

    /// <summary>Its UUID; empty: none.</summary>
    [Property("uuid")]
    public partial string Uuid { get; set; }

    /// <summary>Its IEEE Extended Unique Identifier; 0: none.</summary>
    [Property("eui64", Format = PropertyFormat.Hexadecimal)]
    public partial ulong Eui64 { get; set; }

    /// <summary>Whether one without an EUI-64 is given one, by the order in which namespaces are made.</summary>
    [Property("eui64-default")]
    public partial bool HasDefaultEui64 { get; set; }

    /// <summary>Its IEEE Extended Unique Identifier, whoever gave it; 0: none.</summary>
    public ulong EffectiveEui64 => _namespace?.Eui64 ?? 0;

    /// <inheritdoc/>
    public override bool SitsOnBus => true;

    /// <inheritdoc/>
    public override Bus? ParentBus => _bus;

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        var bus = FindBus();
        if (Drive.Length == 0)
            throw new PropertyException($"{Type.Name}: block backend not configured: it needs drive=ID");

        var uuid = Guid.Empty;
        if (Uuid.Length > 0 && !Guid.TryParse(Uuid, out uuid))
            throw new PropertyException($"{Properties.Uuid}: '{Uuid}' is no UUID");

        var made = Machine.Buses.OfType<NvmeBus>().Sum(other => other.Controller.Namespaces.Count());
        var eui64 = Eui64 == 0 && HasDefaultEui64 ? FirstDefaultEui64 + (ulong)made : Eui64;
        _namespace = bus.Controller.AddNamespace(Drive, Type.Name, NamespaceId, LogicalBlockSize, uuid, eui64);
        _bus = bus;
        bus.Add(this);
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        if (_namespace is not null)
            _bus?.Controller.RemoveNamespace(_namespace);

        _bus?.Remove(this);
        _namespace = null;
    }

    private NvmeBus FindBus()
    {
        if (BusName.Length == 0)
        {
            return Machine.Buses.OfType<NvmeBus>().FirstOrDefault()
                ?? throw new PropertyException(
                    $"No 'nvme-bus' bus found for device '{Type.Name}': add a controller before it (-device nvme,serial=…)");
        }

        return Machine.FindBus(BusName) switch
        {
            NvmeBus bus => bus,
            { } other => throw new PropertyException(
                $"{Properties.BusName}: '{BusName}' is a {other.TypeName} bus; {Type.Name} needs that of an nvme controller."),
            null => throw new PropertyException(
                $"{Properties.BusName}: there is no bus '{BusName}'."
                + NearestName.Suggest(BusName, Machine.Buses.Select(bus => bus.Name))),
        };
    }
}
