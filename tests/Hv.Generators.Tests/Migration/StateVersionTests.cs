using System.Reflection;
using Hv.Generators.Tests.Infrastructure;
using Hv.Runtime.Calls;

namespace Hv.Generators.Tests.Migration;

/// <summary>Versions, conditions, subsections, hooks and members that must match.</summary>
public sealed class StateVersionTests
{
    private const string Match = "00000007 1234 01 ";
    private const string Early = "05 0f 7461626c652f6361702f6561726c79 00000001 ";
    private const string Ex = "05 08 7461626c652f6578 ";
    private const string More = "05 0d 7461626c652f65782f6d6f7265 00000001 ";
    private const string Empty = "05 0b 7461626c652f656d707479 00000001 ";

    private Assembly _assembly = null!;

    [OneTimeSetUp]
    public void Compile()
    {
        var result = GeneratorTest.Run(StateSamples.Versions);
        result.AssertMatchesExpected("Sample.Table.State.g.cs");
        _assembly = result.Load();
    }

    [Test]
    public void The_newest_version_is_saved_without_what_is_gone()
    {
        var table = Create();
        (table["Always"], table["SinceOldest"], table["Since3"], table["Before3"], table["Only3"], table["Legacy"]) = (1, 2, 3, 4, 5, 6);
        table["Last"] = Page(9);
        Assert.That(table.SaveHex(), Is.EqualTo(Hex(Match + "01 02 03 00 09")), "unused since 4 is a zero");
    }

    [Test]
    public void What_a_version_has_is_loaded_of_it()
    {
        var table = Create().Load(Match + "a1a2 01 02 04 09", version: 2);
        Assert.That(Values(table), Is.EqualTo(new object[] { 1, 2, 0, 4, 0, 0, 9 }));

        table = Create().Load(Match + "01 02 03 05 09", version: 3);
        Assert.That(Values(table), Is.EqualTo(new object[] { 1, 2, 3, 0, 5, 0, 9 }));

        table = Create().Load(Match + "01 02 03 a1 09", version: 4);
        Assert.That(Values(table), Is.EqualTo(new object[] { 1, 2, 3, 0, 0, 0, 9 }));
    }

    [Test]
    public void A_condition_and_a_version_go_together()
    {
        var table = Create(hasLegacy: true);
        table["Legacy"] = 6;
        Assert.That(table.SaveHex(), Is.EqualTo(Hex(Match + "00 00 00 00 00 06 00")));
        Assert.That(Create(hasLegacy: true).Load(Match + "01 02 03 a1 a2 06 09")["Legacy"], Is.EqualTo(6));
        Assert.That(Create(hasLegacy: true).Load(Match + "a1a2 01 02 04 a2 09", version: 2)["Legacy"], Is.EqualTo(0), "since 3");
    }

    [Test]
    public void Subsections_are_saved_when_needed_in_the_order_of_their_attributes()
    {
        var table = Create();
        (table["Early"], table["Ex"], table["ExSince2"], table["ExBefore3"]) = (0x11, 0x12, 0x13, 0x14);
        table["More"] = Page(0x15);
        (table["NeedsEarly"], table["NeedsEx"], table["NeedsMore"], table["NeedsEmpty"]) = (true, true, true, true);
        var all = Match + "00 00 00 00 00" + Early + "11" + Ex + "00000003 12 13" + More + "15" + Empty;
        Assert.That(table.SaveHex(), Is.EqualTo(Hex(all)));

        var loaded = Create().Load(all);
        Assert.That(new[] { loaded["Early"], loaded["Ex"], loaded["ExSince2"], loaded["ExBefore3"] }, Is.EqualTo(new object[] { 0x11, 0x12, 0x13, 0 }));
        Assert.That(((dynamic)loaded["More"]!).Number, Is.EqualTo(0x15));

        table["NeedsEx"] = false;
        Assert.That(table.SaveHex(), Is.EqualTo(Hex(Match + "00 00 00 00 00" + Early + "11" + Empty)), "what is inside goes with it");
    }

    [Test]
    public void Subsections_have_versions_of_their_own()
    {
        var loaded = Create().Load(Match + "00 00 00 00 00" + Ex + "00000001 12 14");
        Assert.That(new[] { loaded["Ex"], loaded["ExSince2"], loaded["ExBefore3"] }, Is.EqualTo(new object[] { 0x12, 0, 0x14 }));
        loaded = Create().Load(Match + "00 00 00 00 00" + Ex + "00000002 12 13 14");
        Assert.That(new[] { loaded["Ex"], loaded["ExSince2"], loaded["ExBefore3"] }, Is.EqualTo(new object[] { 0x12, 0x13, 0x14 }));
        Assert.That(
            Create().LoadError(Match + "00 00 00 00 00" + Ex + "00000004 12 13"),
            Is.EqualTo("section 'test' at offset 0x1a: subsection 'table/ex' has version 4 there; the newest known here is 3"));
    }

