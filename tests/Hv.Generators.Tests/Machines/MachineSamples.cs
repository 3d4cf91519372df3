namespace Hv.Generators.Tests.Machines;

/// <summary>Sources that the tests of machine versions share.</summary>
internal static class MachineSamples
{
    /// <summary>The classes that versions and entries name: a family, another family, devices with a common base.</summary>
    public const string Declarations = """
        namespace Sample;

        /// <summary>How a window is protected.</summary>
        public enum Protection { Off, Weak, Strong }

        /// <summary>A sample machine.</summary>
        [MachineFamily("sample")]
        public abstract partial class SampleMachine : Machine
        {
            /// <summary>Interrupt numbers.</summary>
            [Property("irqs", Default = 4096u)]
            public partial uint Irqs { get; }

            /// <summary>Protection of the machine.</summary>
            [Property("cap-protection", Default = Protection.Strong)]
            public partial Protection Protection { get; set; }
        }

        /// <summary>Another machine.</summary>
        [MachineFamily("other")]
        public abstract partial class OtherMachine : Machine;

        /// <summary>What bridges share.</summary>
        [Device("bridge-base")]
        public abstract partial class BridgeBase : Device
        {
            /// <summary>Whether config space is extended.</summary>
            [Property("extended-config", Default = true)]
            public partial bool ExtendedConfiguration { get; set; }
        }

        /// <summary>The host bridge.</summary>
        [Device("host-bridge")]
        public partial class HostBridge : BridgeBase
        {
            /// <summary>Lets the guest create DMA windows.</summary>
            [Property("ddw", Default = true)]
            public partial bool DynamicDmaWindows { get; set; }

            /// <summary>Levels of the table.</summary>
            [Property("levels", Maximum = (byte)5)]
            public partial byte TableLevels { get; set; }

            /// <summary>Page sizes.</summary>
            [Property("pgsz", Default = 0x1211000ul, Format = PropertyFormat.Hexadecimal)]
            public partial ulong PageSizeMask { get; set; }

            /// <summary>A name.</summary>
            [Property("label", Default = "new")]
            public partial string Label { get; set; }

            /// <summary>How its windows are protected.</summary>
            [Property("protection", Default = Protection.Weak)]
            public partial Protection Protection { get; set; }

            /// <summary>Not for users.</summary>
            [HostOnly("for tests")]
            public bool IsBusy { get; set; }
        }

        /// <summary>Another bridge.</summary>
        [Device("other-bridge")]
        public sealed partial class OtherBridge : BridgeBase;

        /// <summary>A base of nothing.</summary>
        [Device("lonely-base")]
        public abstract partial class LonelyBase : Device
        {
            /// <summary>A switch.</summary>
            [Property("flag")]
            public partial bool Flag { get; set; }
        }

        /// <summary>A device that is not declared.</summary>
        public abstract class Undeclared : Device;
        """;

    /// <summary>A source file of the sample namespace.</summary>
    public static string Source(string text) => "namespace Sample;" + Environment.NewLine + text;

    /// <summary>The class of version <paramref name="number"/> ("2.4", "2.4-branch") with these attributes besides its own.</summary>
    public static string Version(string number, params IEnumerable<string> attributes)
    {
        var parts = number.Split('.', '-');
        var suffix = parts.Length > 2 ? $", Suffix = \"{parts[2]}\"" : "";
        return $"""
            [MachineVersion("sample", {parts[0]}, {parts[1]}{suffix})]
            {string.Join(Environment.NewLine, attributes.Select(attribute => $"[{attribute}]"))}
            public sealed partial class {ClassOf(number)} : SampleMachine;
            """;
    }

    /// <summary>The class' name: Sample_2_4, Sample_2_4_Branch.</summary>
    public static string ClassOf(string number) => "Sample_" + string.Join('_', number.Split('.', '-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
