using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hv.Runtime.Machines;
using Hv.Runtime.Pci;

namespace Hv.Runtime.Monitors;

/// <summary>The PCI buses of a machine as <c>query-pci</c> and <c>info pci</c> show them.</summary>
/// <param name="machine">The machine; its lock is held.</param>
internal sealed class PciView(Machine machine)
{
    private IEnumerable<PciBus> Roots => machine.Buses.OfType<PciBus>().Where(bus => bus.Bridge is null);

    /// <summary>The buses for a program.</summary>
    public JsonArray Describe() => JsonValues.Array(Roots.Select(bus => new JsonObject { ["bus"] = 0, ["devices"] = Describe(bus) }));

    /// <summary>The buses for a person.</summary>
    public string Show()
    {
        var text = new StringBuilder();
        foreach (var bus in Roots)
            Show(text, bus);

        return text.ToString();
    }

    private static JsonArray Describe(PciBus bus) => JsonValues.Array(bus.Functions.Select(Describe));

    private static JsonObject Describe(PciFunction function)
    {
        var configuration = function.Configuration;
        var classCode = (int)configuration.GetUInt16(PciRegister.ClassCode);
        var classInfo = new JsonObject { ["class"] = classCode };
        if (PciClasses.Name(classCode) is { } name)
            classInfo["desc"] = name;

        var id = new JsonObject
        {
            ["device"] = (int)configuration.GetUInt16(PciRegister.DeviceId),
            ["vendor"] = (int)configuration.GetUInt16(PciRegister.VendorId),
        };
        var info = new JsonObject
        {
            ["irq_pin"] = (int)configuration.GetByte(PciRegister.InterruptPin),
            ["bus"] = (int)function.Bus.Number,
            ["qdev_id"] = function.Id,
            ["irq"] = (int)configuration.GetByte(PciRegister.InterruptLine),
            ["slot"] = function.Slot,
            ["class_info"] = classInfo,
            ["id"] = id,
            ["function"] = function.DeviceFunction % PciBus.FunctionsPerSlot,
            ["regions"] = new JsonArray([.. function.Bars.Select(Describe)]),
        };
        if (function is PciBridge bridge)
        {
            info["pci_bridge"] = Describe(bridge);
        }
        else
        {
            id["subsystem"] = (int)configuration.GetUInt16(PciRegister.SubsystemId);
            id["subsystem-vendor"] = (int)configuration.GetUInt16(PciRegister.SubsystemVendorId);
        }

        return info;
    }

    private static JsonObject Describe(PciBar bar)
    {
        var region = new JsonObject
        {
            ["bar"] = bar.Index,
            ["size"] = bar.Region.Size,
            ["address"] = unchecked((long)(bar.Address ?? ulong.MaxValue)),
            ["type"] = IsIo(bar) ? "io" : "memory",
        };
        if (!IsIo(bar))
        {
            region["prefetch"] = IsPrefetchable(bar);
            region["mem_type_64"] = bar.Is64;
        }

        return region;
    }

    private static JsonObject Describe(PciBridge bridge)
    {
        var windows = PciBridgeWindows.Of(bridge.Configuration);
        return new JsonObject
        {
            ["bus"] = new JsonObject
            {
                ["number"] = (int)bridge.Configuration.GetByte(PciRegister.PrimaryBus),
                ["secondary"] = (int)bridge.Configuration.GetByte(PciRegister.SecondaryBus),
                ["subordinate"] = (int)bridge.Configuration.GetByte(PciRegister.SubordinateBus),
                ["io_range"] = Range(windows.Io),
                ["memory_range"] = Range(windows.Memory),
                ["prefetchable_range"] = Range(windows.Prefetchable),
            },
            ["devices"] = Describe(bridge.SecondaryBus),
        };
    }

    private static JsonObject Range((ulong Base, ulong Limit) range) => new() { ["base"] = range.Base, ["limit"] = range.Limit };

    private static bool IsIo(PciBar bar) => bar.Kind == PciBarKind.Io;

    private static bool IsPrefetchable(PciBar bar) => bar.Kind is PciBarKind.PrefetchableMemory32 or PciBarKind.PrefetchableMemory64;

    private static void Show(StringBuilder text, PciBus bus)
    {
        foreach (var function in bus.Functions)
        {
            Show(text, function);
            if (function is PciBridge bridge)
                Show(text, bridge.SecondaryBus);
        }
    }

    private static void Show(StringBuilder text, PciFunction function)
    {
        var configuration = function.Configuration;
        var classCode = (int)configuration.GetUInt16(PciRegister.ClassCode);
        Append(text, $"  Bus {function.Bus.Number,2}, device {function.Slot,3}, function {function.DeviceFunction % PciBus.FunctionsPerSlot}:\n");
        Append(text, $"    {PciClasses.Name(classCode) ?? Format($"Class {classCode:d4}")}: PCI device ");
        Append(text, $"{configuration.GetUInt16(PciRegister.VendorId):x4}:{configuration.GetUInt16(PciRegister.DeviceId):x4}\n");
        if (function is not PciBridge)
        {
            var (vendor, subsystem) = (configuration.GetUInt16(PciRegister.SubsystemVendorId), configuration.GetUInt16(PciRegister.SubsystemId));
            if (vendor != 0 || subsystem != 0)
                Append(text, $"      PCI subsystem {vendor:x4}:{subsystem:x4}\n");
        }

        if (configuration.GetByte(PciRegister.InterruptPin) is > 0 and var pin)
            Append(text, $"      IRQ {configuration.GetByte(PciRegister.InterruptLine)}, pin {(char)('A' + pin - 1)}\n");

        if (function is PciBridge bridge)
            Show(text, bridge);

        foreach (var bar in function.Bars)
        {
            var address = bar.Address ?? ulong.MaxValue;
            var last = unchecked(address + (bar.Region.Size - 1));
            var kind = $"{(bar.Is64 ? 64 : 32)} bit{(IsPrefetchable(bar) ? " prefetchable" : "")} memory";
            Append(text, IsIo(bar)
                ? $"      BAR{bar.Index}: I/O at 0x{address & 0xFFFF:x4} [0x{last & 0xFFFF:x4}].\n"
                : (FormattableString)$"      BAR{bar.Index}: {kind} at 0x{address:x8} [0x{last:x8}].\n");
        }

        Append(text, $"      id \"{function.Id}\"\n");
    }

    private static void Show(StringBuilder text, PciBridge bridge)
    {
        var windows = PciBridgeWindows.Of(bridge.Configuration);
        Append(text, $"      BUS {bridge.Configuration.GetByte(PciRegister.PrimaryBus)}.\n");
        Append(text, $"      secondary bus {bridge.Configuration.GetByte(PciRegister.SecondaryBus)}.\n");
        Append(text, $"      subordinate bus {bridge.Configuration.GetByte(PciRegister.SubordinateBus)}.\n");
        Append(text, $"      IO range [0x{windows.Io.Base:x4}, 0x{windows.Io.Limit:x4}]\n");
        Append(text, $"      memory range [0x{windows.Memory.Base:x8}, 0x{windows.Memory.Limit:x8}]\n");
        Append(text, $"      prefetchable memory range [0x{windows.Prefetchable.Base:x8}, 0x{windows.Prefetchable.Limit:x8}]\n");
    }

    private static void Append(StringBuilder text, FormattableString line) => text.Append(Format(line));

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
