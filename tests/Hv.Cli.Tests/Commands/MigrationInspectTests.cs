using Hv.Cli.Tests.Infrastructure;
using Hv.Runtime.Tests.Migration.Description;

namespace Hv.Cli.Tests.Commands;

/// <summary><c>hv migration inspect</c>.</summary>
internal sealed class MigrationInspectTests
{
    private const int PageOffset = 0x1000;

    private string _file = "";

    [SetUp]
    public void WriteSample()
    {
        _file = Path.GetTempFileName();
        File.WriteAllBytes(_file, SampleStream.Create().ToArray());
    }

    [TearDown]
    public void RemoveSample() => File.Delete(_file);

    [Test]
    public void A_stream_is_shown_as_a_tree_with_offsets_and_values()
    {
        var run = Inspect();

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.Lines, Is.EqualTo(
            """
            Offset            Size
            0x00000000           8  migration stream, layout version 3
            0x00000008         105  configuration: toy-1.10
            0x00000015          52    subsection configuration/capabilities, version 1
            0x00000035           4      caps_count       uint32  1
            0x0000003a          15      capabilities[0]  buffer  "x-ignore-shared"
            0x00000049          40    subsection configuration/uuid, version 1
            0x00000061          16      uuid  buffer  "0123456789abcdef"
            0x00000071          79  ram, version 4, section 2: start, 20480 bytes
                                      main  16384 bytes at 0x0
                                      rom  4096 bytes at 0x8000
            0x000000c0        4168  ram: part
                                      main  1 zero, 1 normal, 1 changed pages
                                      rom  1 compressed page
            0x00001108          18  ram: last part
            0x0000111a          33  spapr/htab, version 1, section 3: start, 2^18 bytes
            0x0000113b          46  spapr/htab: last part, 1 valid entry and 2 cleared in 1 run
            0x00001169          86  bus/dev, instance 0x2, version 3, section 7
            0x0000117e           1    on        bool           true
            0x0000117f           2    unused    unused_buffer  all 0x00
            0x00001181           8    table[4]  uint16
            0x00001181           2      [0]  1
            0x00001183           4      [1-2]  2
            0x00001187           2      [3]  65535 (0xffff)
            0x00001189          10    lsi[2]    dev/lsi, version 1
            0x00001189           5      [0]  irq 7, level 1
            0x0000118e           5      [1]  irq 8, level 0
            0x00001193           1    msi[0]    uint8          3
            0x00001194           1    msi[1]    uint8          4
            0x00001195          37    subsection dev/ex, version 1
            0x000011a1           8      late  timer  not set
            0x000011a9          17      subsection dev/ex/more, version 7
            0x000011bf          40  events, version 1, section 9
            0x000011d3          14    queue  qtailq  2 elements
            0x000011d4           5      [0]  event, version 1
            0x000011d4           4        length  uint32  1
            0x000011d8           1        data    buffer  "A"
            0x000011da           6      [1]  event, version 1
            0x000011da           4        length  uint32  2
            0x000011de           2        data    buffer  "BC"
            0x000011e1           1    none   qtailq  0 elements
            0x000011e7           1  end
            0x000011e8        1287  description of 2 sections; a page has 4096 bytes
            """.Split('\n')));
    }

    [Test]
    public void A_section_can_be_asked_for_by_the_name_of_its_state()
    {
        var run = Inspect("--section", "dev");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Contain("bus/dev, instance 0x2").And.Not.Contain("events").And.Not.Contain("ram"));
    }

    [Test]
    public void A_section_that_is_not_there_is_said_to_be_none_of_those_that_are()
    {
        var run = Inspect("--section", "us/dev");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Is.EqualTo($"hv: {_file}: there is no section 'us/dev'; there are: bus/dev, events, ram, spapr/htab.\n"));
    }

    [Test]
    public void Programs_get_the_same_as_JSON()
    {
        var parts = Inspect("--json").Json.GetProperty("parts");

        Assert.That(
            parts.EnumerateArray().Select(part => part.GetProperty("kind").GetString()),
            Is.EqualTo((string[])
                ["header", "configuration", "start", "part", "last", "start", "last", "section", "section", "end", "description"]));
        var device = parts[7];
        Assert.That(device.GetProperty("name").GetString(), Is.EqualTo("bus/dev"));
        Assert.That(device.GetProperty("fields")[2].GetProperty("elements")[1].GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal), Is.EqualTo("""{"index":1,"count":2,"value":2}"""));
        Assert.That(device.GetProperty("subsections")[0].GetProperty("fields")[0].GetProperty("value").GetInt64(), Is.EqualTo(-1));
        Assert.That(parts[8].GetProperty("fields")[0].GetProperty("queue")[1].GetProperty("fields")[1].GetProperty("value").GetString(), Is.EqualTo("4243"));
        Assert.That(parts[3].GetProperty("blocks")[0].GetProperty("normal").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public void Long_arrays_and_buffers_are_cut_short_unless_all_is_asked_for()
    {
        var sample = new SampleStream();
        sample.Header(withConfiguration: false);
        sample.Begin(4, 1, "long", 0, 1);
        for (var index = 0; index < 40; index++)
            sample.Bytes((byte)(0xA0 + index));

        for (var index = 0; index < 20; index++)
            sample.Bytes((byte)index);

        sample.End(
            """
            {"page_size": 4096, "devices": [{"name": "long", "instance_id": 0, "vmsd_name": "long", "version": 1, "fields": [
            {"name": "buffer", "type": "buffer", "size": 40}, {"name": "array", "array_len": 20, "type": "uint8", "size": 1}]}]}
            """);
        File.WriteAllBytes(_file, sample.ToArray());

        Assert.That(Inspect().Output, Does.Contain("bebf…\n").And.Contain("[7]  7\n").And.Not.Contain("[8]").And.Contain("… 12 more elements; --full shows all\n"));
        Assert.That(Inspect("--full").Output, Does.Contain("c0c1c2c3c4c5c6c7\n").And.Contain("[19]  19 (0x13)\n").And.Not.Contain("…"));
        Assert.That(Inspect("--json").Json.GetProperty("parts")[1].GetProperty("fields")[0].GetProperty("omitted").GetInt32(), Is.EqualTo(8));
        Assert.That(Inspect("--json").Json.GetProperty("parts")[1].GetProperty("fields")[1].GetProperty("omitted").GetInt32(), Is.EqualTo(12));
        Assert.That(Inspect("--json", "--full").Json.GetProperty("parts")[1].GetProperty("fields")[0].GetProperty("value").GetString(), Has.Length.EqualTo(80));
        Assert.That(Inspect("--json", "--full").Json.GetProperty("parts")[1].GetProperty("fields")[1].GetProperty("elements").GetArrayLength(), Is.EqualTo(20));
    }

    [Test]
    public void The_first_wrong_byte_is_named_after_what_was_right()
    {
        var bytes = File.ReadAllBytes(_file);
        bytes[0x00001194 + 1] = 0x04;
        File.WriteAllBytes(_file, bytes);

        var run = Inspect();

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Different));
        Assert.That(run.Error, Is.EqualTo(
            $"hv: {_file}: section 'bus/dev (instance 0x2)', dev/ex at offset 0x1195: "
            + "found 0x04, expected 0x05: mark, name and version 1 of the subsection\n"));
        Assert.That(run.Lines[^1], Does.Contain("spapr/htab: last part"));
        var error = Inspect("--json").Json.GetProperty("error");
        Assert.That((error.GetProperty("offset").GetInt32(), error.GetProperty("field").GetString()), Is.EqualTo((0x1195, "dev/ex")));
    }

    [Test]
    public void A_stream_of_a_peer_that_went_away_says_where_it_ends()
    {
        File.WriteAllBytes(_file, File.ReadAllBytes(_file)[..PageOffset]);

        var run = Inspect();

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Different));
        Assert.That(run.Error, Is.EqualTo($"hv: {_file}: section 'ram' at offset 0x1000: the stream ends here, 219 bytes too early: page\n"));
    }

    [Test]
    public void What_a_stream_names_does_not_reach_the_terminal_as_it_is()
    {
        var sample = new SampleStream();
        sample.Header(withConfiguration: false);
        sample.Begin(4, 1, "\e[2Ja\u202Eb", 0, 1);
        sample.Footer(true, 1);
        sample.End(null);
        File.WriteAllBytes(_file, sample.ToArray());

        Assert.That(Inspect().Output, Does.Contain("?[2Ja?b, version 1").And.Not.Contain("\e"));
    }

    [TestCase("/dev/null", "offset 0x0: the stream ends here, 4 bytes too early: magic number of a migration stream", 1)]
    [TestCase("/nowhere/file", "Could not find a part of the path '/nowhere/file'.", 2)]
    [TestCase("/tmp", "Access to the path '/tmp' is denied.", 2)]
    public void What_is_no_stream_is_said_to_be_none(string path, string problem, int exitCode)
    {
        var run = HvProgram.Invoke("migration", "inspect", path);

        Assert.That((run.ExitCode, run.Output, run.Error), Is.EqualTo((exitCode, "", $"hv: {path}: {problem}\n")));
    }

    private HvProgram.Run Inspect(params string[] options) => HvProgram.Invoke(["migration", "inspect", _file, .. options]);
}
