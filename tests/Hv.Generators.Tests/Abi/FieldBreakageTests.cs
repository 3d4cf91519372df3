using Hv.Generators.Tests.Infrastructure;
using static Hv.Generators.Tests.Abi.AbiSamples;

namespace Hv.Generators.Tests.Abi;

/// <summary>
/// The ways in which machine versions and their streams broke in the field, each planted in a sample. What a comment cites are
/// commits of QEMU that repaired one, by the sections of the evidence (6.1 to 6.9). Those of compat tables alone are in
/// <see cref="Machines.FieldBreakageTests"/>.
/// </summary>
public sealed class FieldBreakageTests
{
    private const string PageSizes = "[Property(\"pgsz\", Default = 0x1211000ul, Format";
    private const string NewPageSizes = "[Property(\"pgsz\", Default = 0x11000ul, Format";
    private const string MarkedPageSizes = "[Property(\"pgsz\", {|HV6001:Default = 0x11000ul|}, Format";
    private const string Newest = "[MachineVersion(\"sample\", 2, 4)]";
    private const string Older = "[MachineVersion(\"sample\", 2, 3)]";
    private const string Keep = "Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 0x1211000ul)";

    /// <summary>
    /// 6.1, c126b4c57e (use-disabled-flag), abc62c89f3, 152fcbecad (l3-cache), eb3cba8272 (phb_placement): written before a release,
    /// merged after it.
    /// </summary>
    [Test]
    public void S6_1_an_entry_under_a_version_older_than_the_newest_released() => Verify(
        With(With(PageSizes, NewPageSizes), Older, $"{Older}\n[{{|HV6006:{Keep}|}}]"));

    /// <summary>6.1: an entry for a version that was released without it.</summary>
    [Test]
    public void S6_1_an_entry_added_to_a_released_version() => Verify(
        With(Older, $"{Older}\n[{{|HV6001:Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 0x1000ul)|}}]"));

    /// <summary>6.2, 97e50dd013, fa118d1f8b, 1e29a009e3: the misspelt entry keeps nothing, and the versions that it was for change.</summary>
    [Test]
    public void S6_2_a_misspelt_entry_keeps_nothing() => Verify(
        With(
            With(PageSizes, MarkedPageSizes),
            Newest, $$"""{{Newest}}{{"\n"}}[Compat<HostBridge>({|HV3006:"PageSizesMask"|}, 0x1211000ul)]"""));

    /// <summary>6.2, 442bac16a6 (kbd for tablet), 7298d4fd51 (apic for kvm-apic): the entry is for another device.</summary>
    [Test]
    public void S6_2_an_entry_aimed_at_another_device() => Verify(
        With(
            With(PageSizes, MarkedPageSizes),
            Newest, $"{Newest}\n[Compat<Bridge>({{|HV3006:nameof(HostBridge.PageSizeMask)|}}, 0x1211000ul)]"));

    /// <summary>6.3, 1c81003acc, 48cb7f3c15, bacc344c54: rows of a newer version that an older one no longer has.</summary>
    [Test]
    public void S6_3_rows_that_an_older_version_loses()
    {
        // Nothing can be left out of the chain; what can happen is that the row goes from the newer version.
        var changed = With(With("[Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)]\n", ""), Older, $"[{{|HV6001:{Older[1..^1]}|}}]");
        Assert.That(Verify(changed), Is.EqualTo(["'sample-2.2' to 'sample-2.3' (2 released versions) have host-bridge.ddw = off; this change makes it on"]));
    }

    /// <summary>6.3: a version taken out of the middle of the chain.</summary>
    [Test]
    public void S6_3_a_version_that_is_gone()
    {
        var files = AbiTest.Freeze(Released);
        var source = Released[..Released.IndexOf("/// <summary>Oldest.</summary>", StringComparison.Ordinal)];
        var found = AnalyzerTest.Analyze(SampleCompilation.Create(source), files);
        Assert.That(found.Select(diagnostic => (diagnostic.Id, diagnostic.Location.GetLineSpan().Path)), Is.EqualTo([("HV6007", "Abi/sample-2.2.abi")]));
    }

    /// <summary>6.4, a58dfba201 (ACS), 82516263ce (extended config space), 27751aabd1 (xlevel): a default changed, no entry.</summary>
    [Test]
    public void S6_4_a_default_changed_without_an_entry() =>
        Assert.That(
            Verify(With(PageSizes, MarkedPageSizes)),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) have host-bridge.pgsz = 0x1211000; this change makes it 0x11000"]));

