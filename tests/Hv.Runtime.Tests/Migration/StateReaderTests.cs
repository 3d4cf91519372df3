using Hv.Runtime.Migration;

namespace Hv.Runtime.Tests.Migration;

/// <summary>Reading state from a stream: values, arrays, subsections, and what a broken one says.</summary>
public sealed class StateReaderTests
{
    /// <summary>More than one buffer of the reader and the writer.</summary>
    private const int Large = 300_001;

    private static readonly StateField Number = new("number", "uint32");
    private static readonly StateField Flag = new("flag", "bool");
    private static readonly StateField Words = new("words", "uint64");
    private static readonly StateField Bytes = new("bytes", "buffer");
    private static readonly StateField Gap = new("unused", "unused_buffer") { UnusedBytes = 3 };
    private static readonly StateType Inner = new("whole/part/inner", 1, 1, []);
    private static readonly StateType Part = new("whole/part", 3, 2, [], Inner);
    private static readonly StateType Other = new("whole/other", 1, 1, []);
    private static readonly StateType Whole = new("whole", 1, 1, [], Part, Other);

    [TestCase(false)]
    [TestCase(true)]
    public void Arrays_longer_than_the_buffer_come_back_whatever_the_stream_gives_at_once(bool isSlow)
    {
        var (words, bytes) = (new ulong[Large], new byte[Large]);
        for (var index = 0; index < Large; index++)
            (words[index], bytes[index]) = ((ulong)index * 0x0102030405060709, (byte)(index * 7));

        using var stream = new MemoryStream();
        var writer = new StateWriter(stream);
        writer.Write(Number, 5u);
        writer.Write<ulong>(Words, words);
        writer.WriteBuffer(Bytes, bytes);
        writer.Write(Number, 6u);
        Assert.That(writer.Position, Is.EqualTo(8 + (9ul * Large)));
        writer.Flush();

        var (loadedWords, loadedBytes) = (new ulong[Large], new byte[Large]);
        var reader = new StateReader(isSlow ? new OneByteStream(stream.ToArray()) : new MemoryStream(stream.ToArray()));
        Assert.That(reader.Read<uint>(Number), Is.EqualTo(5));
        reader.Read<ulong>(Words, loadedWords);
        reader.ReadBuffer(Bytes, loadedBytes);
        Assert.That(reader.Read<uint>(Number), Is.EqualTo(6));
        Assert.That(loadedWords.AsSpan().SequenceEqual(words));
        Assert.That(loadedBytes.AsSpan().SequenceEqual(bytes));
        Assert.That(reader.Position, Is.EqualTo(8 + (9ul * Large)));
        Assert.That(reader.Peek(), Is.Null);
    }

    [Test]
    public void Values_at_every_place_of_the_buffers_end_come_back()
    {
        for (var before = (1 << 17) - 9; before <= (1 << 17) + 1; before++)
        {
            using var stream = new MemoryStream();
            var writer = new StateWriter(stream);
            writer.WriteZeros((ulong)before);
            writer.WriteRaw(0x1122334455667788ul);
            writer.WriteName("name");
            writer.WriteRaw<uint>([1, 2, 3]);
            writer.Flush();

            var reader = new StateReader(new MemoryStream(stream.ToArray()));
            reader.Skip((ulong)before);
            Assert.That(reader.ReadRaw<ulong>(), Is.EqualTo(0x1122334455667788ul));
            Assert.That(reader.ReadName(), Is.EqualTo("name"));
            var numbers = new uint[3];
            reader.ReadRaw<uint>(numbers);
            Assert.That(numbers, Is.EqualTo(new uint[] { 1, 2, 3 }));
            Assert.That(reader.Position, Is.EqualTo(stream.Length));
        }
    }

