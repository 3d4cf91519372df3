using System.Globalization;
using System.Text;
using Hv.Runtime.Memory;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Monitors.Human.Commands;

/// <summary>Subcommands of info that show how the machine is put together.</summary>
internal sealed class TreeCommands(MachineSession session)
{
    /// <summary>The commands.</summary>
    public IEnumerable<HumanCommand> All =>
    [
        new("qtree", "show device tree", ShowDevices),
        new("qom-tree", "[path]", "show QOM composition tree", ShowObjects),
        new("pci", "show PCI info", ShowPci),
        new("mtree", "[-f][-d][-o][-D]", "show memory tree", _ => ShowMemory()),
    ];

    private string ShowPci()
    {
        lock (session.Machine.Lock)
            return new PciView(session.Machine).Show();
    }

    private string ShowObjects(HumanArguments arguments)
    {
        var node = ObjectPaths.Find(session.Tree, arguments.Optional(0) ?? "/machine");
        var text = new StringBuilder();
        Append(text, node, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ObjectNode node, int depth)
    {
        text.Append(' ', depth * 2).Append($"/{node.Name} ({node.TypeName})\n");
        foreach (var child in node.Children.OrderBy(child => child.Name, StringComparer.Ordinal))
            Append(text, child, depth + 1);
    }

    private string ShowDevices()
    {
        var text = new StringBuilder("bus: main-system-bus\n  type System\n");
        lock (session.Machine.Lock)
        {
            foreach (var device in session.Machine.Devices.Where(device => device.ParentBus is null))
                AppendDevice(text, device, 1);
        }

        return text.ToString();
    }

    private static void AppendDevice(StringBuilder text, Device device, int depth)
    {
        text.Append(' ', depth * 2).Append($"dev: {device.Type.Name}, id \"{device.Id}\"\n");
        foreach (var property in device.Type.Properties)
            text.Append(' ', (depth + 1) * 2).Append($"{property.Name} = {Show(property.GetValue(device))}\n");

        foreach (var bus in device.ChildBuses)
        {
            text.Append(' ', (depth + 1) * 2).Append($"bus: {bus.Name}\n");
            text.Append(' ', (depth + 2) * 2).Append($"type {bus.TypeName}\n");
            foreach (var child in bus.Devices)
                AppendDevice(text, child, depth + 2);
        }
    }

    private static string Show(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        string text => $"\"{text}\"",
        IFormattable number => string.Create(CultureInfo.InvariantCulture, $"{number} (0x{number:x})"),
        _ => value.ToString() ?? "",
    };

    private string ShowMemory()
    {
        var text = new StringBuilder();
        var windows = new Queue<AddressSpace>([session.Machine.AddressSpace]);
        var shown = new HashSet<AddressSpace>();
        while (windows.TryDequeue(out var space))
        {
            if (!shown.Add(space))
                continue;

            text.Append($"address-space: {space.Name}\n");
            foreach (var mapping in space.Mappings)
            {
                var kind = mapping.Region is RamBlock ? "ram" : "i/o";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"  {mapping.Address:x16}-{mapping.Last:x16} (prio {mapping.Priority}, {kind}): {mapping.Region.Name}\n");
                if (mapping.Region is WindowRegion window)
                    windows.Enqueue(window.Target);
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
