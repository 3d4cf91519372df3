using System.Text.Json.Nodes;
using Hv.Runtime.Objects;
using Hv.Runtime.Text;

namespace Hv.Runtime.Monitors;

/// <summary>Finds, describes and makes devices for users.</summary>
internal static class DeviceTypes
{
    /// <summary>A property as introspection shows it: with the default before any compat row.</summary>
    public static JsonObject Describe(ObjectProperty property)
    {
        var entry = new JsonObject { ["default-value"] = JsonValues.Of(property.DefaultValue), ["name"] = property.Name };
        if (property.Summary.Length > 0)
            entry["description"] = property.Summary;

        entry["type"] = TypeName(property);
        return entry;
    }

    /// <summary>Adds a device to a machine that is realized.</summary>
    /// <param name="session">The machine.</param>
    /// <param name="driver">The device type.</param>
    /// <param name="id">The id, or <see langword="null"/>.</param>
    /// <param name="properties">What the user sets.</param>
    /// <exception cref="MonitorException">The device cannot be added; nothing is left of it.</exception>
    public static void Add(MachineSession session, string driver, string? id, IReadOnlyList<(string Name, string Value)> properties)
    {
        var type = Find(session.Catalog, driver);
        if (id is not null && !Identifier.IsValid(id))
            throw new MonitorException("Parameter 'id' expects an identifier");

        foreach (var (name, _) in properties)
        {
            if (type.Properties.All(property => property.Name != name))
                throw new MonitorException($"Property '{driver}.{name}' not found");
        }

        if (!((Device)type.Create()).IsHotPluggable)
            throw new MonitorException($"Device '{driver}' does not support hotplugging");

        ThrowIfMigrating(session, "device_add");
        try
        {
            session.Machine.CreateDevice(type, id ?? "", [.. properties]);
        }
        catch (PropertyException exception)
        {
            throw new MonitorException(exception.Message, exception);
        }
    }

    /// <summary>The device type of a name, when users can make devices of it.</summary>
    /// <exception cref="MonitorException">There is none, it is abstract, or only machines make its devices.</exception>
    public static ObjectType Find(MachineCatalog catalog, string driver)
    {
        if (catalog.FindDevice(driver) is not { } type)
        {
            throw catalog.Types.Any(entry => entry.Name == driver)
                ? new MonitorException("Parameter 'driver' expects a non-abstract device type")
                : new MonitorException($"'{driver}' is not a valid device model name");
        }

        if (type.IsAbstract)
            throw new MonitorException("Parameter 'driver' expects a non-abstract device type");

        return type.Create() is Device { IsUserCreatable: true }
            ? type
            : throw new MonitorException("Parameter 'driver' expects a pluggable device type");
    }

    /// <summary>Asks for the removal of a device.</summary>
    /// <param name="session">The machine.</param>
    /// <param name="id">The device's id, or its path.</param>
    /// <exception cref="MonitorException">There is none, or it cannot be removed.</exception>
    public static void Remove(MachineSession session, string id)
    {
        var device = session.Machine.Devices.FirstOrDefault(device => device.Path == (id.StartsWith('/') ? id : $"/machine/peripheral/{id}"))
            ?? throw new MonitorException($"Device '{id}' not found", MonitorException.DeviceNotFound);
        ThrowIfMigrating(session, "device_del");
        try
        {
            session.Machine.RequestUnplug(device);
        }
        catch (PropertyException exception)
        {
            throw new MonitorException(exception.Message, exception);
        }
    }

    /// <summary>Both sides of a migration have the same devices.</summary>
    private static void ThrowIfMigrating(MachineSession session, string command)
    {
        if (session.Migrations.IsMoving)
            throw new MonitorException($"{command} not allowed while migrating");
    }

    /// <summary>The help of a device type, a line for each property.</summary>
    public static IEnumerable<string> Help(ObjectType type) => type.Properties.Count == 0
        ? [$"There are no options for {type.Name}."]
        :
        [
            $"{type.Name} options:",
            .. type.Properties.OrderBy(property => property.Name, StringComparer.Ordinal).Select(property =>
                $"  {$"{property.Name}=<{TypeName(property)}>",-22} - {property.Summary}"
                + $" (default: {property.DefaultText})"),
        ];

    /// <summary>The type of a property as lists of a type's properties name it: a name out of several is a text there.</summary>
    private static string TypeName(ObjectProperty property) => property.TypeName is "string" or "enum" ? "str" : property.TypeName;
}
