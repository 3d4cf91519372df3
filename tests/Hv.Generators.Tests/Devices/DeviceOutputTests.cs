using Hv.Generators.Tests.Infrastructure;

namespace Hv.Generators.Tests.Devices;

/// <summary>What the generated files look like.</summary>
internal sealed class DeviceOutputTests
{
    private const string Sample = """"
        namespace Sample.Pci;

        public enum CacheMode { None, WriteThrough, [ValueName("wb")] WriteBack }

        /// <summary>Something on the bus. It is never made itself.</summary>
        [Device("pci-thing")]
        public abstract partial class PciThing : Device
        {
            /// <summary>The address on the bus, <c>device.function</c>; any when it is empty.</summary>
            [Property("addr")]
            public partial string Address { get; init; }
        }

        [Device("sample-host-bridge", Summary = "A host bridge with <everything>")]
        public sealed partial class HostBridge : PciThing
        {
            /// <summary>Lets the guest create DMA windows at run time.</summary>
            [Property("ddw", Default = true)]
            public partial bool DynamicDmaWindows { get; set; }

            /// <summary>Levels of the host's TCE table; 0 lets the host choose.</summary>
            [Property("levels", Maximum = 5)]
            public partial byte TableLevels { get; set; }

            /// <summary>Where the 64-bit window starts.</summary>
            [Property("dma64_win_addr", Default = 0x800000000000000UL, Format = PropertyFormat.Hexadecimal)]
            internal partial ulong DmaWindow64 { get; private set; }

            [Property("dma-size", Default = 0x40000000, Minimum = 4096, Format = PropertyFormat.Size)]
            public partial ulong DmaWindowSize { get; set; }

            [Property("index", Default = -1, Minimum = -1)]
            public partial int Index { get; set; }

            [Property("cache", Default = CacheMode.WriteBack)]
            public partial CacheMode Cache { get; set; }

            /// <summary>What the config space shows.</summary>
            [Property("revision", Default = (byte)3)]
            public partial byte Revision { get; }
        }
        """";

    private const string Machines = """
        namespace Sample;

        /// <summary>A machine to try things with.</summary>
        [MachineFamily("sample", TypeName = "sample-machine-type")]
        public abstract partial class SampleMachine : Machine
        {
            /// <summary>Whether the processor speaks big-endian first.</summary>
            [Property("cap-be", Default = true)]
            public partial bool BigEndian { get; set; }
        }
        """;

    [Test]
    public void A_device_reads_as_if_written_by_hand() =>
        GeneratorTest.Run(Sample).AssertMatchesExpected("Sample.Pci.HostBridge.Device.g.cs");

    [Test]
    public void An_abstract_device_is_a_type_that_cannot_be_created() =>
        GeneratorTest.Run(Sample).AssertMatchesExpected("Sample.Pci.PciThing.Device.g.cs");

    [Test]
    public void The_catalog_lists_the_devices_by_name() =>
        GeneratorTest.Run(Sample).AssertMatchesExpected("DeviceCatalog.g.cs");

    [Test]
    public void A_machine_family_has_an_object_type_of_its_own() =>
        GeneratorTest.Run(Machines).AssertMatchesExpected("Sample.SampleMachine.Machine.g.cs");
}
