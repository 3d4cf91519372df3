using System.Runtime.CompilerServices;
using Hv.Runtime.Dma;
using Hv.Runtime.Machines;
using Hv.Vfio.Containers;
using Hv.Vfio.Devices;
using Hv.Vfio.Host;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Mapping;

/// <summary>
/// The containers behind a bus of a machine: as few as the host's IOMMU allows, each following the windows of the bus. Groups are
/// opened once for all their devices, and closed with the last. Used under the machine's lock.
/// </summary>
internal sealed class BusContainers
{
    private static readonly ConditionalWeakTable<DmaAddressSpace, BusContainers> Buses = [];

    private readonly List<(VfioContainer Container, DmaFollower Follower)> _containers = [];
    private readonly Dictionary<VfioGroup, int> _users = [];

    /// <summary>Those of a bus.</summary>
    public static BusContainers Of(DmaAddressSpace space) => Buses.GetValue(space, _ => new BusContainers());

    /// <summary>The groups that the bus has.</summary>
    public IReadOnlyCollection<VfioGroup> Groups => _users.Keys;

    /// <summary>Opens a device for a bus.</summary>
    /// <param name="kernel">The kernel of the host.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="space">What devices of the bus reach.</param>
    /// <param name="device">The device.</param>
    /// <exception cref="VfioException">It has no group, or one that cannot be had, or the host cannot follow the windows of the bus.</exception>
    public VfioDevice Open(IHostKernel kernel, Machine machine, DmaAddressSpace space, HostPciDevice device)
    {
        if (device.Group is not { } number)
        {
            throw new VfioException(
                $"{device.Address}: {HostFindings.ExplainNoGroup(kernel.Files)} To pass it through, {HostFindings.AdviseNoGroup(kernel.Files)}.");
        }

        var group = _users.Keys.FirstOrDefault(known => known.Number == number) ?? Join(kernel, machine, space, number);
        try
        {
            var opened = VfioDevice.Open(kernel, group, device.Address);
            _users[group] = _users.GetValueOrDefault(group) + 1;
            return opened;
        }
        catch
        {
            LeaveIfUnused(group);
            throw;
        }
    }

    /// <summary>Closes a device; the last one of a group gives the group back, the last group its container.</summary>
    public void Close(VfioDevice device)
    {
        // The device first: it must not reach memory any more when its mappings go.
        device.Dispose();
        _users[device.Group]--;
        LeaveIfUnused(device.Group);
    }

    /// <summary>The follower of a group's container.</summary>
    public DmaFollower FollowerOf(VfioGroup group) => _containers.Find(entry => entry.Container.Groups.Contains(group)).Follower;

    private VfioGroup Join(IHostKernel kernel, Machine machine, DmaAddressSpace space, int number)
    {
        var group = VfioGroup.Open(kernel, number);
        try
        {
            if (!_containers.Exists(entry => entry.Container.Kernel == kernel && entry.Follower.TryAdd(group)))
                StartContainer(kernel, machine, space, group);

            _users.Add(group, 0);
            return group;
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }

    private void StartContainer(IHostKernel kernel, Machine machine, DmaAddressSpace space, VfioGroup group)
    {
        var container = VfioContainer.Open(kernel);
        try
        {
            container.TryAdd(group);
            _containers.Add((container, DmaFollower.Start(container, machine, space)));
        }
        catch
        {
            container.Dispose();
            throw;
        }
    }

    private void LeaveIfUnused(VfioGroup group)
    {
        if (_users.GetValueOrDefault(group) != 0)
            return;

        _users.Remove(group);
        var entry = _containers.Find(candidate => candidate.Container.Groups.Contains(group));
        if (entry.Container.Groups.Count == 1)
        {
            // Mappings are taken away while there is an IOMMU; without a group there is none.
            entry.Follower.Dispose();
            _containers.Remove(entry);
            entry.Container.Dispose();
            return;
        }

        entry.Container.Remove(group);
    }
}
