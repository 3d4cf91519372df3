using static Hv.Generators.Tests.Abi.AbiSamples;

namespace Hv.Generators.Tests.Abi;

/// <summary>HV6003, HV6009, HV6010: migrated state that is no longer what released versions send.</summary>
public sealed class AbiStateTests
{
    [Test]
    public void A_field_of_another_type_is_told_at_the_member() =>
        Assert.That(
            AbiTest.Verify(Released, With("private uint _index;", "private ushort {|HV6003:_index|};")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) have field 'index' of 'host_bridge' = uint32; this change makes it uint16"]));

    [Test]
    public void A_field_that_is_gone_is_told_at_its_type() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With(With("[Migrated]\n    private uint _index;", ""), "public partial class HostBridge", "public partial class {|HV6003:HostBridge|}")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) have field 'index' of 'host_bridge' = uint32, which is gone"]));

    /// <summary>A stream of a newer host could not be read by an older one.</summary>
    [Test]
    public void Another_version_of_a_state_is_told_at_the_type() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With(
                    With("[VmState(\"host_bridge\", Version = 2, MinimumVersion = 1)]", "[VmState(\"host_bridge\", Version = 3, MinimumVersion = 1)]"),
                    "public partial class HostBridge", "public partial class {|HV6003:HostBridge|}")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) have state 'host_bridge' = version 2, oldest 1; this change makes it version 3, oldest 1"]));

    [Test]
    public void Fields_that_change_places_are_told_at_the_first() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With(
                    With("    [Migrated]\n    private uint _index;\n\n", ""),
                    "private ulong _window;", "private ulong {|HV6009:_window|};\n\n    [Migrated]\n    private uint _index;\n\n")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) have field 'index' of 'host_bridge' where 'window' is now; "
                + "the order of members is the order in the stream"]));

    [Test]
    public void A_new_field_is_told_at_the_member() =>
        Assert.That(
            AbiTest.Verify(Released, With("private ulong _window;", "private ulong _window;\n    [Migrated] private uint {|HV6010:_levels|};")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) have no field 'levels' in 'host_bridge'; "
                + "let its When name a property that only new versions have on, or put it into a subsection of which Needed does"]));

    [Test]
    public void A_new_field_that_only_new_versions_have_is_free() =>
        AbiTest.Verify(
            Released,
            With(
                With(
                    With("private ulong _window;", "private ulong _window;\n    [Migrated(When = nameof(SendsLevels))] private uint _levels;"),
                    "public partial bool OldMigration { get; set; }",
                    "public partial bool OldMigration { get; set; }\n[Property(\"x-levels\", Default = true)] public partial bool SendsLevels { get; set; }"),
                "[MachineVersion(\"sample\", 2, 4)]", "[MachineVersion(\"sample\", 2, 4)]\n[Compat<HostBridge>(nameof(HostBridge.SendsLevels), false)]"));

    /// <summary>What an entry switches off is not there; when the entry goes, it is.</summary>
    [Test]
    public void A_condition_is_resolved_for_each_version() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With(
                    With("[Migrated(When = nameof(OldMigration))]", "[Migrated]"),
                    "private uint _old;", "private uint {|HV6010:_old|};")),
            Is.EqualTo(["'sample-2.4' (released) has no field 'old' in 'host_bridge'; "
                + "let its When name a property that only new versions have on, or put it into a subsection of which Needed does"]));

    [Test]
    public void A_new_subsection_is_told_at_the_type() =>
        AbiTest.Verify(
            Released,
            With(
                With(
                    With("[Subsection(\"host_bridge/extra\", Needed = nameof(NeedsExtra))]", "[Subsection(\"host_bridge/extra\", Needed = nameof(NeedsExtra))]\n[Subsection(\"host_bridge/more\", Needed = nameof(NeedsExtra))]"),
                    "private byte _extra;", "private byte _extra;\n    [Migrated(Subsection = \"host_bridge/more\")] private byte _more;"),
                "public partial class HostBridge", "public partial class {|HV6010:HostBridge|}"));

    [Test]
    public void A_new_state_that_is_no_field_is_told_at_its_type() =>
        Assert.That(
            AbiTest.Verify(
                Released, And("[VmState(\"sample/table\")] public sealed partial class {|HV6003:Table|} { [Migrated] private uint _size; public void Grow() => _size++; }")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) do not have state 'sample/table'; this change adds it, version 1, oldest 1"]));

    [Test]
    public void A_name_in_C_sharp_is_no_matter_of_the_stream() =>
        AbiTest.Verify(
            Released,
            With(
                With("private uint _index;", "private uint _number;").Replace("[Migrated]\n    private uint _number", "[Migrated(Name = \"index\")]\n    private uint _number", StringComparison.Ordinal),
                "NeedsExtra", "HasExtra"));
}