    /// <summary>6.4, x-pcie-err-unc-mask (010746ae, repaired by 5ed3dabe): a new behaviour, on for everyone.</summary>
    [Test]
    public void S6_4_a_new_property_that_is_on_for_released_versions() => Verify(
        With("public partial ulong PageSizeMask { get; set; }", "public partial ulong PageSizeMask { get; set; }\n[{|HV6005:Property(\"x-err-unc-mask\", Default = true)|}] public partial bool ErrorMask { get; set; }"));

    /// <summary>6.4, the bit of 2 MiB pages in ibm,query-pe-dma-window, 2022-03-21: a constant that old machines began to show.</summary>
    [Test]
    public void S6_4_a_constant_that_released_versions_begin_to_show()
    {
        const string Sizes = """
            [Flags]
            [GuestIdentity("query-window: page size")]
            public enum PageSizes { None = 0, Size4K = 1, Size64K = 2 }
            """;
        AbiTest.Verify(And(Sizes), And(Sizes.Replace("Size64K = 2", "Size64K = 2, {|HV6004:Size2M|} = 0x100", StringComparison.Ordinal)));
    }

    /// <summary>6.4, 42824b4d16, 7976a6d231: the size of what the guest maps changed.</summary>
    [Test]
    public void S6_4_a_size_that_the_guest_sees()
    {
        const string Size = "public static class Bar { [GuestIdentity(\"bar 4 size\")] public const int Size = 0x1000; }";
        AbiTest.Verify(And(Size), And(Size.Replace("Size = 0x1000", "{|HV6004:Size|} = 0x2000", StringComparison.Ordinal)));
    }

    /// <summary>6.4, 8ad9087c4a, f2a1ae45d8: a device that comes and goes with a feature; here a call that old guests find.</summary>
    [Test]
    public void S6_4_a_call_that_released_versions_begin_to_have() => Verify(
        With("[RtasCall(0x2030,", "[{|HV6002:RtasCall(0x2031, \"get-clock\")|}]\nprivate RtasStatus GetClock() => RtasStatus.Success;\n[RtasCall(0x2030,"));

    /// <summary>6.4, 98e753a6e5, e6915b5f3a: one property, two meanings: it got another name, and the old one is gone.</summary>
    [Test]
    public void S6_4_a_property_under_another_name() => Verify(
        With("[Property(\"ddw\", Default = true)]", "[{|HV6005:Property(\"dynamic-dma-windows\", Default = true)|}]"));

    /// <summary>6.5, 9b54ca0ba7, reverted by 5a78b821eb: a raised version that no released host can read.</summary>
    [Test]
    public void S6_5_a_raised_version_of_a_state() => Verify(
        With(
            With("[VmState(\"host_bridge\", Version = 2, MinimumVersion = 1)]", "[VmState(\"host_bridge\", Version = 3, MinimumVersion = 1)]"),
            "public partial class HostBridge", "public partial class {|HV6003:HostBridge|}"));

    /// <summary>6.5, c1990468d5 (version_id = sizeof!): a version that follows from something else.</summary>
    [Test]
    public void S6_5_an_oldest_version_that_leaves_old_streams_behind() => Verify(
        With(
            With("[VmState(\"host_bridge\", Version = 2, MinimumVersion = 1)]", "[VmState(\"host_bridge\", Version = 2)]")
                .Replace("[Migrated(Since = 2)]", "[Migrated]", StringComparison.Ordinal),
            "public partial class HostBridge", "public partial class {|HV6003:HostBridge|}")
            .Replace("private ulong _window;", "private ulong {|HV6003:_window|};", StringComparison.Ordinal));

    /// <summary>
    /// 6.5, 5c4537bded, 16a2497bd4 (insns_flags), efb7db250a (msr_mask): a comparison of what only the host, or only this side, knows.
    /// </summary>
    [Test]
    public void S6_5_a_comparison_of_state_that_the_guest_does_not_see() => AnalyzerTest.Verify("""
        [VmState("sample")]
        public sealed partial class Cpu
        {
            [Migrated({|HV4006:MustMatch = true|})] private ulong _hostFeatures;
            public void Start() => _hostFeatures = 1;
        }
        """);

