using System.Text;
using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Description;

namespace Hv.Runtime.Tests.Migration.Description;

/// <summary>Streams are taken apart by what they say of themselves.</summary>
public sealed class StreamDecoderTests
{
    private static readonly SampleStream Sample = SampleStream.Create();

    [TestCase(true, true)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    public void Parts_follow_each_other_without_a_gap(bool withDescription, bool withFooters)
    {
        var bytes = SampleStream.Create(withDescription, withFooters).ToArray();

        var parts = Decode(bytes);

        var offset = 0UL;
        foreach (var part in parts)
        {
            Assert.That(part.Offset, Is.EqualTo(offset), part.ToString());
            offset += part.Size;
        }

        Assert.That(offset, Is.EqualTo((ulong)bytes.Length));
    }

    [Test]
    public void A_configuration_tells_the_machine_and_what_else_must_be_alike()
    {
        var configuration = Decode(Sample).OfType<ConfigurationPart>().Single();

        Assert.That(configuration.Machine, Is.EqualTo("toy-1.10"));
        Assert.That(configuration.Subsections.Select(subsection => subsection.Name), Is.EqualTo((string[])["configuration/capabilities", "configuration/uuid"]));
    }

    [Test]
    public void Pages_of_RAM_are_counted_by_their_kind()
    {
        var parts = Decode(Sample).OfType<RamPart>().ToList();

        Assert.That(parts.Select(part => part.Phase), Is.EqualTo((SectionPhase[])[SectionPhase.Start, SectionPhase.Part, SectionPhase.End]));
        Assert.That(parts[0].TotalSize, Is.EqualTo(0x5000));
        Assert.That(parts[0].Blocks.Select(block => (block.Name, block.Length, block.Address)), Is.EqualTo(((string, ulong, ulong?)[])[("main", 0x4000, 0), ("rom", 0x1000, 0x8000)]));
        Assert.That(
            parts[1].Blocks.Select(block => (block.Name, block.Zero, block.Normal, block.Changed, block.Compressed)),
            Is.EqualTo(((string, ulong, ulong, ulong, ulong)[])[("main", 1, 1, 1, 0), ("rom", 0, 0, 0, 1)]));
        Assert.That(parts[2].Blocks, Is.Empty);
    }

    [Test]
    public void Entries_of_the_hash_page_table_are_counted()
    {
        var parts = Decode(Sample).OfType<HashTablePart>().ToList();

        Assert.That((parts[0].HasTable, parts[0].Shift), Is.EqualTo((true, 18U)));
        Assert.That((parts[1].Chunks, parts[1].Valid, parts[1].Invalid), Is.EqualTo((1UL, 1UL, 2UL)));
    }

    [Test]
    public void Fields_have_their_names_types_offsets_and_sizes()
    {
        var section = Decode(Sample).OfType<SectionPart>().Single(part => part.Head.Name == "bus/dev");
        var start = (ulong)Sample.Offsets["dev.on"];

        Assert.That(section.Head, Is.EqualTo(new SectionHead(7, "bus/dev", 2, 3)));
        Assert.That(
            section.State!.Fields.Select(field => (field.Name, field.Type, field.Offset - start, field.Size, field.Count)),
            Is.EqualTo(((string, string, ulong, ulong, ulong)[])
            [
                ("on", "bool", 0, 1, 1), ("unused", "unused_buffer", 1, 2, 1), ("table", "uint16", 3, 2, 4), ("lsi", "struct", 11, 5, 2),
                ("msi[0]", "uint8", 21, 1, 1), ("msi[1]", "uint8", 22, 1, 1),
            ]));
    }

    [Test]
    public void The_elements_of_an_array_of_structs_have_their_places()
    {
        var lsi = Decode(Sample).OfType<SectionPart>().Single(part => part.Head.Name == "bus/dev").State!.Fields[3];

        Assert.That(lsi.Element(1).Fields.Select(field => (field.Name, field.Offset - lsi.Offset)), Is.EqualTo(((string, ulong)[])[("irq", 5), ("level", 9)]));
        Assert.That(lsi.Element(1).Name, Is.EqualTo("dev/lsi"));
    }

    [Test]
    public void Subsections_lie_in_each_other()
    {
        var subsection = Decode(Sample).OfType<SectionPart>().Single(part => part.Head.Name == "bus/dev").State!.Subsections.Single();

        Assert.That((subsection.Name, subsection.Offset), Is.EqualTo(("dev/ex", (ulong)Sample.Offsets["dev/ex"])));
        Assert.That(subsection.Fields.Single().Type, Is.EqualTo("timer"));
        Assert.That((subsection.Subsections.Single().Name, subsection.Subsections.Single().Version), Is.EqualTo(("dev/ex/more", 7U)));
    }

    [Test]
    public void The_elements_of_a_queue_are_told_apart()
    {
        var events = Decode(Sample).OfType<SectionPart>().Single(part => part.Head.Name == "events").State!;

        Assert.That(events.Fields[0].Queued!.Select(element => element.Fields[1].Size), Is.EqualTo((ulong[])[1, 2]));
        Assert.That(events.Fields[0].Queued![1].Offset, Is.EqualTo((ulong)Sample.Offsets["second event"] + 1));
        Assert.That(events.Fields[1].Queued, Is.Empty.And.Not.Null);
    }

    [TestCase(0)]
    [TestCase(3)]
    public void A_queue_that_we_describe_is_read_element_by_element(int count)
    {
        var value = new StateField("value", "uint16");
        var late = new StateType("item/late", 1, 1, [value]);
        var queue = new StateField("queue", "qtailq") { Struct = new StateType("item", 2, 2, [value], late) };
        var type = new StateType("dev", 1, 1, [queue, value]);
        var sample = new SampleStream();
        sample.Header(withConfiguration: false);
        sample.Begin(4, 1, "dev", 0, 1);
        var describer = new StateDescriber(4096);
        describer.BeginSection("dev", 0, type);
        using var content = new MemoryStream();
        var writer = new StateWriter(content) { Describer = describer };
        writer.BeginQueue(queue);
        for (ushort index = 0; index < count; index++)
        {
            writer.BeginQueued();
            writer.Write(value, index);
            writer.BeginSubsection(late);
            writer.Write(value, index);
            writer.EndSubsection();
        }

        writer.EndQueue();
        writer.Write(value, (ushort)9);
        writer.Flush();
        describer.EndSection();
        sample.Bytes(content.ToArray());
        sample.End(Encoding.UTF8.GetString(describer.Finish().Span));

        var state = Decode(sample).OfType<SectionPart>().Single().State!;

        Assert.That(state.Fields.Select(field => (field.Name, field.Size)), Is.EqualTo(((string, ulong)[])[("queue", (ulong)(1 + count * (1 + 2 + 15 + 2))), ("value", 2)]));
        Assert.That(state.Fields[0].Queued!.Select(element => (element.Name, element.Version)), Is.EqualTo(Enumerable.Repeat(("item", 2U), count)));
        Assert.That(state.Fields[0].Queued!.SelectMany(element => element.Subsections).Select(subsection => subsection.Name), Is.EqualTo(Enumerable.Repeat("item/late", count)));
    }

    [Test]
    public void Without_a_description_footers_tell_where_sections_end()
    {
        var sections = Decode(SampleStream.Create(withDescription: false)).OfType<SectionPart>().Where(part => part.Phase == SectionPhase.Full).ToList();

        Assert.That(sections.Select(section => section.Head.Name), Is.EqualTo((string[])["bus/dev", "events"]));
        Assert.That(sections.Select(section => section.State), Is.All.Null);
    }

    [Test]
    public void Without_a_description_and_footers_the_first_section_is_as_far_as_it_goes()
    {
        var sample = SampleStream.Create(withDescription: false, withFooters: false);

        var error = Error(sample.ToArray());

        Assert.That(error!.Message, Does.Contain("section 'bus/dev (instance 0x2)'").And.Contain("neither a description nor footers"));
    }

    [Test]
    public void What_follows_a_stream_is_told()
    {
        byte[] bytes = [.. Sample.ToArray(), 1, 2, 3];

        Assert.That(Decode(bytes)[^1], Is.EqualTo(new TrailingPart((ulong)bytes.Length - 3, 3)));
    }

    [Test]
    public void A_stream_that_is_cut_off_anywhere_says_where_it_ends([Values] bool withDescription)
    {
        var bytes = SampleStream.Create(withDescription).ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            // Whether there was a description once cannot be seen of what has none.
            if (length == Sample.Offsets["description"])
                continue;

            var error = Error(bytes[..length]);
            Assert.That(error, Is.Not.Null, $"{length} bytes");
            Assert.That(error!.Offset, Is.EqualTo((ulong)length), error.Message);
        }
    }

