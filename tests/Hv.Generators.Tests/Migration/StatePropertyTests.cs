using System.Collections;
using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Hv.Generators.Tests.Infrastructure;
using Hv.Runtime.Calls;
using Hv.Runtime.Migration;

namespace Hv.Generators.Tests.Migration;

/// <summary>Random state of every form: what is loaded is what was saved, and what is broken says where.</summary>
public sealed class StatePropertyTests
{
    /// <summary>Every member of <c>Forms</c> but the timer, and the most elements where there can be several numbers of them.</summary>
    private static readonly string[] Members =
    [
        "InBase", "InBaseSince2", "Bool", "U8", "I8", "U16", "I16", "U32", "I32", "U64", "_i64", "Mode", "Causes", "Shift", "Liobn", "Buid", "Bytes",
        "EachByte", "Words", "Halves", "Bools", "Modes", "Liobns", "Lines", "Counted", "CountedLines", "Line", "LineProperty", "Queue", "Text", "Counts",
    ];

    private Assembly _assembly = null!;

    [OneTimeSetUp]
    public void Compile() => _assembly = GeneratorTest.Run(StateSamples.AllForms).Load();

    [Test]
    public void Random_state_comes_back_whatever_was_there_before() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(ArbMap.Default.ArbFor<(int Saved, int Before)>(), seeds =>
        {
            var (saved, loaded) = (Create(seeds.Saved), Create(seeds.Before));
            var bytes = saved.Save();
            loaded.Load(bytes);
            foreach (var member in Members)
                Assert.That(loaded[member], Is.EqualTo(saved[member]), member);

            Assert.That(loaded.Save(), Is.EqualTo(bytes));
        }));

    [Test]
    public void A_stream_that_ends_anywhere_is_refused_with_the_place()
    {
        var bytes = Create(seed: 4).Save();
        for (var length = 0; length < bytes.Length; length++)
        {
            var error = Assert.Throws<StateException>(() => Create(seed: 5).State.LoadState(Reader(bytes.AsSpan(0, length)), 1), $"{length} of {bytes.Length}")!;
            Assert.That(error.Field, Is.Not.Null, error.Message);
            Assert.That(error.Offset, Is.InRange(0, length));
            Assert.That(error.Problem, Does.StartWith("the stream ends here, "));
        }
    }

    [Test]
    public void A_stream_with_any_bit_flipped_is_loaded_or_refused_with_the_place()
    {
        var bytes = Create(seed: 6).Save();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var broken = bytes.ToArray();
            broken[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertLoadsOrSaysWhere(broken);
        }
    }

    [Test]
    public void Random_bytes_are_loaded_or_refused_with_the_place() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => AssertLoadsOrSaysWhere(bytes)));

    private void AssertLoadsOrSaysWhere(byte[] bytes)
    {
        try
        {
            Create(seed: 7).State.LoadState(Reader(bytes), 1);
        }
        catch (StateException error)
        {
            Assert.That(error.Field, Is.Not.Null, error.Message);
            Assert.That(error.Message, Does.StartWith("section 'test', ").And.Not.Contain("\n"));
        }
    }

    private static StateReader Reader(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(new MemoryStream(bytes.ToArray()));
        reader.BeginSection("test");
        return reader;
    }

    private StateObject Create(int seed)
    {
        var random = new Random(seed);
        var forms = new StateObject(_assembly, "Sample.Forms");
        foreach (var member in new[] { "InBase", "InBaseSince2", "Bool", "U8", "I8", "U16", "I16", "U32", "I32", "U64", "_i64", "Mode", "Causes", "Shift", "Liobn", "Buid", "Line", "LineProperty" })
            forms[member] = Value(random, forms[member]!.GetType());

        foreach (var member in new[] { "Bytes", "EachByte", "Words", "Halves", "Bools", "Modes", "Liobns", "Lines" })
            Fill(random, (Array)forms[member]!);

        var count = random.Next(9);
        forms["Count"] = count;
        foreach (var member in new[] { "Counted", "CountedLines", "CountedEvents" })
        {
            var array = Array.CreateInstance(forms[member]!.GetType().GetElementType()!, count);
            Fill(random, array);
            forms[member] = array;
        }

        var events = (IList)forms["Events"]!;
        for (var left = random.Next(5); left > 0; left--)
            events.Add(Value(random, TypeOf("Event")));

        var queue = (IList)forms["Queue"]!;
        for (var left = random.Next(9); left > 0; left--)
            queue.Add(Value(random, TypeOf("Line")));

        forms["Text"] = new string('x', random.Next(256));
        for (var left = random.Next(10); left > 0; left--)
            ((Dictionary<int, int>)forms["Counts"]!)[random.Next()] = random.Next();

        return forms;
    }

    private static void Fill(Random random, Array array)
    {
        for (var index = 0; index < array.Length; index++)
            array.SetValue(Value(random, array.GetType().GetElementType()!), index);
    }

    private static object Value(Random random, Type type)
    {
        if (type == typeof(bool))
            return random.Next(2) == 1;

        if (type.IsEnum)
            return type.IsDefined(typeof(FlagsAttribute)) ? Enum.ToObject(type, random.Next()) : random.GetItems(Enum.GetValues(type).Cast<object>().ToArray(), 1)[0];

        if (type == typeof(Liobn))
            return new Liobn((uint)random.Next());

        if (type == typeof(Buid))
            return new Buid((ulong)random.NextInt64());

        if (type.IsPrimitive)
        {
            var bits = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            var size = System.Runtime.InteropServices.Marshal.SizeOf(type);
            var bytes = BitConverter.GetBytes(bits).AsSpan(0, size).ToArray();
            var array = Array.CreateInstance(type, 1);
            Buffer.BlockCopy(bytes, 0, array, 0, size);
            return array.GetValue(0)!;
        }

        var state = new StateObject((IVmState)Activator.CreateInstance(type)!);
        if (type.Name == "Line")
        {
            state["Number"] = (uint)random.Next();
            state["IsRaised"] = random.Next(2) == 1;
        }
        else
        {
            var bytes = new byte[random.Next(256)];
            random.NextBytes(bytes);
            state.Call("Set", bytes);
        }

        return state.State;
    }

    private Type TypeOf(string name) => _assembly.GetType("Sample." + name)!;
}
