using System.Diagnostics.CodeAnalysis;
using Hv.Runtime.Objects;
using Hv.Runtime.Text;

namespace Hv.Runtime.Block;

/// <summary>The block devices of a machine, by id.</summary>
public sealed class BlockDevices : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<BlockDevice> _devices = [];

    /// <summary>All devices, in the order in which they were added.</summary>
    public IReadOnlyList<BlockDevice> All
    {
        get
        {
            lock (_lock)
                return [.. _devices];
        }
    }

    /// <summary>Adds a device.</summary>
    /// <exception cref="BlockDeviceException">The id is taken; the device is disposed.</exception>
    public void Add(BlockDevice device)
    {
        lock (_lock)
        {
            if (!_devices.Exists(other => other.Id == device.Id))
            {
                _devices.Add(device);
                return;
            }
        }

        device.Dispose();
        throw new BlockDeviceException($"Duplicate ID '{device.Id}' for drive");
    }

    /// <summary>The device of this id.</summary>
    /// <returns><see langword="false"/> when there is none.</returns>
    public bool TryGet(string id, [NotNullWhen(true)] out BlockDevice? device)
    {
        device = All.FirstOrDefault(known => known.Id == id);
        return device is not null;
    }

    /// <summary>Takes a device up for a device model whose property names it.</summary>
    /// <param name="id">The id that the property has.</param>
    /// <param name="typeName">The device model.</param>
    /// <param name="property">The property.</param>
    /// <param name="needsWriting">Whether a device that is read-only will not do.</param>
    /// <exception cref="PropertyException">There is none, it has another user, or it is read-only.</exception>
    public BlockDevice Take(string id, string typeName, string property, bool needsWriting = false)
    {
        if (!TryGet(id, out var device))
        {
            throw new PropertyException(
                $"Property '{typeName}.{property}' can't find value '{id}'.{NearestName.Suggest(id, All.Select(known => known.Id))}".TrimEnd('.'));
        }

        if (needsWriting && device.IsReadOnly)
            throw new PropertyException($"Property '{typeName}.{property}': drive '{id}' is read-only");

        return device.TryTake(typeName)
            ? device
            : throw new PropertyException($"Property '{typeName}.{property}' can't take value '{id}', it's in use by {device.User}");
    }

    /// <inheritdoc/>
    /// <remarks>What was written lasts, as when a guest flushes.</remarks>
    public void Dispose()
    {
        foreach (var device in All)
        {
            device.Flush();
            device.Dispose();
        }
    }
}
