using Hv.Runtime.Objects;

namespace Hv.Devices.Nvme;

/// <summary>What the namespaces of a controller sit on.</summary>
/// <param name="name">The name users give: the controller's id, where it has one.</param>
/// <param name="controller">The controller.</param>
internal sealed class NvmeBus(string name, NvmeController controller) : Bus(name, "nvme-bus", controller)
{
    private readonly List<NvmeNamespaceDevice> _devices = [];

    /// <summary>The controller.</summary>
    public NvmeController Controller => controller;

    /// <inheritdoc/>
    public override IEnumerable<Device> Devices => _devices;

    /// <summary>Adds a namespace.</summary>
    public void Add(NvmeNamespaceDevice device) => _devices.Add(device);

    /// <summary>Takes a namespace away.</summary>
    public void Remove(NvmeNamespaceDevice device) => _devices.Remove(device);
}