    [Test]
    public void Whatever_bit_is_flipped_nothing_but_an_error_in_the_stream_comes_of_it()
    {
        var bytes = Sample.ToArray();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            // What is in a page is not looked at.
            if (bit / 8 % 97 != 0 && bytes.AsSpan(bit / 8, Math.Min(64, bytes.Length - bit / 8)).IndexOfAnyExcept((byte)0) < 0)
                continue;

            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var error = Error(bytes);
            if (error is not null)
                Assert.That(error.Offset, Is.LessThanOrEqualTo((ulong)bytes.Length), error.Message);

            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Test]
    public void Random_bytes_after_the_header_are_an_error()
    {
        var random = new Random(20);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[8 + random.Next(400)];
            random.NextBytes(bytes);
            SampleHeader().CopyTo(bytes.AsSpan());
            Assert.That(Error(bytes), bytes.Length > 8 && bytes[8] == 0 ? Is.Null : Is.Not.Null);
        }
    }

    [TestCase("bus/dev", 7, "expected 0x75: name of section 'bus/dev', which the description has next")]
    [TestCase("bus/dev", 16, "expected 0x02: instance 0x2 of the section")]
    [TestCase("dev.on", 0, "found 0x81, expected 0x00 or 0x01: a bool")]
    [TestCase("dev/ex", 0, "expected 0x05: mark, name and version 1 of the subsection")]
    [TestCase("dev/ex/more", 3, "expected 0x65: mark, name and version 7 of the subsection")]
    [TestCase("second event", 0, "expected 0x01: mark before an element of a queue")]
    [TestCase("end", 0, "found 0x80, expected a section (0x01 to 0x04), a command (0x08) or the end (0x00)")]
    public void The_first_wrong_byte_is_named(string place, int distance, string problem)
    {
        var bytes = Sample.ToArray();
        var offset = Sample.Offsets[place] + distance;
        bytes[offset] ^= 0x80;

        var error = Error(bytes);

        Assert.That(error!.Offset, Is.EqualTo((ulong)offset), error.Message);
        Assert.That(error.Problem, Does.EndWith(problem));
    }

    [TestCase("\"size\": 5", "\"size\": 6", "the description says that the struct has 6 bytes; what is in it has 5")]
    [TestCase("\"size\": 14", "\"size\": 13", "the description says that the queue has 13 bytes; its elements and marks have 14")]
    [TestCase("\"array_len\": 4,", "\"array_len\": 18446744073709551615,", "elements of 2 bytes")]
    [TestCase("\"page_size\": 4096", "\"page_size\": 4097", "page_size is 4097; allowed: powers of two from 1024 to 65536")]
    [TestCase("\"version\": 3", "\"version\": 4294967296", "no description of a stream")]
    [TestCase("]}]}", "]}", "no description of a stream")]
    [TestCase("\"name\": \"on\", ", "", "a field without a name, a type or a size")]
    public void A_description_that_cannot_be_is_refused(string right, string wrong, string problem)
    {
        var at = SampleStream.Description.LastIndexOf(right, StringComparison.Ordinal);
        var sample = SampleStream.Create(withDescription: false);
        var bytes = sample.ToArray().ToList();
        var text = Encoding.UTF8.GetBytes(SampleStream.Description.Remove(at, right.Length).Insert(at, wrong));
        bytes.AddRange([6, 0, 0, (byte)(text.Length >> 8), (byte)text.Length, .. text]);

        Assert.That(Error([.. bytes])?.Problem, Does.Contain(problem));
    }

    [Test]
    public void Structs_that_lie_too_deep_in_each_other_are_refused()
    {
        const string Open = """{"name": "a", "type": "struct", "struct": {"vmsd_name": "a", "version": 1, "fields": [""";
        var sample = new SampleStream();
        sample.Header(withConfiguration: false);
        sample.Begin(4, 0, "a", 0, 1);
        sample.End(
            """{"page_size": 4096, "devices": [{"name": "a", "instance_id": 0, "vmsd_name": "a", "version": 1, "fields": ["""
            + string.Concat(Enumerable.Repeat(Open, 5000)) + string.Concat(Enumerable.Repeat("""]}, "size": 0}""", 5000)) + "]}]}");

        Assert.That(Error(sample.ToArray())?.Problem, Does.Contain("no description of a stream"));
    }

    [Test]
    public void A_large_stream_takes_no_more_memory_than_a_small_one()
    {
        var small = SampleStream.Create().ToArray();
        var sample = new SampleStream();
        sample.Header(withConfiguration: false);
        sample.Begin(1, 2, "ram", 0, 4);
        sample.Word(0x1000_0000 | 0x04);
        sample.Name("main");
        sample.Word(0x1000_0000);
        sample.Word(0x10);
        sample.Footer(true, 2);
        sample.Continue(3, 2);
        sample.Word(0x08);
        sample.Name("main");
        for (var page = 0; page < 8192; page++)
        {
            if (page > 0)
                sample.Word(0x08 | 0x20);

            sample.Bytes(new byte[4096]);
        }

        sample.Word(0x10);
        sample.Footer(true, 2);
        sample.End(null);
        var large = sample.ToArray();
        Assert.That(Error(small), Is.Null);
        Assert.That(Error(large), Is.Null);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Error(small);
        var between = GC.GetAllocatedBytesForCurrentThread();
        Error(large);
        var after = GC.GetAllocatedBytesForCurrentThread();

        // The tail of the stream, where a description is looked for, and no more.
        Assert.That(after - between, Is.LessThan(between - before + (18 << 20)));
    }

    private static byte[] SampleHeader()
    {
        var sample = new SampleStream();
        sample.Header(withConfiguration: false);
        return sample.ToArray();
    }

    private static List<StreamPart> Decode(SampleStream sample) => Decode(sample.ToArray());

    private static List<StreamPart> Decode(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return [.. new StreamDecoder(stream).Decode()];
    }

    private static StateException? Error(byte[] bytes)
    {
        try
        {
            Decode(bytes);
            return null;
        }
        catch (StateException exception)
        {
            return exception;
        }
    }
}
