namespace Hv.Generators.Tests.Abi;

/// <summary>A small platform as it was released: versions 2.2 to 2.4.</summary>
internal static class AbiSamples
{
    public const string Released = """
        namespace Sample;

        public enum Protection { Off, Weak, Strong }

        /// <summary>A sample machine.</summary>
        [MachineFamily("sample", TypeName = "sample-machine")]
        public abstract partial class SampleMachine : Machine
        {
            /// <summary>Interrupt numbers.</summary>
            [Property("irqs", Default = 4096u)]
            public partial uint Irqs { get; }

            /// <summary>Whether the clock can be set.</summary>
            [Property("clock-calls", Default = true)]
            public partial bool HasClockCalls { get; }
        }

        /// <summary>What bridges share.</summary>
        [Device("bridge")]
        public abstract partial class Bridge : Device
        {
            /// <summary>Whether config space is extended.</summary>
            [Property("extended-config", Default = true)]
            public partial bool ExtendedConfiguration { get; set; }
        }

        /// <summary>The host bridge.</summary>
        [Device("host-bridge")]
        [VmState("host_bridge", Version = 2, MinimumVersion = 1)]
        [Subsection("host_bridge/extra", Needed = nameof(NeedsExtra))]
        public partial class HostBridge : Bridge
        {
            [GuestIdentity("/pci@ compatible")]
            private const string Compatible = "sample,bridge";

            [Migrated]
            private uint _index;

            [Migrated(Since = 2)]
            private ulong _window;

            [Migrated(When = nameof(OldMigration))]
            private uint _old;

            [Migrated(Subsection = "host_bridge/extra")]
            private byte _extra;

            private bool NeedsExtra => _extra != 0;

            /// <summary>Lets the guest create DMA windows.</summary>
            [Property("ddw", Default = true)]
            public partial bool DynamicDmaWindows { get; set; }

            /// <summary>Page sizes.</summary>
            [Property("pgsz", Default = 0x1211000ul, Format = PropertyFormat.Hexadecimal)]
            public partial ulong PageSizeMask { get; set; }

            /// <summary>How its windows are protected.</summary>
            [Property("protection", Default = Protection.Weak)]
            public partial Protection Protection { get; set; }

            /// <summary>Whether streams are as they were.</summary>
            [Property("old-migration")]
            public partial bool OldMigration { get; set; }
        }

        /// <summary>DMA windows.</summary>
        [RtasCalls]
        internal sealed partial class Windows(SampleMachine machine)
        {
            internal bool IsReady => machine.IsRealized;

            [RtasCall(0x2026, "query-window")]
            private RtasStatus Query(PciConfigAddress device, Buid phb, out uint windows) { windows = 0; return RtasStatus.Success; }

            [RtasCall(0x2027, "create-window", When = nameof(IsReady))]
            private RtasStatus Create(uint pageShift, uint windowShift) => RtasStatus.Success;

            [RtasCall(0x2030, "set-clock", When = nameof(SampleMachine.HasClockCalls))]
            private RtasStatus SetClock(uint seconds) => RtasStatus.Success;
        }

        /// <summary>TCEs.</summary>
        [Hypercalls]
        internal static partial class Tces
        {
            [Hypercall(0x20, "H_PUT_TCE")]
            private static HypercallStatus Put(SampleMachine machine, Liobn liobn, ulong ioba, out ulong old) { old = ioba; return HypercallStatus.Success; }
        }

        /// <summary>The newest.</summary>
        [MachineVersion("sample", 2, 4)]
        public sealed partial class Sample_2_4 : SampleMachine;

        /// <summary>Older.</summary>
        [MachineVersion("sample", 2, 3)]
        [Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)]
        [Compat<HostBridge>(nameof(HostBridge.OldMigration), true)]
        public sealed partial class Sample_2_3 : SampleMachine;

        /// <summary>Oldest.</summary>
        [MachineVersion("sample", 2, 2)]
        [Compat<HostBridge>(nameof(HostBridge.ExtendedConfiguration), false)]
        [Compat<SampleMachine>(nameof(SampleMachine.HasClockCalls), false)]
        public sealed partial class Sample_2_2 : SampleMachine;
        """;

    /// <summary>The sample with one change; what is to change must be there.</summary>
    public static string With(string old, string replacement) => With(Released, old, replacement);

    /// <summary>A source with one change; what is to change must be there.</summary>
    public static string With(string source, string old, string replacement)
    {
        Assert.That(source, Does.Contain(old));
        return source.Replace(old, replacement, StringComparison.Ordinal);
    }

    /// <summary>The source with another declaration behind it.</summary>
    public static string And(string declaration) => Released + Environment.NewLine + declaration;
}