    [Test]
    public void A_stream_that_ends_says_field_offset_and_what_is_missing()
    {
        byte[] whole = [0, 0, 0, 1, 1, 9, 9, 9, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2];
        (int First, string Field)[] fields = [(0, "number"), (4, "flag"), (5, "unused"), (8, "words")];
        for (var length = 0; length < whole.Length; length++)
        {
            var reader = new StateReader(new OneByteStream(whole[..length]));
            reader.BeginSection("rtc");
            var error = Assert.Throws<StateException>(() =>
            {
                reader.Read<uint>(Number);
                reader.ReadBool(Flag);
                reader.SkipUnused(Gap);
                reader.Read<ulong>(Words, new ulong[2]);
            })!;
            var (first, field) = fields.Last(candidate => candidate.First <= length);
            Assert.That(error.Section, Is.EqualTo("rtc"));
            Assert.That(error.Field, Is.EqualTo(field));
            Assert.That(error.Offset, Is.EqualTo(first), $"{length}");
            Assert.That(error.Problem, Does.Match("^the stream ends here, [0-9]+ bytes? too early$"));
        }
    }

    [Test]
    public void A_bool_is_0_or_1() => Assert.That(
        () => Reader("02").ReadBool(Flag), Throws.TypeOf<StateException>().With.Message.EqualTo("flag at offset 0x0: the stream has 2 (0x2); allowed: 0 or 1"));

    [Test]
    public void Elements_of_arrays_are_named_by_their_number()
    {
        var reader = Reader("00 01 02");
        Assert.That(reader.ReadBoolElement(Flag, 0), Is.False);
        Assert.That(reader.ReadBoolElement(Flag, 1), Is.True);
        Assert.That(() => reader.ReadBoolElement(Flag, 2), Throws.TypeOf<StateException>().With.Message.StartsWith("flag[2] at offset 0x2: "));
        Assert.That(() => reader.Read<uint>(Number), Throws.TypeOf<StateException>().With.Message.StartsWith("number at offset 0x3: "), "the number goes with the array");
    }

    [TestCase(-129L)]
    [TestCase(128L)]
    [TestCase(long.MaxValue)]
    public void A_value_that_does_not_fit_is_refused(long value)
    {
        var reader = Reader(value.ToString("x16"));
        Assert.That(
            () => reader.Fit<sbyte, long>(Number, reader.Read<long>(Number)),
            Throws.TypeOf<StateException>().With.Message.EqualTo($"number at offset 0x0: the stream has {value} (0x{value:x}); allowed: -128 to 127"));
        Assert.That(() => new StateWriter(Stream.Null).Fit<sbyte, long>(Number, value), Throws.TypeOf<StateException>().With.Message.EqualTo($"number is {value}; -128 to 127 can be saved"));
    }

    [TestCase(-128L)]
    [TestCase(127L)]
    public void A_value_that_fits_stays(long value)
    {
        Assert.That(new StateReader(Stream.Null).Fit<sbyte, long>(Number, value), Is.EqualTo(value));
        Assert.That(new StateWriter(Stream.Null).Fit<sbyte, long>(Number, value), Is.EqualTo(value));
    }

    [Test]
    public void The_sign_counts_when_a_value_fits()
    {
        Assert.That(() => new StateWriter(Stream.Null).Fit<uint, int>(Number, -1), Throws.TypeOf<StateException>());
        Assert.That(() => new StateReader(Stream.Null).Fit<int, uint>(Number, uint.MaxValue), Throws.TypeOf<StateException>());
    }

    [Test]
    public void A_number_of_elements_is_checked_before_anything_is_taken_for_them()
    {
        var reader = Reader("");
        Assert.That(reader.CheckCount(Words, 8, 8), Is.EqualTo(8));
        Assert.That(() => reader.CheckCount(Words, 9, 8), Throws.TypeOf<StateException>().With.Message.Contains("the stream has 9 (0x9); at most 8 elements are allowed"));
        Assert.That(() => reader.CheckCount(Words, -1, 8), Throws.TypeOf<StateException>());
        Assert.That(() => reader.CheckCount(Words, uint.MaxValue, long.MaxValue), Throws.TypeOf<StateException>(), "more than an array can have");
        Assert.That(() => reader.CheckCount(Words, ulong.MaxValue, long.MaxValue), Throws.TypeOf<StateException>());
        Assert.That(() => reader.CheckCount(Words, 1ul, -1), Throws.TypeOf<StateException>());
    }

    [TestCase("02", "queue at offset 0x0: the stream has 2 (0x2); a queue has 1 before each element, and 0 at its end")]
    [TestCase("0101", "queue at offset 0x1: the stream has more than the 1 elements that are allowed")]
    [TestCase("01", "queue at offset 0x1: the stream ends here, 1 byte too early")]
    public void A_queue_has_marks_and_a_limit(string hex, string error)
    {
        var queue = new StateField("queue", "qtailq");
        var reader = Reader(hex);
        Assert.That(
            () =>
            {
                for (var count = 0; reader.NextQueued(queue, count, 1); count++)
                {
                }
            },
            Throws.TypeOf<StateException>().With.Message.EqualTo(error));
    }

