using System.Collections;
using System.Reflection;
using Hv.Generators.Tests.Infrastructure;
using Hv.Runtime.Calls;
using Hv.Runtime.Machines;
using Hv.Runtime.Migration;
using Hv.Runtime.Time;

namespace Hv.Generators.Tests.Migration;

/// <summary>What was saved is what is loaded, for every form of field.</summary>
public sealed class StateRoundTripTests
{
    private Assembly _assembly = null!;

    [OneTimeSetUp]
    public void Compile() => _assembly = GeneratorTest.Run(StateSamples.AllForms).Load();

    [TestCase("Bool", true, "01")]
    [TestCase("U8", 0xFE, "fe")]
    [TestCase("I8", -2, "fe")]
    [TestCase("U16", 0x1234, "1234")]
    [TestCase("I16", -2, "fffe")]
    [TestCase("U32", 0x89ABCDEFu, "89abcdef")]
    [TestCase("I32", -3, "fffffffd")]
    [TestCase("U64", 0x0123456789ABCDEFul, "0123456789abcdef")]
    [TestCase("_i64", -4L, "fffffffffffffffc")]
    [TestCase("Mode", 300, "012c")]
    [TestCase("Causes", 7, "00000007", Description = "Flags may have any bits.")]
    [TestCase("Shift", -1L, "ffffffffffffffff")]
    [TestCase("NarrowSigned", int.MaxValue, "7fffffff")]
    [TestCase("NarrowWide", 255, "ff")]
    [TestCase("Widened", 65535, "000000000000ffff")]
    [TestCase("NarrowMode", 3, "03")]
    [TestCase("More", 9, "09")]
    [TestCase("InBase", 5, "05")]
    public void A_value_is_saved_big_endian_and_loaded(string member, object value, string hex)
    {
        var saved = Create();
        var before = saved.SaveHex();
        saved[member] = value;
        var after = saved.SaveHex();
        Assert.That(after, Has.Length.EqualTo(before.Length));
        Assert.That(Difference(before, after), Is.SubsetOf(hex), "the rest is zero, and stays");
        Assert.That(after, Does.Contain(hex));

        var loaded = Create().Load(after);
        Assert.That(loaded[member], Is.EqualTo(saved[member]));
        Assert.That(loaded.SaveHex(), Is.EqualTo(after));
    }

    [Test]
    public void Values_of_calls_arrays_lists_nested_state_and_codecs_come_back()
    {
        var saved = Create();
        saved["Liobn"] = new Liobn(0x80000001);
        saved["Buid"] = new Buid(0x800000020000000);
        saved["NarrowBuid"] = new Buid(0xBEEF);
        Fill(saved, "Bytes", (byte)1, (byte)2, (byte)3, (byte)4);
        Fill(saved, "EachByte", (byte)8, (byte)9);
        Fill(saved, "Words", 1ul, ulong.MaxValue, 3ul);
        Fill(saved, "Halves", (short)-1, short.MinValue);
        Fill(saved, "Bools", true, false);
        Fill(saved, "Modes", EnumOf("Mode", 3), EnumOf("Mode", 300));
        Fill(saved, "Liobns", new Liobn(1), new Liobn(2));
        Fill(saved, "Narrows", 7, 65535);
        Fill(saved, "Lines", Line(1, true), Line(2, false));
        saved["Count"] = 2;
        saved["Counted"] = new ulong[] { 11, 12 };
        saved["CountedLines"] = ArrayOf("Line", Line(21, false), Line(22, true));
        saved["CountedEvents"] = ArrayOf("Event", Event(1), Event(2, 3));
        Fill(saved, "Partly", (byte)51, (byte)52);
        Fill(saved, "PartlyModes", EnumOf("Mode", 300), EnumOf("Mode", 3));
        saved["Line"] = Line(31, true);
        saved["LineProperty"] = Line(32, true);
        ((dynamic)saved["Event"]!).Set(new byte[] { 61, 62 });
        ((IList)saved["Events"]!).Add(Event(71));
        ((IList)saved["Events"]!).Add(Event());
        ((IList)saved["Queue"]!).Add(Line(81, true));
        saved["Text"] = "text";
        ((Dictionary<int, int>)saved["Counts"]!)[3] = 4;

        var bytes = saved.Save();
        var loaded = Create();
        ((IList)loaded["Events"]!).Add(Event(99));
        loaded.Load(bytes);

        Assert.That(loaded["Liobn"], Is.EqualTo(new Liobn(0x80000001)));
        Assert.That(loaded["Buid"], Is.EqualTo(new Buid(0x800000020000000)));
        Assert.That(loaded["NarrowBuid"], Is.EqualTo(new Buid(0xBEEF)));
        foreach (var member in new[] { "Bytes", "EachByte", "Words", "Halves", "Bools", "Modes", "Liobns", "Narrows", "Lines", "Counted", "CountedLines", "Partly", "PartlyModes", "Line", "LineProperty", "Queue", "Text", "Counts" })
            Assert.That(loaded[member], Is.EqualTo(saved[member]), member);

        Assert.That(((IEnumerable)loaded["CountedEvents"]!).Cast<dynamic>().Select(found => (byte[])found.Bytes), Is.EqualTo(new byte[][] { [1], [2, 3] }));
        Assert.That(((IEnumerable)loaded["Events"]!).Cast<dynamic>().Select(found => (byte[])found.Bytes), Is.EqualTo(new byte[][] { [71], [] }));
        Assert.That((byte[])((dynamic)loaded["Event"]!).Bytes, Is.EqualTo(new byte[] { 61, 62 }));
        Assert.That(loaded.Save(), Is.EqualTo(bytes));
    }

