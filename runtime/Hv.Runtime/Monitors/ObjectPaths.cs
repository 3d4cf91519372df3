using Hv.Runtime.Objects;

namespace Hv.Runtime.Monitors;

/// <summary>Finds objects and their properties for users.</summary>
internal static class ObjectPaths
{
    /// <summary>The object at a path.</summary>
    /// <exception cref="MonitorException">There is none, or there are several.</exception>
    public static ObjectNode Find(ObjectTree tree, string path)
    {
        try
        {
            return tree.Find(path) ?? throw new MonitorException($"Device '{path}' not found", MonitorException.DeviceNotFound);
        }
        catch (AmbiguousPathException exception)
        {
            throw new MonitorException(exception.Message, exception);
        }
    }

    /// <summary>A property of an object.</summary>
    /// <exception cref="MonitorException">There is none.</exception>
    public static NodeProperty FindProperty(ObjectNode node, string name) =>
        node.Properties.FirstOrDefault(property => property.Name == name)
        ?? throw new MonitorException($"Property '{node.TypeName}.{name}' not found");

    /// <summary>Sets a property.</summary>
    /// <exception cref="MonitorException">There is none, it cannot be set, not any more, or not to this.</exception>
    public static void Set(MachineSession session, ObjectNode node, string name, Func<string, string> value)
    {
        var property = FindProperty(node, name);
        if (property.Set is null)
            throw new MonitorException($"Property '{node.TypeName}.{name}' is not writable");

        if (node.Target is Device { IsRealized: true } device)
        {
            throw new MonitorException(
                $"Attempt to set property '{name}' on device '{device.Id}' (type '{device.Type.Name}') after it was realized");
        }

        try
        {
            lock (session.Machine.Lock)
                property.Set(value(name));
        }
        catch (PropertyException exception)
        {
            throw new MonitorException(exception.Message, exception);
        }
    }
}
