using Hv.Runtime.Machines;

namespace Hv.Runtime.Migration.Streams;

/// <summary>What keeps a machine from migrating.</summary>
internal static class MigrationBlockers
{
    /// <summary>Refuses a machine with a device that cannot migrate.</summary>
    /// <exception cref="StateException">It has one; the message says why.</exception>
    public static void ThrowIfAny(Machine machine)
    {
        foreach (var device in machine.Devices)
        {
            if (device.MigrationBlocker is { } reason)
            {
                var name = device.Id.Length > 0 ? $"device '{device.Id}' ({device.Type.Name})" : $"device '{device.Type.Name}'";
                throw new StateException($"{name} cannot migrate: {reason}");
            }
        }
    }
}