    [Test]
    public void A_timer_comes_back_as_when_it_falls_due()
    {
        var machine = CreateMachine();
        var (saved, loaded) = (Create(), Create());
        using var timer = machine.CreateTimer(() => { });
        using var other = machine.CreateTimer(() => { });
        saved["Timer"] = timer;
        loaded["Timer"] = other;
        timer.SetExpiry(1_000_000);

        loaded.Load(saved.Save());
        Assert.That(other.Expiry, Is.EqualTo(1_000_000));

        timer.Stop();
        loaded.Load(saved.Save());
        Assert.That(other.Expiry, Is.EqualTo(MachineTimer.NotSet));
    }

    [Test]
    public void A_timer_that_is_not_made_yet_is_saved_as_one_that_is_not_set_and_takes_no_other()
    {
        using var timer = CreateMachine().CreateTimer(() => { });
        var saved = Create();
        Assert.That(() => Create().Load(saved.Save()), Throws.Nothing);

        timer.SetExpiry(5);
        saved["Timer"] = timer;
        Assert.That(
            Create().LoadError(Convert.ToHexString(saved.Save())),
            Does.StartWith("section 'test', timer at offset 0x").And.EndWith(": the stream has 5 (0x5); this machine has -1 (0xffffffffffffffff)"));
    }

    [Test]
    public void A_field_under_a_condition_is_there_when_it_holds()
    {
        var saved = Create();
        var with = saved.Save();
        saved["HasMore"] = false;
        var without = saved.Save();
        Assert.That(without, Is.EqualTo(with[..^1]));

        var loaded = Create();
        loaded["HasMore"] = false;
        loaded["More"] = 7;
        loaded.Load(without);
        Assert.That(loaded["More"], Is.EqualTo(7));
    }

    [TestCase("NarrowSigned", -1, "narrow_signed is -1; 0 to 4294967295 can be saved")]
    [TestCase("NarrowWide", 256, "narrow_wide is 256; 0 to 255 can be saved")]
    [TestCase("NarrowMode", 300, "narrow_mode is 300; 0 to 255 can be saved")]
    [TestCase("Count", 9, "counted has 9 elements; at most 0 can be saved")]
    public void What_does_not_fit_the_stream_is_not_saved(string member, object value, string error)
    {
        var saved = Create();
        saved[member] = value;
        Assert.That(saved.SaveError(), Is.EqualTo(error));
    }

    [Test]
    public void A_list_with_more_elements_than_can_be_loaded_is_not_saved()
    {
        var saved = Create();
        for (var number = 0; number < 5; number++)
            ((IList)saved["Events"]!).Add(Event());

        Assert.That(saved.SaveError(), Is.EqualTo("events has 5 elements; at most 4 can be saved"));
    }

    private static IEnumerable<char> Difference(string before, string after) =>
        before.Zip(after).Where(pair => pair.First != pair.Second).Select(pair => pair.Second);

    private static Machine CreateMachine()
    {
        var machine = new NoneMachine { Options = new MachineOptions { Clock = new VirtualClock(DateTimeOffset.UnixEpoch) } };
        machine.Realize();
        return machine;
    }

    private static void Fill(StateObject target, string member, params object[] values)
    {
        var array = (Array)target[member]!;
        for (var index = 0; index < values.Length; index++)
            array.SetValue(values[index], index);
    }

    private StateObject Create() => new(_assembly, "Sample.Forms");

    private object EnumOf(string type, int value) => Enum.ToObject(_assembly.GetType("Sample." + type)!, value);

    private object Line(uint number, bool isRaised)
    {
        var line = new StateObject(_assembly, "Sample.Line");
        line["Number"] = number;
        line["IsRaised"] = isRaised;
        return line.State;
    }

    private object Event(params byte[] bytes)
    {
        var found = new StateObject(_assembly, "Sample.Event");
        found.Call("Set", bytes);
        return found.State;
    }

    private Array ArrayOf(string type, params object[] values)
    {
        var array = Array.CreateInstance(_assembly.GetType("Sample." + type)!, values.Length);
        values.CopyTo(array, 0);
        return array;
    }
}
