using System.Text;
using System.Text.Json.Nodes;
using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Streams;
using Hv.Runtime.Tests.Migration.Infrastructure;

namespace Hv.Runtime.Tests.Migration;

/// <summary>Whole machines written and read in one process.</summary>
public sealed class MigrationStreamTests
{
    [Test]
    public void A_machine_that_is_saved_and_loaded_is_the_same()
    {
        using var source = SmallMachine.Create(4, new StateSection("numbers", new Numbers { First = 7, Even = 1UL << 40, Third = 3 }));
        source.FillRam(seed: 1, offset: 4096, length: 5000);
        var stream = Save(source);

        var numbers = new Numbers { First = 99 };
        using var target = SmallMachine.Create(4, new StateSection("numbers", numbers));
        target.FillRam(seed: 2, offset: 0, length: 4 * 4096);
        Assert.That(MigrationStream.Load(target, stream), Is.EqualTo("paused"));
        Assert.That((numbers.First, numbers.Even, numbers.Third), Is.EqualTo((7u, 1UL << 40, (byte)3)));
        Assert.That(target.ReadRam(), Is.EqualTo(source.ReadRam()));
        Assert.That(target.Clock.Now, Is.GreaterThanOrEqualTo(0));
    }

    [Test]
    public void A_stream_has_the_layout_of_the_reference()
    {
        using var source = SmallMachine.Create(1, new StateSection("numbers", new Numbers { First = 7, Even = 8 }));
        var bytes = Save(source).ToArray();
        var expected = Convert.FromHexString(
            "5145564D00000003" // magic, version
            + "0700000009" + Hex("small-1.0")
            + "0100000001" + "03" + Hex("ram") + "0000000000000004" // section 1, instance 0, version 4
            + "0000000000001004" + "03" + Hex("ram") + "0000000000001000" + "0000000000000010"
            + "7E00000001"
            + "0300000001" + "0000000000000002" + "03" + Hex("ram") + "00" + "0000000000000010"
            + "7E00000001"
            + "0400000000" + "05" + Hex("timer") + "0000000000000002" + "0000000000000000" + "0000000000000000");
        Assert.That(bytes[..expected.Length], Is.EqualTo(expected));

        var end = Convert.FromHexString(
            "7E00000000"
            + "0400000002" + "07" + Hex("numbers") + "0000000000000002" + "00000007" + "0000000000000008"
            + "7E00000002"
            + "0400000003" + "0B" + Hex("globalstate") + "0000000000000001" + "00000007" + Hex("paused".PadRight(100, '\0'))
            + "7E00000003"
            + "00" + "06");
        var clock = expected.Length + sizeof(long);
        Assert.That(bytes[clock..(clock + end.Length)], Is.EqualTo(end));

        var description = bytes.AsSpan(clock + end.Length);
        Assert.That(Convert.ToInt32(Convert.ToHexString(description[..4]), 16), Is.EqualTo(description.Length - 4));
        var json = JsonNode.Parse(description[4..])!;
        Assert.That((int)json["page_size"]!, Is.EqualTo(4096));
        Assert.That(json["devices"]!.AsArray().Select(device => (string)device!["name"]!), Is.EqualTo(new[] { "timer", "numbers", "globalstate" }));
    }

    private static MemoryStream Save(SmallMachine machine)
    {
        var stream = new MemoryStream();
        MigrationStream.Save(machine, stream);
        stream.Position = 0;
        return stream;
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
