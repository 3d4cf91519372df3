using System.Text;
using Hv.Runtime.Migration;

namespace Hv.Runtime.Tests.Migration;

/// <summary>The description of what a writer writes: QEMU's form.</summary>
public sealed class StateDescriberTests
{
    private static readonly StateField Number = new("number", "uint32");
    private static readonly StateType Plain = new("plain", 1, 1, [Number]);
    private static readonly StateType Varied = new("varied", 1, 1, [Number], new StateType("varied/ex", 2, 1, []));

    [Test]
    public void Fields_have_name_type_and_size() => Assert.That(
        Describe(writer =>
        {
            writer.Write(Number, 1u);
            writer.Write(new StateField("flag", "bool"), true);
            writer.WriteBuffer(new StateField("bytes", "buffer"), new byte[5]);
            writer.WriteUnused(new StateField("unused", "unused_buffer") { UnusedBytes = 8 });
        }),
        Is.EqualTo("""{"name":"number","type":"uint32","size":4},{"name":"flag","type":"bool","size":1},{"name":"bytes","type":"buffer","size":5},{"name":"unused","type":"unused_buffer","size":8}"""));

    [TestCase(0, "")]
    [TestCase(1, """{"name":"words","type":"uint64","size":8}""")]
    [TestCase(3, """{"name":"words","array_len":3,"type":"uint64","size":8}""")]
    public void An_array_of_like_elements_is_one_entry(int count, string expected)
    {
        var words = new StateField("words", "uint64");
        Assert.That(Describe(writer => writer.Write<ulong>(words, new ulong[count])), Is.EqualTo(expected));
        Assert.That(
            Describe(writer =>
            {
                for (var index = 0; index < count; index++)
                    writer.WriteElement(words, index, count, 1ul);
            }),
            Is.EqualTo(expected), "written one by one");
    }

    [Test]
    public void A_conditional_array_has_an_entry_for_each_element() => Assert.That(
        Describe(writer => writer.Write<byte>(new StateField("bytes", "uint8") { IsConditional = true }, [1, 2])),
        Is.EqualTo("""{"name":"bytes","index":0,"type":"uint8","size":1},{"name":"bytes","index":1,"type":"uint8","size":1}"""));

    [Test]
    public void Structs_of_one_form_are_one_entry_and_others_one_each()
    {
        Assert.That(
            Describe(writer => WriteElements(writer, new StateField("s", "struct") { Struct = Plain })),
            Is.EqualTo("""{"name":"s","array_len":2,"type":"struct","struct":{"vmsd_name":"plain","version":1,"fields":[{"name":"number","type":"uint32","size":4}]},"size":4}"""));
        Assert.That(
            Describe(writer => WriteElements(writer, new StateField("s", "struct") { Struct = Varied })),
            Is.EqualTo(string.Join(",", Enumerable.Range(0, 2).Select(index =>
                $$$"""{"name":"s","index":{{{index}}},"type":"struct","struct":{"vmsd_name":"varied","version":1,"fields":[{"name":"number","type":"uint32","size":4}]},"size":4}"""))));

        static void WriteElements(StateWriter writer, StateField field)
        {
            for (var index = 0; index < 2; index++)
            {
                writer.BeginElement(field, index, 2);
                writer.Write(Number, 1u);
                writer.EndStruct();
            }
        }
    }

    [TestCase(0, """{"name":"queue","type":"qtailq","size":1}""")]
    [TestCase(1, """{"name":"queue","type":"qtailq","vmsd_name":"plain","version":1,"fields":[{"name":"number","type":"uint32","size":4}],"size":6}""")]
    [TestCase(2, """{"name":"queue","type":"qtailq","vmsd_name":"plain","version":1,"fields":[{"name":"number","type":"uint32","size":4}],"vmsd_name":"plain","version":1,"fields":[{"name":"number","type":"uint32","size":4}],"size":11}""")]
    public void Elements_of_a_queue_repeat_the_keys_of_its_entry(int count, string expected) => Assert.That(
        Describe(writer =>
        {
            writer.BeginQueue(new StateField("queue", "qtailq") { Struct = Plain });
            for (var left = count; left > 0; left--)
            {
                writer.BeginQueued();
                writer.Write(Number, 1u);
            }

            writer.EndQueue();
        }),
        Is.EqualTo(expected));

    [Test]
    public void What_is_inside_of_a_raw_field_is_part_of_it() => Assert.That(
        Describe(writer =>
        {
            writer.BeginField(new StateField("raw", "buffer"));
            writer.WriteRaw(1ul);
            writer.BeginStruct(new StateField("inner", "struct") { Struct = Varied });
            writer.Write(Number, 1u);
            writer.BeginSubsection(Varied.Subsections[0]);
            writer.EndSubsection();
            writer.EndStruct();
            writer.EndField();
            writer.Write(Number, 2u);
        }),
        Is.EqualTo("""{"name":"raw","type":"buffer","size":27},{"name":"number","type":"uint32","size":4}"""));

    [Test]
    public void Subsections_stand_beside_the_fields()
    {
        var text = DescribeAll(Varied, writer =>
        {
            writer.Write(Number, 1u);
            writer.BeginSubsection(Varied.Subsections[0]);
            writer.Write(Number, 2u);
            writer.EndSubsection();
        });
        Assert.That(text, Is.EqualTo(
            """{"page_size":4096,"devices":[{"name":"test","instance_id":3,"vmsd_name":"varied","version":1,"fields":[{"name":"number","type":"uint32","size":4}],"subsections":[{"vmsd_name":"varied/ex","version":2,"fields":[{"name":"number","type":"uint32","size":4}]}]}]}"""));
    }

    private static string Describe(Action<StateWriter> write)
    {
        const string Head = """{"page_size":4096,"devices":[{"name":"test","instance_id":3,"vmsd_name":"plain","version":1,"fields":[""";
        var text = DescribeAll(Plain, write);
        Assert.That(text, Does.StartWith(Head).And.EndWith("]}]}"));
        return text[Head.Length..^"]}]}".Length];
    }

    private static string DescribeAll(StateType type, Action<StateWriter> write)
    {
        var writer = new StateWriter(Stream.Null) { Describer = new StateDescriber(4096) };
        writer.Describer.BeginSection("test", 3, type);
        write(writer);
        writer.Describer.EndSection();
        return Encoding.UTF8.GetString(writer.Describer.Finish().Span);
    }
}
