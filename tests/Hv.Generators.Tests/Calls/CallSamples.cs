namespace Hv.Generators.Tests.Calls;

/// <summary>Sources that the tests of calls share.</summary>
internal static class CallSamples
{
    /// <summary>A machine class as a platform author writes it, with its members that the machine-version generator writes.</summary>
    public const string Machine = """
        namespace Sample;

        [RtasTokens(0x2000, 0x20FF, TracePrefix = "spapr_rtas_")]
        [HypercallNumbers(0x4, 0x45C, Step = 4)]
        [HypercallNumbers(0xF000, 0xF80C)]
        public partial class SampleMachine : Machine
        {
            private static readonly ObjectType MachineType = new("sample-machine", "", null, null, []);

            public override ObjectType Type => MachineType;

            public override MachineVersion Version { get; } =
                new("sample-1.0", 1, 0, "", "", true, CompatTable.Empty, static () => new SampleMachine());

            public bool HasNvram { get; set; }
        }
        """;

    /// <summary>All kinds of parameters, two shapes of one call, a conditional one, one with any counts.</summary>
    public const string Rtas = """
        namespace Sample;

        public enum Level : uint { Off, On = 100 }

        /// <summary>Dynamic DMA windows: LoPAR 7.3.13.</summary>
        [RtasCalls]
        public sealed partial class Windows(SampleMachine machine)
        {
            internal bool HasNvram => machine.HasNvram;

            /// <summary>Says which windows the guest may still create. And more.</summary>
            [RtasCall(0x2026, "ibm,query-pe-dma-window")]
            private RtasStatus Query(PciConfigAddress device, Buid phb, out uint windows, out uint largest)
            {
                windows = device.Value;
                largest = (uint)(phb.Value >> 32);
                return phb.Value == 0 ? RtasStatus.ParameterError : RtasStatus.Success;
            }

            /// <summary>The same with a 64-bit answer.</summary>
            [RtasCall(0x2026, "ibm,query-pe-dma-window")]
            private RtasStatus QueryWide(PciConfigAddress device, Buid phb, out uint windows, out ulong largest)
            {
                windows = device.Value;
                largest = phb.Value;
                return RtasStatus.Success;
            }

            [RtasCall(0x2012, "nvram-fetch", When = nameof(HasNvram))]
            private RtasStatus Fetch(uint offset, GuestPhysicalAddress buffer, uint length, [StoredOnError] out uint bytes)
            {
                bytes = 7;
                return offset == 0 ? RtasStatus.Success : RtasStatus.ParameterError;
            }

            [RtasCall(0x2000, "display-character", Counts = RtasCounts.Any)]
            private RtasStatus Display(uint character) => character == 0 ? RtasStatus.HardwareError : RtasStatus.Success;

            [RtasCall(0x2011, "quiesce", Counts = RtasCounts.AnyReturns, Trace = "spapr_vio_quiesce")]
            private RtasStatus Quiesce() => RtasStatus.Success;

            [RtasCall(0x201C, "get-power-level")]
            private static RtasStatus Power(SampleMachine machine, VirtualCpu cpu, int domain, out Level level)
            {
                level = domain == -1 && machine is not null && cpu.Id == 0 ? Level.On : Level.Off;
                return RtasStatus.Success;
            }

            [RtasCall(0x2019, "ibm,change-msi", CountsError = RtasStatus.HardwareError)]
            private RtasStatus Change(uint count, out uint given, out uint? sequence, out ulong? type)
            {
                given = count;
                sequence = count == 0 ? null : count + 1;
                type = count == 0 ? null : 0x1_0000_0002;
                return RtasStatus.Success;
            }

            [RtasCall(0x2007, "stop-self")]
            private void StopSelf(VirtualCpu cpu) => cpu.IsStopped = true;
        }
        """;

    /// <summary>Narrow and wide registers, outputs, the frame itself, a static class.</summary>
    public const string Hypercalls = """
        namespace Sample;

        [Hypercalls]
        internal static partial class TceCalls
        {
            /// <summary>Stores one TCE.</summary>
            [Hypercall(0x20, "H_PUT_TCE", Trace = "spapr_iommu_put")]
            private static HypercallStatus Put(SampleMachine machine, Liobn liobn, ulong ioba, ulong tce) =>
                liobn.Value == 0x80000000 && ioba == 0x1000 && tce == 3 && machine is not null ? HypercallStatus.Success : HypercallStatus.Parameter;

            [Hypercall(0x1C, "H_GET_TCE")]
            private static HypercallStatus Get(SampleMachine machine, Liobn liobn, ulong ioba, out ulong tce)
            {
                tce = ioba + 3;
                return liobn.Value == 1 ? HypercallStatus.Success : HypercallStatus.Parameter;
            }

            [Hypercall(0x124, "H_BULK_REMOVE")]
            private static HypercallStatus Bulk(HypercallFrame frame, int offset)
            {
                frame.Registers[8] = (ulong)(long)offset;
                return HypercallStatus.Parameter;
            }
        }
        """;
}
