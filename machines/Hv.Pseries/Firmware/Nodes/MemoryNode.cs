using System.Globalization;
using Hv.Pseries.Configuration;

namespace Hv.Pseries.Firmware.Nodes;

/// <summary>The nodes of RAM (LoPAR C.6.3): the first one is what real mode reaches.</summary>
internal static class MemoryNode
{
    /// <summary>The property that says how near memory is.</summary>
    public const string Associativity = "ibm,associativity";

    /// <summary>The nodes.</summary>
    public static IEnumerable<DeviceTreeNode> Create(PseriesMachine machine)
    {
        // In FORM2 the one domain is the node itself.
        uint[] associativity = machine.NegotiatedOptions.Contains(OptionVector5.Form2Affinity) ? [1, 0] : [4, 0, 0, 0, 0];
        var size = machine.Options.RamSize;
        var first = ulong.IsPow2(machine.RealModeAreaSize) ? machine.RealModeAreaSize : 1UL << (63 - (int)ulong.LeadingZeroCount(machine.RealModeAreaSize));
        yield return Create(0, first, associativity);

        // Linux takes a node of any size, but the real-mode area is a power of two: what is left follows, largest parts first.
        for (var start = first; start < size;)
        {
            var left = size - start;
            var part = Math.Min(1UL << (int)ulong.TrailingZeroCount(start), 1UL << (63 - (int)ulong.LeadingZeroCount(left)));
            yield return Create(start, part, associativity);
            start += part;
        }
    }

    private static DeviceTreeNode Create(ulong start, ulong size, uint[] associativity) =>
        new(string.Create(CultureInfo.InvariantCulture, $"memory@{start:x}"))
        {
            Properties =
            {
                DeviceTreeProperty.OfTexts("device_type", ["memory"]),
                DeviceTreeProperty.OfCells("reg", (uint)(start >> 32), (uint)start, (uint)(size >> 32), (uint)size),
                DeviceTreeProperty.OfCells(Associativity, associativity),
            },
        };
}
