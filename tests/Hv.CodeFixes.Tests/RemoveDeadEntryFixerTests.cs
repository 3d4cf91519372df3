using Hv.CodeFixes.Tests.Infrastructure;
using Hv.Generators.Tests.Machines;

namespace Hv.CodeFixes.Tests;

/// <summary>HV3009, HV3010, HV3011: entries that go.</summary>
public sealed class RemoveDeadEntryFixerTests
{
    private const string Dead = "Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), true)";
    private const string DeadToo = "Compat<HostBridge>(nameof(HostBridge.Label), \"new\")";
    private const string Alive = "Compat<HostBridge>(nameof(HostBridge.TableLevels), (byte)3)";

    [Test]
    public void An_entry_goes_with_its_line_and_the_comment_behind_it() =>
        Assert.That(
            Verify(
                $$"""
                /// <summary>The first version.</summary>
                [MachineVersion("sample", 2, 4)]
                [{|HV3009:{{Dead}}|}]   // since ever
                public sealed partial class Sample_2_4 : SampleMachine;
                """,
                """
                /// <summary>The first version.</summary>
                [MachineVersion("sample", 2, 4)]
                public sealed partial class Sample_2_4 : SampleMachine;
                """),
            Is.EqualTo($"Remove '{Dead}'"));

    [Test]
    public void Documentation_stays_and_what_is_said_above_the_first_attribute() => Verify(
        $$"""
        // What the class is for.

        /// <summary>The first version.</summary>
        // Sorted by device.
        [{|HV3009:{{Dead}}|}]
        [MachineVersion("sample", 2, 4)]
        public sealed partial class Sample_2_4 : SampleMachine;
        """,
        """
        // What the class is for.

        /// <summary>The first version.</summary>
        // Sorted by device.
        [MachineVersion("sample", 2, 4)]
        public sealed partial class Sample_2_4 : SampleMachine;
        """);

    [Test]
    public void Comment_lines_directly_above_an_entry_go_with_it_and_others_stay() => Verify(
        $$"""
        [MachineVersion("sample", 2, 4)]
        // DMA:

        /* Guests of that time
           cannot do without. */
        // See the bug.
        [{|HV3009:{{Dead}}|}]
        // Tables:
        [{{Alive}}]
        public sealed partial class Sample_2_4 : SampleMachine;
        """,
        $$"""
        [MachineVersion("sample", 2, 4)]
        // DMA:

        // Tables:
        [{{Alive}}]
        public sealed partial class Sample_2_4 : SampleMachine;
        """);

    [TestCase("[MachineVersion(\"sample\", 2, 4), {|HV3009:{dead}|}]", "[MachineVersion(\"sample\", 2, 4)]")]
    [TestCase("[{|HV3009:{dead}|}, MachineVersion(\"sample\", 2, 4)]", "[MachineVersion(\"sample\", 2, 4)]")]
    [TestCase("[{|HV3009:{dead}|},\n MachineVersion(\"sample\", 2, 4)]", "[MachineVersion(\"sample\", 2, 4)]")]
    [TestCase("[MachineVersion(\"sample\", 2, 4), {|HV3009:{dead}|}, {alive}]", "[MachineVersion(\"sample\", 2, 4), {alive}]")]
    [TestCase("[MachineVersion(\"sample\", 2, 4)] [{|HV3009:{dead}|}] // why", "[MachineVersion(\"sample\", 2, 4)]")]
    [TestCase("[{|HV3009:{dead}|}] [MachineVersion(\"sample\", 2, 4)]", "[MachineVersion(\"sample\", 2, 4)]")]
    [TestCase("#if !OLD\n[{|HV3009:{dead}|}]\n#endif\n[MachineVersion(\"sample\", 2, 4)]", "#if !OLD\n#endif\n[MachineVersion(\"sample\", 2, 4)]")]
    public void Entries_among_others_leave_the_others_as_they_are(string before, string after)
    {
        const string Class = "\npublic sealed partial class Sample_2_4 : SampleMachine;";
        Verify(Fill(before) + Class, Fill(after) + Class);
    }

