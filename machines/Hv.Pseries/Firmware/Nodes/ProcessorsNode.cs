using System.Globalization;
using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Pseries.Connectors;
using Hv.Pseries.Processors;

namespace Hv.Pseries.Firmware.Nodes;

/// <summary>The node <c>/cpus</c> and those of the cores below it (LoPAR B.6.2, C.6.1).</summary>
internal static class ProcessorsNode
{
    private const uint ClockFrequency = 1_000_000_000;
    private const uint CacheBlockSize = 128;
    private const uint NoMoreSizes = uint.MaxValue;
    private const uint DecrementerBits = 56;
    private const uint VectorScalarFacility = 2;
    private const uint VectorFacility = 1;

    /// <summary>The name of the node.</summary>
    public const string Name = "cpus";

    /// <summary>The page sizes of segments (Power ISA, Book III, 5.7.7.1): what slbmte takes, and the encodings of the pages.</summary>
    private static readonly (uint Shift, uint Encoding, (uint Shift, uint Encoding)[] Pages)[] Segments =
    [
        (12, 0x000, [(12, 0), (24, 0x38)]),
        (16, 0x110, [(16, 1), (24, 8)]),
        (24, 0x100, [(24, 0)]),
        (34, 0x120, [(34, 3)]),
    ];

    // What software may rely on (LoPAR C.6.1.2, ibm,pa-features), by byte. Left out is what nothing here executes: transactional memory
    // (22), performance monitoring and event-based branches (28, 34, 42), copy and paste (38), decimal floating point (54).
    private static readonly byte[] Features206 = [0xF6, 0x3F, 0xC7, 0x00, 0x80, 0xC0];

    private static readonly (int Byte, byte Value)[] Features207 =
    [
        (0, 0xF6), (1, 0x3F), (2, 0xC7), (3, 0xC0), (4, 0x80), (5, 0xF0), (6, 0x80), (16, 0x80), (18, 0x80), (20, 0x80),
    ];

    private static readonly (int Byte, byte Value)[] Features300 =
    [
        .. Features207, (24, 0x80), (26, 0x80), (30, 0x80), (32, 0x80), (36, 0x80), (40, 0x80), (44, 0x80), (46, 0x80), (48, 0x80),
        (50, 0x80), (52, 0x80), (56, 0x80), (58, 0x80), (60, 0x80), (62, 0x80),
    ];

    /// <summary>The nodes as they are now.</summary>
    public static DeviceTreeNode Create(PseriesMachine machine)
    {
        var node = new DeviceTreeNode(Name)
        {
            Properties =
            {
                DeviceTreeProperty.OfCells("#address-cells", 1),
                DeviceTreeProperty.OfCells("#size-cells", 0),
            },
        };
        if (machine.CpuHotplug)
        {
            var cores = (uint)((machine.MaximumCpuCount + machine.Options.ThreadsPerCore - 1) / machine.Options.ThreadsPerCore);
            ConnectorProperties.AddTo(
                node, ConnectorKind.Processor, [.. Enumerable.Range(0, (int)cores).Select(core => (uint)core * machine.EffectiveVsmt)]);
        }

        node.Children.AddRange(machine.Processors.Where(IsFirstOfCore).Select(cpu => Core(machine, cpu)));
        return node;

        bool IsFirstOfCore(PseriesCpu cpu) => cpu.Index % machine.Options.ThreadsPerCore == 0;
    }