    [Test]
    public void Subsections_are_found_by_their_names_and_nest()
    {
        var bytes = Subsections((Part, 2), (Inner, 1), (Other, 1));
        var reader = new StateReader(new OneByteStream(bytes));
        var (seen, inside) = (0UL, 0UL);
        Assert.That(reader.TryBeginSubsection(Whole, ref seen, out var index, out var version), Is.True);
        Assert.That((index, version), Is.EqualTo((0, 2u)));
        Assert.That(reader.TryBeginSubsection(Part, ref inside, out index, out version), Is.True);
        Assert.That((index, version), Is.EqualTo((0, 1u)));
        Assert.That(reader.FieldPath, Is.EqualTo("whole/part.whole/part/inner"));
        reader.EndSubsection();
        Assert.That(reader.TryBeginSubsection(Part, ref inside, out _, out _), Is.False, "it belongs to what is around");
        reader.EndSubsection();
        Assert.That(reader.TryBeginSubsection(Whole, ref seen, out index, out _), Is.True);
        Assert.That(index, Is.EqualTo(1));
        reader.EndSubsection();
        Assert.That(reader.TryBeginSubsection(Whole, ref seen, out _, out _), Is.False, "the stream ends");
        Assert.That(reader.Position, Is.EqualTo(bytes.Length));
    }

    [TestCase("", Description = "Nothing follows.")]
    [TestCase("05", Description = "The stream ends behind the mark.")]
    [TestCase("05 09 77686f6c65", Description = "The name is cut off.")]
    [TestCase("05 05 77686f6c65 00000001", Description = "The name is that of the state.")]
    [TestCase("05 05 6f74686572 00000001", Description = "The name is another's.")]
    [TestCase("04 06 77686f6c652f 00000001", Description = "It is no subsection.")]
    public void What_is_no_subsection_of_the_state_stays_in_the_stream(string hex)
    {
        var reader = Reader(hex);
        ulong seen = 0;
        Assert.That(reader.TryBeginSubsection(Whole, ref seen, out _, out _), Is.False);
        Assert.That(() => reader.RefuseSubsections(Whole), Throws.Nothing);
        Assert.That(reader.Position, Is.EqualTo(0));
    }

    [Test]
    public void A_subsection_that_is_unknown_doubled_or_of_another_version_is_refused()
    {
        Assert.That(ErrorOf(Subsections((new StateType("whole/new", 1, 1, []), 1))), Is.EqualTo("subsection 'whole/new' is unknown here; 'whole' has 'whole/part', 'whole/other'"));
        Assert.That(ErrorOf(Subsections((Other, 1), (Other, 1))), Is.EqualTo("subsection 'whole/other' comes twice"));
        Assert.That(ErrorOf(Subsections((Part, 4))), Is.EqualTo("subsection 'whole/part' has version 4 there; the newest known here is 3"));
        Assert.That(ErrorOf(Subsections((Part, 1))), Is.EqualTo("subsection 'whole/part' has version 1 there; the oldest that can be read is 2"));
        Assert.That(ErrorOf([.. Subsections((Other, 1)).AsSpan(0, 15)]), Is.EqualTo("the stream ends here, 2 bytes too early"));

        static string ErrorOf(byte[] bytes)
        {
            var reader = new StateReader(new MemoryStream(bytes));
            ulong seen = 0;
            return Assert.Throws<StateException>(() =>
            {
                while (reader.TryBeginSubsection(Whole, ref seen, out _, out _))
                    reader.EndSubsection();
            })!.Problem;
        }
    }

    private static byte[] Subsections(params (StateType Type, uint Version)[] subsections)
    {
        using var stream = new MemoryStream();
        var writer = new StateWriter(stream);
        foreach (var (type, version) in subsections)
        {
            writer.BeginSubsection(new StateType(type.Name, version, version, []));
            writer.EndSubsection();
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static StateReader Reader(string hex) => new(new MemoryStream(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));
}