    [Test]
    public void An_entry_on_the_line_of_the_class_goes_alone() => Verify(
        $$"""[MachineVersion("sample", 2, 4)] [{|HV3009:{{Dead}}|}] public sealed partial class Sample_2_4 : SampleMachine;""",
        """[MachineVersion("sample", 2, 4)] public sealed partial class Sample_2_4 : SampleMachine;""");

    [Test]
    public void All_dead_entries_go_at_once_and_a_list_that_becomes_empty_goes_whole() => VerifyAll(
        $$"""
        [MachineVersion("sample", 2, 4), {|HV3009:{{Dead}}|}]
        [{{Alive}}]
        public sealed partial class Sample_2_4 : SampleMachine;

        [MachineVersion("sample", 2, 3)]
        [{|HV3009:{{Dead}}|}, {|HV3009:{{DeadToo}}|}]
        [{|HV3009:{{Alive}}|}]
        public sealed partial class Sample_2_3 : SampleMachine;
        """,
        $$"""
        [MachineVersion("sample", 2, 4)]
        [{{Alive}}]
        public sealed partial class Sample_2_4 : SampleMachine;

        [MachineVersion("sample", 2, 3)]
        public sealed partial class Sample_2_3 : SampleMachine;
        """);

    [Test]
    public void Removing_all_leaves_every_value_as_it_was() => VerifyAll(
        """
        [MachineVersion("sample", 2, 4)]
        [Compat<BridgeBase>("ExtendedConfiguration", false)]
        [Compat<HostBridge>("ExtendedConfiguration", true)]
        public sealed partial class Sample_2_4 : SampleMachine;

        [MachineVersion("sample", 2, 3)]
        [{|HV3009:Compat<HostBridge>("ExtendedConfiguration", false)|}]
        [{|HV3009:Compat<BridgeBase>("ExtendedConfiguration", false)|}]
        public sealed partial class Sample_2_3 : SampleMachine;
        """,
        """
        [MachineVersion("sample", 2, 4)]
        [Compat<BridgeBase>("ExtendedConfiguration", false)]
        [Compat<HostBridge>("ExtendedConfiguration", true)]
        public sealed partial class Sample_2_4 : SampleMachine;

        [MachineVersion("sample", 2, 3)]
        [Compat<BridgeBase>("ExtendedConfiguration", false)]
        public sealed partial class Sample_2_3 : SampleMachine;
        """);

    [Test]
    public void A_repeated_entry_goes() => Verify(
        $$"""
        [MachineVersion("sample", 2, 4)]
        [{{Alive}}]
        [{|HV3010:{{Alive}}|}]
        public sealed partial class Sample_2_4 : SampleMachine;
        """,
        $$"""
        [MachineVersion("sample", 2, 4)]
        [{{Alive}}]
        public sealed partial class Sample_2_4 : SampleMachine;
        """);

    [Test]
    public void An_entry_that_reaches_no_device_goes() => Verify(
        """
        [MachineVersion("sample", 2, 4)]
        [Compat<{|HV3011:LonelyBase|}>(nameof(LonelyBase.Flag), true)]
        public sealed partial class Sample_2_4 : SampleMachine;
        """,
        """
        [MachineVersion("sample", 2, 4)]
        public sealed partial class Sample_2_4 : SampleMachine;
        """);

    private static string Fill(string text) => text.Replace("{dead}", Dead, StringComparison.Ordinal).Replace("{alive}", Alive, StringComparison.Ordinal);

    private static string Verify(string before, string after) =>
        FixTest.Verify<RemoveDeadEntryFixer>(MachineSamples.Source(before), MachineSamples.Source(after), MachineSamples.Declarations);

    private static void VerifyAll(string before, string after) =>
        FixTest.VerifyAll<RemoveDeadEntryFixer>(MachineSamples.Source(before), MachineSamples.Source(after), MachineSamples.Declarations);
}