    /// <summary>6.5, e806b4db14 (an early return skipped pre_save): a method that runs before saving is called by the generated code, or is an error.</summary>
    [Test]
    public void S6_5_a_hook_that_would_not_run() => AnalyzerTest.Verify("""
        [VmState("sample")]
        public sealed partial class Cpu
        {
            [Migrated] private ulong _flags;
            [BeforeSave] private bool {|HV4012:Collect|}() => _flags++ == 0;
        }
        """);

    /// <summary>6.6, 2811af3b49 (intel_iommu), aef19c04bf (OV5): a field that released versions begin to send.</summary>
    [Test]
    public void S6_6_a_new_field_sent_to_released_versions() => Verify(
        With("private ulong _window;", "private ulong _window;\n    [Migrated] private uint {|HV6010:_levels|};"));

    /// <summary>6.6, 64d4a53431 and its repair 3725ef1a94: a subsection that released versions begin to send.</summary>
    [Test]
    public void S6_6_a_new_subsection_sent_to_released_versions() => Verify(
        With(
            With(
                With("[Subsection(\"host_bridge/extra\", Needed = nameof(NeedsExtra))]", "[Subsection(\"host_bridge/extra\", Needed = nameof(NeedsExtra))]\n[Subsection(\"host_bridge/cap\", Needed = nameof(NeedsExtra))]"),
                "private byte _extra;", "private byte _extra;\n    [Migrated(Subsection = \"host_bridge/cap\")] private byte _capability;"),
            "public partial class HostBridge", "public partial class {|HV6010:HostBridge|}"));

    /// <summary>6.6, virtio-gpu's nested version (dfcf74fa): the state inside of another changed with its version.</summary>
    [Test]
    public void S6_6_a_nested_state_of_another_version()
    {
        const string Nested = """
            [VmState("scanout", Version = 1)]
            public sealed partial class Scanout { [Migrated] private uint _width; public void Set() => _width = 1; }

            [Device("gpu")]
            [VmState("gpu")]
            public sealed partial class Gpu : Device { [Migrated] private Scanout _scanout = new(); }
            """;
        AbiTest.Verify(
            And(Nested),
            And(Nested.Replace("[VmState(\"scanout\", Version = 1)]", "[VmState(\"scanout\", Version = 2, MinimumVersion = 1)]", StringComparison.Ordinal)
                .Replace("class Scanout", "class {|HV6003:Scanout|}", StringComparison.Ordinal)
                .Replace("private uint _width;", "private uint _width; [Migrated(Since = 2)] private uint {|HV6010:_height|};", StringComparison.Ordinal)
                .Replace("_width = 1", "_width = _height = 1", StringComparison.Ordinal)));
    }

    /// <summary>6.6, 46f7afa370, 1b4ab51493: state of objects that released versions do not have.</summary>
    [Test]
    public void S6_6_a_new_section_sent_to_released_versions() => Verify(
        And("[VmState(\"icp/server\")] public sealed partial class {|HV6003:DummyServer|} { [Migrated] private uint _priority; public void Set() => _priority = 1; }"));

    /// <summary>6.6: the order of fields, which nothing in a stream tells.</summary>
    [Test]
    public void S6_6_fields_in_another_order() => Verify(
        With(
            With("    [Migrated]\n    private uint _index;\n\n", ""),
            "private ulong _window;", "private ulong {|HV6009:_window|};\n\n    [Migrated]\n    private uint _index;\n"));

    /// <summary>6.7, aa378598fe (XER), 1e440cbc99 (TAR): state that is no longer sent, though released versions send it.</summary>
    [Test]
    public void S6_7_a_field_that_is_no_longer_sent() => Verify(
        With(
            With("[Migrated]\n    private uint _index;", "[HostOnly(\"nobody reads it\")]\n    private uint _index;"),
            "public partial class HostBridge", "public partial class {|HV6003:HostBridge|}"));

    /// <summary>6.7, aa378598fe (XER), 1e440cbc99 (TAR), 6dd836f5d3 (VTB), a26fdf3934 (window shift): state that nobody thought of.</summary>
    [Test]
    public void S6_7_a_field_that_nothing_says_anything_of() => AnalyzerTest.Verify("""
        [VmState("sample")]
        public sealed partial class Cpu
        {
            [Migrated] private ulong _msr;
            private ulong {|HV4001:_xer|};
            public void Start() => _msr = _xer++;
        }
        """);

