using System.Globalization;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Machines;

/// <content>The devices: made before the machine is realized, and added and removed while it runs.</content>
public abstract partial class Machine
{
    private const string Unattached = "unattached";

    private readonly Dictionary<string, int> _nextNumbers = new(StringComparer.Ordinal);
    private Device[] _devices = [];
    private bool _isConfigured;
    private readonly Dictionary<string, int> _busNumbers = new(StringComparer.Ordinal);
    private int? _defaultDevices;

    /// <summary>The devices, in the order in which they were created. Each list is a snapshot: what it holds does not change.</summary>
    public IReadOnlyList<Device> Devices => _devices;

    /// <summary>The buses of all devices, in the order of their devices.</summary>
    public IEnumerable<Bus> Buses => _devices.SelectMany(device => device.ChildBuses);

    /// <summary>A device was removed from the running machine.</summary>
    public event Action<Device>? DeviceRemoved;

    /// <summary>
    /// Creates a device with the defaults of this version and the user's <see cref="MachineOptions.Globals"/>. On a machine that is
    /// realized the device is realized and reset too, or the machine is as it was before.
    /// </summary>
    /// <param name="id">The id the user gives it, or empty.</param>
    /// <param name="properties">What the user sets for this device, in order: the strongest of all.</param>
    /// <exception cref="PropertyException">A property does not exist, its value is not allowed, or the id is taken or is none.</exception>
    /// <exception cref="InvalidOperationException">
    /// The machine is realized, and the device cannot be added then (<see cref="Device.IsHotPluggable"/>).
    /// </exception>
    public T CreateDevice<T>(string id = "", params ReadOnlySpan<(string Name, string Value)> properties)
        where T : Device, new() => (T)AddDevice(new T(), id, properties);

    /// <summary>Creates a device of a type by its description, as <see cref="CreateDevice{T}"/> does.</summary>
    public Device CreateDevice(ObjectType type, string id = "", params ReadOnlySpan<(string Name, string Value)> properties) =>
        AddDevice((Device)type.Create(), id, properties);

    /// <summary>The bus of a name, or <see langword="null"/>.</summary>
    public Bus? FindBus(string name) => Buses.FirstOrDefault(bus => bus.Name == name);

    /// <summary>A name for a bus whose device has no id: <c>pci.0</c>, <c>pci.1</c> and so on, in the order of asking.</summary>
    public string NextBusName(string kind)
    {
        var number = _busNumbers.GetValueOrDefault(kind);
        _busNumbers[kind] = number + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{kind}.{number}");
    }

    /// <summary>
    /// Asks for the removal of a device: at once where no guest holds it, otherwise when the machine is reset
    /// (<see cref="Device.AwaitsGuestOnUnplug"/>). <see cref="DeviceRemoved"/> tells when it is gone.
    /// </summary>
    /// <exception cref="PropertyException">The device cannot be removed from a running machine, or waits for it already.</exception>
    public void RequestUnplug(Device device)
    {
        lock (Lock)
        {
            if (!device.IsHotPluggable)
                throw new PropertyException($"Device '{device.Type.Name}' does not support hotplugging");

            if (device.IsUnplugPending)
                throw new PropertyException($"Device {device.Id} is already in the process of unplug");

            if (!IsHeldByGuest(device))
            {
                Remove(device);
                return;
            }

            device.IsUnplugPending = true;
            OnUnplugRequested(device);
        }
    }

    /// <summary>
    /// This version's defaults for devices that its family does not know by type, since they are in an assembly of their own, and no
    /// compat row can name: stronger than compat rows, weaker than what a user sets.
    /// </summary>
    protected virtual IEnumerable<GlobalProperty> DeviceDefaults => [];

    /// <summary>Whether a guest uses a device, so that it is asked first when the device is to be removed.</summary>
    protected virtual bool IsHeldByGuest(Device device) => device.AwaitsGuestOnUnplug;

    /// <summary>The removal of a device that the guest holds was asked for: tells the guest, where there is a way.</summary>
    protected virtual void OnUnplugRequested(Device device)
    {
    }

    /// <summary>A device was added to the running machine, and works: tells the guest, where there is a way.</summary>
    protected virtual void OnDevicePlugged(Device device)
    {
    }

    /// <summary>Removes a device that the guest has let go of. Under the lock.</summary>
    protected void RemoveAwaited(Device device) => Remove(device);

    /// <summary>Says whether a device is to be removed as soon as the guest lets go of it. Under the lock.</summary>
    protected static void SetUnplugPending(Device device, bool isPending) => device.IsUnplugPending = isPending;

    /// <summary>Gives a device that the machine made a name of its own in the tree of objects: <c>/machine/NAME</c>.</summary>
    protected void NameChild(Device device, string name)
    {
        // The number it got goes to the next one when it is the last that was given.
        if (device.Path == $"/machine/{Unattached}/device[{_nextNumbers.GetValueOrDefault(Unattached) - 1}]")
            _nextNumbers[Unattached]--;

        device.Path = $"/machine/{name}";
    }

    private Device AddDevice(Device device, string id, ReadOnlySpan<(string Name, string Value)> properties)
    {
        lock (Lock)
        {
            if (!device.IsHotPluggable)
                ThrowIfRealized();

            if (id.Length > 0 && Array.Exists(_devices, other => other.Id == id))
                throw new PropertyException($"Duplicate device ID '{id}'");

            device.Id = id;
            Version.Compat.Apply(device);
            Apply(device, DeviceDefaults);
            Apply(device, Options.Globals);

            foreach (var (name, value) in properties)
                device.Type.GetProperty(name).SetText(device, value);

            device.Attach(this);
            device.Path = PathOf(device);
            var place = _defaultDevices++ ?? _devices.Length;
            _devices = [.. _devices[..place], device, .. _devices[place..]];
            if (IsRealized)
                Plug(device);

            return device;
        }
    }

    private static void Apply(Device device, IEnumerable<GlobalProperty> defaults)
    {
        foreach (var global in defaults)
        {
            for (var type = device.Type; type is not null; type = type.Parent)
            {
                if (type.Name == global.Type)
                    device.Type.GetProperty(global.Property).SetText(device, global.Value);
            }
        }
    }

    /// <summary>Makes a device that was just added work.</summary>
    private void Plug(Device device)
    {
        try
        {
            device.Realize();
            device.Reset();
        }
        catch
        {
            TakeOut(device);
            throw;
        }

        OnDevicePlugged(device);
    }

    /// <summary>Removes a device, and before it those on its buses.</summary>
    private void Remove(Device device)
    {
        foreach (var child in device.ChildBuses.SelectMany(bus => bus.Devices).ToList())
            Remove(child);

        TakeOut(device);
        DeviceRemoved?.Invoke(device);
    }

    private void TakeOut(Device device)
    {
        _devices = Array.FindAll(_devices, other => other != device);
        device.IsUnplugPending = false;
        device.Unrealize();
    }

    private string PathOf(Device device)
    {
        var isUsers = IsRealized || !_isConfigured;
        if (isUsers && device.Id.Length > 0)
            return $"/machine/peripheral/{device.Id}";

        var container = isUsers ? "peripheral-anon" : Unattached;
        var number = _nextNumbers.GetValueOrDefault(container);
        _nextNumbers[container] = number + 1;
        return $"/machine/{container}/device[{number}]";
    }
}
