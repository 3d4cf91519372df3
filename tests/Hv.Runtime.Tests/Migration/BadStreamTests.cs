using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Streams;
using Hv.Runtime.Tests.Migration.Infrastructure;

namespace Hv.Runtime.Tests.Migration;

/// <summary>Streams that are cut, changed, or of something else: each is refused with one line, and leaves a machine as after power-on.</summary>
public sealed class BadStreamTests
{
    private const int Pages = 4;

    /// <summary>What a load may take, for its buffers and its messages, whatever the stream says.</summary>
    private const long MostAllocated = 1 << 20;

    [Test]
    public void A_stream_that_is_cut_anywhere_is_refused_but_where_its_description_may_be_missing()
    {
        var stream = GoodStream(out var end);
        using var machine = Target(out var numbers);
        for (var length = 0; length < stream.Length; length++)
        {
            if (length == end)
            {
                Assert.That(MigrationStream.Load(machine, new MemoryStream(stream, 0, length)), Is.EqualTo("paused"));
                continue;
            }

            CheckRefused(machine, numbers, stream.AsSpan(0, length), $"cut at {length}", mustFail: true);
        }
    }

    [Test]
    public void A_stream_with_any_bit_changed_is_loaded_or_refused()
    {
        var stream = GoodStream(out _);
        using var machine = Target(out var numbers);
        var refused = 0;
        for (var bit = 0; bit < stream.Length * 8; bit++)
        {
            stream[bit / 8] ^= (byte)(1 << (bit % 8));
            if (CheckRefused(machine, numbers, stream, $"bit {bit}"))
                refused++;

            stream[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.That(refused, Is.GreaterThan(1500), "heads, names, versions, marks and footers are checked bit by bit");
        Assert.That(MigrationStream.Load(machine, new MemoryStream(stream)), Is.EqualTo("paused"), "the machine is usable after all of it");
    }

    [Test]
    public void Random_bytes_are_loaded_or_refused_wherever_they_begin()
    {
        var stream = GoodStream(out _);
        var random = new Random(4);
        using var machine = Target(out var numbers);
        for (var round = 0; round < 3000; round++)
        {
            // Deep inside too: after a good beginning.
            var changed = stream.AsSpan(0, random.Next(stream.Length)).ToArray();
            Array.Resize(ref changed, changed.Length + random.Next(512));
            random.NextBytes(changed.AsSpan(random.Next(changed.Length)));
            CheckRefused(machine, numbers, changed, $"round {round}");
        }
    }

    [Test]
    public void Words_of_ones_are_loaded_or_refused_wherever_they_are()
    {
        var stream = GoodStream(out _);
        using var machine = Target(out var numbers);
        for (var offset = 0; offset + 4 <= stream.Length; offset++)
        {
            var changed = (byte[])stream.Clone();
            changed.AsSpan(offset, 4).Fill(0xFF);
            CheckRefused(machine, numbers, changed, $"offset {offset}");
        }
    }

    [TestCase("no migration stream", "it begins with 0x7f454c46", new byte[] { 0x7F, 0x45, 0x4C, 0x46 })]
    [TestCase("only 3 is known", "version 2", new byte[] { 0x51, 0x45, 0x56, 0x4D, 0, 0, 0, 2 })]
    [TestCase("does not say what machine it is of", "offset 0x8", new byte[] { 0x51, 0x45, 0x56, 0x4D, 0, 0, 0, 3, 4 })]
    public void What_is_no_stream_of_this_kind_is_refused(string problem, string detail, byte[] bytes) =>
        Assert.That(Refusal(new MemoryStream(bytes)), Does.Contain(problem).And.Contain(detail));

    [Test]
    public void A_stream_of_another_machine_is_refused_by_both_names() => Assert.That(
        Refusal(new StreamBuilder().Configuration("pseries-2.3").Stream),
        Is.EqualTo("section 'configuration', name at offset 0xd: the stream is of a machine 'pseries-2.3'; this one is 'small-1.0'"));

    [Test]
    public void A_name_of_four_gigabytes_is_refused_before_it_is_read() => Assert.That(
        Refusal(new StreamBuilder().Byte(7).Word(uint.MaxValue).Stream), Does.Contain("the name of a machine has 1 to 255 bytes"));

    [Test]
    public void A_source_whose_memory_is_not_in_the_stream_is_refused() => Assert.That(
        Refusal(new StreamBuilder().Configuration().Byte(5).Name("configuration/capabilities").Word(1).Word(1).Name("x-ignore-shared").Stream),
        Does.Contain("capability 'x-ignore-shared'"));

    [Test]
    public void A_source_with_other_page_sizes_is_refused() => Assert.That(
        Refusal(new StreamBuilder().Configuration().Byte(5).Name("configuration/target-page-bits").Word(1).Word(16).Stream),
        Does.Contain("configuration/target-page-bits.target_page_bits").And.Contain("pages have 2^12 bytes here"));

    [TestCase("nubmers", 0u, 2u, "this machine has no section 'nubmers'. Did you mean 'numbers'?")]
    [TestCase("numbers", 7u, 2u, "this machine has no instance 0x7 of 'numbers', but 0x0")]
    [TestCase("numbers", 0u, 3u, "'numbers' has version 3 there; the newest known here is 2")]
    [TestCase("numbers", 0u, 0u, "'numbers' has version 0 there; the oldest that can be read is 1")]
    [TestCase("ram", 0u, 4u, "it is sent in rounds, not in one piece")]
    public void Sections_that_the_machine_does_not_have_are_refused_by_name(string name, uint instance, uint version, string problem) => Assert.That(
        Refusal(new StreamBuilder().Configuration().Full(9, name, instance, version).Stream),
        Does.Contain(problem).And.Contain($"'{name}{(instance == 0 ? "" : " 0x7")}' at offset 0x16"));

    [Test]
    public void A_section_that_comes_twice_is_refused() => Assert.That(
        Refusal(new StreamBuilder().Configuration()
            .Full(2, "numbers", 0, 2).Word(1).Long(2).Foot(2)
            .Full(2, "numbers", 0, 2).Stream),
        Does.Contain("section 'numbers'").And.Contain("it comes twice"));

    [Test]
    public void A_part_of_a_section_that_has_not_begun_is_refused() => Assert.That(
        Refusal(new StreamBuilder().Configuration().Part(1).Stream), Does.Contain("a part of section number 1 comes, which has not begun"));

    [Test]
    public void A_part_after_the_last_is_refused() => Assert.That(
        Refusal(StreamBuilder.WithRam().Last(1).Long(0x10).Foot(1).Part(1).Stream), Does.Contain("a part comes after its last"));

    [Test]
    public void A_section_that_ends_elsewhere_is_refused_where_it_ought_to_end() => Assert.That(
        Refusal(new StreamBuilder().Configuration().Full(2, "numbers", 0, 2).Word(1).Long(2).Word(3).Foot(2).Stream),
        Is.EqualTo("section 'numbers', footer at offset 0x37: the section does not end here: there is 0x00, and 0x7e is expected"));

    [Test]
    public void A_footer_of_another_section_is_refused() => Assert.That(
        Refusal(new StreamBuilder().Configuration().Full(2, "numbers", 0, 2).Word(1).Long(2).Foot(3).Stream),
        Does.Contain("section number 3 ends here, and 2 is expected"));

    [Test]
    public void A_value_that_cannot_be_is_refused_with_its_place_and_what_would_be_right() => Assert.That(
        Refusal(new StreamBuilder().Configuration().Full(2, "numbers", 0, 2).Word(1).Long(3).Foot(2).Stream),
        Is.EqualTo("section 'numbers', even at offset 0x2f: the stream has 3 (0x3); allowed: even numbers"));

    [TestCase("numbers/fourth", "subsection 'numbers/fourth' is unknown here; 'numbers' has 'numbers/third'")]
    [TestCase("numbers/third", "subsection 'numbers/third' has version 9 there; the newest known here is 1", 9u)]
    public void Subsections_that_the_section_does_not_have_are_refused(string name, string problem, uint version = 1)
    {
        var refusal = Refusal(new StreamBuilder().Configuration()
            .Full(2, "numbers", 0, 2).Word(1).Long(2).Byte(5).Name(name).Word(version).Byte(0).Foot(2).Stream);
        Assert.That(refusal, Does.Contain(problem.Replace("subsection 'numbers/third' has", "'numbers/third' has", StringComparison.Ordinal)));
    }

    [Test]
    public void A_stream_that_ends_before_all_sections_have_come_is_refused()
    {
        Assert.That(Refusal(StreamBuilder.WithRam().Rest().Stream), Does.Contain("the stream has no section 'numbers'"));
        Assert.That(Refusal(new StreamBuilder().Configuration().Byte(0).Stream), Does.Contain("the stream has no section 'timer'"));
        Assert.That(
            Refusal(StreamBuilder.WithRam().Full(0, "timer", 0, 2).Long(0).Long(0).Long(0).Foot(0).Byte(0).Stream),
            Does.Contain("the stream has no section 'ram', or not all of it"));
    }

    [TestCase(0, "allowed: 1 to 10")]
    [TestCase(3, "command 'postcopy advise' (3) is not supported")]
    [TestCase(7, "command 'packaged' has 0 bytes; it must have 4")]
    [TestCase(8, "command 'enable COLO' (8) is not supported")]
    [TestCase(1, "the source wants answers, and this transport has no way back")]
    [TestCase(2, "command 'ping' has 0 bytes; it must have 4")]
    [TestCase(11, "allowed: 1 to 10")]
    [TestCase(65535, "allowed: 1 to 10")]
    public void Commands_of_what_is_not_there_are_refused_by_name(int command, string problem) => Assert.That(
        Refusal(new StreamBuilder().Configuration().Byte(8).Half((ushort)command).Half(0).Stream), Does.Contain(problem));

    [Test]
    public void An_exception_that_escapes_from_a_state_becomes_one_line_with_its_place()
    {
        using var machine = Target(out var numbers);
        numbers.Failure = new InvalidOperationException("two\nlines");
        var failure = Assert.Throws<StateException>(() => MigrationStream.Load(machine, new MemoryStream(GoodStream(out _))))!;
        Assert.That(failure.Message, Does.StartWith("section 'numbers', even at offset 0x"));
        Assert.That(failure.Message, Does.EndWith("InvalidOperationException: two lines"));
        Assert.That(failure.InnerException, Is.SameAs(numbers.Failure));
    }

    [Test]
    public void A_problem_that_a_state_tells_without_its_place_gets_it()
    {
        using var machine = Target(out var numbers);
        numbers.Failure = new StateException("there are too many");
        var failure = Assert.Throws<StateException>(() => MigrationStream.Load(machine, new MemoryStream(GoodStream(out _))))!;
        Assert.That((failure.Section, failure.Field, failure.Problem), Is.EqualTo(("numbers", "even", "there are too many")));
    }

    [Test]
    public void What_follows_a_stream_is_not_looked_at()
    {
        using var machine = Target(out _);
        Assert.That(MigrationStream.Load(machine, new MemoryStream([.. GoodStream(out _), 0xDE, 0xAD])), Is.EqualTo("paused"));
        Assert.That(MigrationStream.Load(machine, new MemoryStream([.. GoodStream(out var end).AsSpan(0, end), 0xDE, 0xAD])), Is.EqualTo("paused"));
    }

    [Test]
    public void A_description_that_is_cut_is_refused() => Assert.That(
        Refusal(new MemoryStream([.. GoodStream(out var end).AsSpan(0, end), 6, 0xFF, 0xFF, 0xFF, 0xFF, 1])),
        Does.Contain("section 'description'").And.Contain("the stream ends here"));

    [Test]
    public void Streams_of_old_versions_have_no_configuration_footers_and_description()
    {
        var format = new MigrationFormat { HasConfiguration = false, HasFooters = false, HasDescription = false, HasGlobalState = false };
        var saved = new Numbers { First = 5, Even = 6 };
        using var source = SmallMachine.Create(Pages, new StateSection("numbers", saved));
        source.Format = format;
        var stream = new MemoryStream();
        MigrationStream.Save(source, stream);
        Assert.That(stream.ToArray()[8], Is.EqualTo(1), "the first section begins at once");
        Assert.That(stream.ToArray()[^1], Is.Zero, "the end is the last");

        using var target = Target(out var numbers);
        target.Format = format;
        stream.Position = 0;
        Assert.That(MigrationStream.Load(target, stream), Is.Null, "whether it ran is not said");
        Assert.That(numbers.First, Is.EqualTo(5));

        stream = new MemoryStream();
        MigrationStream.Save(source, stream, "shutdown");
        stream.Position = 0;
        Assert.That(MigrationStream.Load(target, stream), Is.EqualTo("shutdown"), "what is neither running nor paused is said");
    }

    /// <summary>Loads what is refused or not, and checks that the machine is as it must be then.</summary>
    /// <returns>Whether it was refused.</returns>
    private static bool CheckRefused(SmallMachine machine, Numbers numbers, ReadOnlySpan<byte> bytes, string what, bool mustFail = false)
    {
        using var stream = new MemoryStream(bytes.ToArray());
        numbers.First = 0xBAD;
        machine.FillRam(seed: 9, offset: 0, length: SmallMachine.PageSize);
        var resets = machine.Resets;
        var before = GC.GetAllocatedBytesForCurrentThread();
        StateException? failure = null;
        try
        {
            MigrationStream.Load(machine, stream);
        }
        catch (StateException exception)
        {
            failure = exception;
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MostAllocated), what);
        if (failure is null)
        {
            Assert.That(mustFail, Is.False, what);
            return false;
        }

        Assert.That(failure.Message, Does.Not.Contain("\n").And.Contain("offset 0x"), what);
        Assert.That(failure.Offset, Is.LessThanOrEqualTo((ulong)bytes.Length), what);
        Assert.That(machine.Resets, Is.EqualTo(resets + 2), $"{what}: reset before and after");
        Assert.That((numbers.First, numbers.Even, numbers.Third), Is.EqualTo((0u, 0UL, (byte)0)), what);
        Assert.That(machine.ReadRam().AsSpan().ContainsAnyExcept((byte)0), Is.False, what);
        return true;
    }

    private static string Refusal(Stream stream)
    {
        using var machine = Target(out _);
        return Assert.Throws<StateException>(() => MigrationStream.Load(machine, stream))!.Message;
    }

    private static SmallMachine Target(out Numbers numbers)
    {
        numbers = new Numbers();
        return SmallMachine.Create(Pages, new StateSection("numbers", numbers));
    }

    /// <summary>A small stream: little RAM of other bytes than zero.</summary>
    private static byte[] GoodStream(out int end)
    {
        using var machine = SmallMachine.Create(Pages, new StateSection("numbers", new Numbers { First = 7, Even = 8, Third = 9 }));
        var stream = new MemoryStream();
        MigrationStream.Save(machine, stream);
        var bytes = stream.ToArray();
        end = bytes.AsSpan().LastIndexOf("{\"page_size\""u8) - 5;
        return bytes;
    }
}
