using System.Diagnostics.CodeAnalysis;

namespace Hv.Runtime.Chardev;

/// <summary>The character devices of a machine, by id.</summary>
public sealed class CharacterDevices : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, CharacterDevice> _devices = new(StringComparer.Ordinal);

    /// <summary>All devices, by id.</summary>
    public IReadOnlyList<CharacterDevice> All
    {
        get
        {
            lock (_lock)
                return [.. _devices.Values];
        }
    }

    /// <summary>Adds a device.</summary>
    /// <exception cref="CharacterDeviceException">The id is taken; the device is disposed.</exception>
    public void Add(CharacterDevice device)
    {
        lock (_lock)
        {
            if (_devices.TryAdd(device.Id, device))
                return;
        }

        device.Dispose();
        throw new CharacterDeviceException($"Chardev with id '{device.Id}' already exists");
    }

    /// <summary>The device of this id.</summary>
    /// <returns><see langword="false"/> when there is none.</returns>
    public bool TryGet(string id, [NotNullWhen(true)] out CharacterDevice? device)
    {
        lock (_lock)
            return _devices.TryGetValue(id, out device);
    }

    /// <summary>Removes a device that nobody uses.</summary>
    /// <exception cref="CharacterDeviceException">There is none, or it is in use.</exception>
    public void Remove(string id)
    {
        CharacterDevice? device;
        lock (_lock)
        {
            if (!_devices.TryGetValue(id, out device))
                throw new CharacterDeviceException($"Chardev '{id}' not found");

            if (device.IsTaken)
                throw new CharacterDeviceException($"Chardev '{id}' is busy");

            _devices.Remove(id);
        }

        device.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var device in All)
            device.Dispose();
    }
}