    /// <summary>The node of a core.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="cpu">Its first thread.</param>
    public static DeviceTreeNode Core(PseriesMachine machine, PseriesCpu cpu)
    {
        var model = cpu.Core.Model;
        var id = (uint)cpu.Id;
        var threads = machine.Options.ThreadsPerCore;
        var level = machine.CompatibilityLevel;
        var node = new DeviceTreeNode(string.Create(CultureInfo.InvariantCulture, $"PowerPC,{model.Name}@{id:x}"))
        {
            Properties =
            {
                DeviceTreeProperty.OfCells("reg", id),
                DeviceTreeProperty.OfTexts("device_type", ["cpu"]),
                DeviceTreeProperty.OfCells("cpu-version", machine.CompatibilityVersion != 0 ? machine.CompatibilityVersion : model.Version),
                DeviceTreeProperty.OfCells("d-cache-block-size", CacheBlockSize),
                DeviceTreeProperty.OfCells("d-cache-line-size", CacheBlockSize),
                DeviceTreeProperty.OfCells("i-cache-block-size", CacheBlockSize),
                DeviceTreeProperty.OfCells("i-cache-line-size", CacheBlockSize),
                DeviceTreeProperty.OfCells("d-cache-size", 0x8000),
                DeviceTreeProperty.OfCells("i-cache-size", 0x8000),
                DeviceTreeProperty.OfCells("timebase-frequency", (uint)Timebase.Frequency),
                DeviceTreeProperty.OfCells("clock-frequency", ClockFrequency),
                DeviceTreeProperty.OfCells("slb-size", (uint)model.SegmentEntries),
                DeviceTreeProperty.OfCells("ibm,slb-size", (uint)model.SegmentEntries),
                DeviceTreeProperty.OfTexts("status", ["okay"]),
                DeviceTreeProperty.Empty("64-bit"),
                DeviceTreeProperty.OfCells("ibm,purr", 1),
                DeviceTreeProperty.OfCells("ibm,spurr", 1),
                DeviceTreeProperty.OfCells("ibm,processor-segment-sizes", 28, 40, NoMoreSizes, NoMoreSizes),
                DeviceTreeProperty.OfCells("ibm,vmx", machine.CapVsx ? VectorScalarFacility : VectorFacility),
                DeviceTreeProperty.OfCells("ibm,segment-page-sizes", [.. SegmentPageSizes(machine.CapHptMaximumPageSize)]),
                new DeviceTreeProperty("ibm,pa-features", Features(level)),
                DeviceTreeProperty.OfCells("ibm,chip-id", machine.SmpPrefersSockets ? (uint)(cpu.Index / threads) : 0),
                DeviceTreeProperty.OfCells("ibm,pft-size", 0, (uint)machine.HashPageTable.Shift),
                DeviceTreeProperty.OfCells(
                    "ibm,ppc-interrupt-server#s", [.. Enumerable.Range(0, threads).Select(thread => id + (uint)thread)]),
                DeviceTreeProperty.OfCells(
                    "ibm,ppc-interrupt-gserver#s", [.. Enumerable.Range(0, threads).SelectMany(thread => (uint[])[id + (uint)thread, 0])]),
            },
        };
        if (model.HasRadix)
        {
            node.Properties.Add(DeviceTreeProperty.OfCells("ibm,processor-radix-AP-encodings", [.. RadixPageSizes(model)]));
            if (machine.CapLargeDecrementer)
                node.Properties.Add(DeviceTreeProperty.OfCells("ibm,dec-bits", DecrementerBits));
        }

        if (machine.CpuHotplug)
            node.Properties.Add(DeviceTreeProperty.OfCells("ibm,my-drc-index", ConnectorIndex.Of(ConnectorKind.Processor, id)));

        return node;
    }

    private static IEnumerable<uint> SegmentPageSizes(ulong largest)
    {
        foreach (var (shift, encoding, pages) in Segments)
        {
            var allowed = pages.Where(page => 1UL << (int)page.Shift <= largest).ToList();
            if (1UL << (int)shift > largest || allowed.Count == 0)
                continue;

            yield return shift;
            yield return encoding;
            yield return (uint)allowed.Count;
            foreach (var page in allowed)
            {
                yield return page.Shift;
                yield return page.Encoding;
            }
        }
    }

    /// <summary>Each page size of radix trees with the encoding that tlbie takes (Power ISA 3.0, Book III, 5.10.1.1).</summary>
    private static IEnumerable<uint> RadixPageSizes(PowerModel model) => model.RadixPageShifts.Select(shift => (uint)shift | shift switch
    {
        12 => 0u << 29,
        16 => 5u << 29,
        21 => 1u << 29,
        _ => 2u << 29,
    });

    private static byte[] Features(Isa level)
    {
        var (size, features) = level >= Isa.V3_0 ? (66, Features300)
            : level >= Isa.V2_07 ? (24, Features207)
            : (Features206.Length, [.. Features206.Select((value, index) => (index, value))]);

        // The number of bytes that follow the two of the head, and the kind of the bytes: 0.
        var value = new byte[size + 2];
        value[0] = (byte)size;
        foreach (var (index, bits) in features)
            value[2 + index] = bits;

        return value;
    }
}