    /// <summary>6.7, a50919dddf, 94fd9cbaa3, 310cda5b5e: objects whose state no stream held.</summary>
    [Test]
    public void S6_7_a_device_without_state() => AnalyzerTest.Verify("""
        [Device("connector")]
        public sealed partial class {|HV4016:Connector|} : Device
        {
            private uint _state;
            public void Isolate() => _state++;
        }
        """);

    /// <summary>6.8, f58b39d2d5: two sections of one name.</summary>
    [Test]
    public void S6_8_two_sections_of_one_name() => AnalyzerTest.Verify(
        """
        [Device("vty")] [VmState("terminal")] public sealed partial class Vty : Device { [Migrated] private uint _in; public void Take() => _in++; }
        [Device("tty")] [VmState({|HV4004:"terminal"|})] public sealed partial class Tty : Device { [Migrated] private uint _in; public void Take() => _in++; }
        """);

    /// <summary>6.8, 00d4f525ec: LIOBNs that followed the order of the command line; here the number that they begin with.</summary>
    [Test]
    public void S6_8_numbers_that_devices_are_known_by()
    {
        const string Number = "public static class Liobns { [GuestIdentity(\"first LIOBN\")] public const uint First = 0x80000000; }";
        AbiTest.Verify(And(Number), And(Number.Replace("First = 0x80000000", "{|HV6004:First|} = 0x80000001", StringComparison.Ordinal)));
    }

    /// <summary>6.8, f58b39d2d5: the name of a section is what it is found by.</summary>
    [Test]
    public void S6_8_a_section_under_another_name() => Verify(
        With(
            With("VmState(\"host_bridge\",", "VmState(\"bridge\",").Replace("\"host_bridge/extra\"", "\"bridge/extra\"", StringComparison.Ordinal)
                .Replace("class HostBridge", "class {|HV6003:HostBridge|}", StringComparison.Ordinal),
            Newest, "[{|HV6003:MachineVersion(\"sample\", 2, 4)|}]"));

    /// <summary>6.9, 8904e5a750 (vsmt), 2a0d90fed5, c26bc185b7 (page size of the host): a default that the host decides does not compile.</summary>
    [TestCase("[Property(\"pgsz\", Default = 0x1211000ul, Format", "[Property(\"pgsz\", Default = (ulong)Environment.SystemPageSize, Format")]
    [TestCase("[Compat<HostBridge>(nameof(HostBridge.OldMigration), true)]", "[Compat<HostBridge>(nameof(HostBridge.OldMigration), Environment.Is64BitProcess)]")]
    [TestCase("[GuestIdentity(\"/pci@ compatible\")]\n    private const string Compatible = \"sample,bridge\"", "[GuestIdentity(\"/pci@ compatible\")]\n    private const string Compatible = \"sample,\" + nameof(HostBridge) + Environment.NewLine")]
    public void S6_9_a_default_an_entry_or_an_identity_that_the_host_decides(string old, string now)
    {
        var errors = AnalyzerTest.DeclarationErrors(SampleCompilation.Create(With(old, now)).WithGeneratedCode())
            .Concat(SampleCompilation.Create(With(old, now)).WithGeneratedCode().GetDiagnostics())
            .Where(diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.Id)
            .Distinct();

        // CS0182: an argument of an attribute is a constant; CS0133: a const is one.
        Assert.That(errors, Is.Not.Empty.And.SubsetOf(new[] { "CS0182", "CS0133" }));
    }

    /// <summary>6.9, 1052ab67f4 (RMA clamped by the host), lp#1832622: an identity that is computed when the program runs.</summary>
    [Test]
    public void S6_9_an_identity_that_is_computed() => Verify(
        With("[GuestIdentity(\"/pci@ compatible\")]\n    private const string Compatible = \"sample,bridge\";",
            "[{|HV6011:GuestIdentity(\"/pci@ compatible\")|}]\n    private static readonly string Compatible = Environment.MachineName;")
            .Replace(Newest, "[{|HV6004:MachineVersion(\"sample\", 2, 4)|}]", StringComparison.Ordinal));

    private static IReadOnlyList<string> Verify(string markedNow) => AbiTest.Verify(Released, markedNow);
}