    [Test]
    public void Subsections_may_come_in_any_order_but_once()
    {
        Assert.That(Create().Load(Match + "00 00 00 00 00" + Empty + Early + "11")["Early"], Is.EqualTo(0x11));
        Assert.That(
            Create().LoadError(Match + "00 00 00 00 00" + Empty + Early + "11" + Empty),
            Does.EndWith("subsection 'table/empty' comes twice"));
    }

    [TestCase(Early + "", "table/cap/early.early at offset 0x21: the stream ends here, 1 byte too early")]
    [TestCase("05 06 7461626c6521 00000001", "at offset 0xc: subsection 'table!' is unknown here; 'table' has 'table/cap/early', 'table/ex', 'table/empty'")]
    [TestCase("05 0c 7461626c652f706167652121 00000001", "last at offset 0xc: subsection 'table/page!!' is unknown here; 'table/page' has none")]
    public void A_subsection_that_is_broken_or_unknown_is_named(string hex, string error) =>
        Assert.That(Create().LoadError(Match + "00 00 00 00 00" + hex), Does.EndWith(error));

    [Test]
    public void What_is_no_subsection_of_the_state_is_left_to_what_is_around_it()
    {
        var bytes = Convert.FromHexString(Hex(Match + "00 00 00 00 00" + "05 05 6f74686572 00000001"));
        var reader = new Hv.Runtime.Migration.StateReader(new MemoryStream(bytes));
        Create().State.LoadState(reader, 4);
        Assert.That(reader.Position, Is.EqualTo(12));
    }

    [Test]
    public void Hooks_run_before_and_after()
    {
        var table = Create();
        table.Load(table.SaveHex());
        Assert.That(table["Log"], Is.EqualTo(new[] { "before save", "after save", "before load", "after load 4, 0" }));
        Assert.That(table["Ex"], Is.EqualTo(0xEE), "set before loading, and left out");

        table = Create();
        table.Load(Match + "00 00 00 00 00" + Early + "11");
        Assert.That(table["Log"], Is.EqualTo(new[] { "before load", "after load 4, 17" }), "after the subsections");

        table = Create();
        table["Fails"] = true;
        Assert.That(table.LoadError(Match + "00 00 00 00 00"), Is.EqualTo("does not fit"));
    }

    [Test]
    public void What_runs_after_saving_runs_when_saving_fails()
    {
        var table = Create();
        Assert.That(() => table.State.SaveState(null!), Throws.TypeOf<NullReferenceException>());
        Assert.That(table["Log"], Is.EqualTo(new[] { "before save", "after save" }));
    }

    [TestCase("00000008", "index at offset 0x0: the stream has 8 (0x8); this machine has 7 (0x7)")]
    [TestCase("00000007 1235", "liobn at offset 0x4: the stream has 4661 (0x1235); this machine has 4660 (0x1234)")]
    [TestCase("00000007 1234 00", "is_big at offset 0x6: the stream has 0 (0x0); this machine has 1 (0x1)")]
    public void A_member_that_must_match_is_compared(string hex, string error) =>
        Assert.That(Create().LoadError(hex), Is.EqualTo("section 'test', " + error));

    [Test]
    public void A_property_that_must_match_is_compared_after_the_device_is_realized() =>
        Assert.That(Create().Load(Match + "01 02 03 00 09")["Index"], Is.EqualTo(7));

    private static object[] Values(StateObject table) =>
    [
        .. new[] { "Always", "SinceOldest", "Since3", "Before3", "Only3", "Legacy" }.Select(member => (object)Convert.ToInt32(table[member])),
        (int)((dynamic)table["Last"]!).Number,
    ];

    private static string Hex(string text) => text.Replace(" ", "", StringComparison.Ordinal);

    private StateObject Create(bool hasLegacy = false)
    {
        var table = new StateObject(_assembly, "Sample.Table");
        table["HasLegacy"] = hasLegacy;
        return table;
    }

    private object Page(byte number)
    {
        var page = new StateObject(_assembly, "Sample.Page");
        page["Number"] = number;
        return page.State;
    }
}
