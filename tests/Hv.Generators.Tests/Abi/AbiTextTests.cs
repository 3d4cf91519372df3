using Hv.Generators.Tests.Infrastructure;

namespace Hv.Generators.Tests.Abi;

/// <summary>What the texts of a version hold.</summary>
public sealed class AbiTextTests
{
    [Test]
    public void A_text_holds_all_that_a_guest_or_a_stream_sees()
    {
        var text = AbiTest.Texts(AbiSamples.Released).Single(text => text.Version == "sample-2.3");
        Assert.That(Own(text), Is.EqualTo("""
            device sample-machine = object
            property sample-machine.clock-calls = on
            property sample-machine.irqs = 0x1000
            device bridge = object
            property bridge.extended-config = on
            device host-bridge = bridge
            property host-bridge.ddw = off
            property host-bridge.old-migration = on
            property host-bridge.pgsz = 0x1211000
            property host-bridge.protection = weak
            rtas 0x2026 3/2 = query-window device phb:2 -> status windows
            rtas 0x2027 2/1 = create-window pageShift windowShift -> status; where offered
            rtas 0x2030 1/1 = set-clock seconds -> status
            hypercall 0x20 = H_PUT_TCE liobn:32 ioba -> old
            identity /pci@ compatible = "sample,bridge"
            state host_bridge = version 2, oldest 1
            field host_bridge index = uint32
            field host_bridge window = uint64, since 2
            field host_bridge old = uint32
            state host_bridge > host_bridge/extra = version 1, oldest 1, where needed
            field host_bridge > host_bridge/extra extra = uint8
            """.ReplaceLineEndings("\n").Split('\n')));
    }

    [Test]
    public void What_a_version_differs_in_differs_in_its_text()
    {
        var texts = AbiTest.Texts(AbiSamples.Released).ToDictionary(text => text.Version);
        Assert.Multiple(() =>
        {
            Assert.That(texts.Keys, Is.EqualTo(["sample-2.4", "sample-2.3", "sample-2.2"]));
            Assert.That(Own(texts["sample-2.4"]).Except(Own(texts["sample-2.3"])), Is.EqualTo(
                ["property host-bridge.ddw = on", "property host-bridge.old-migration = off"]));
            Assert.That(Own(texts["sample-2.3"]).Except(Own(texts["sample-2.4"])), Is.EqualTo(
                ["property host-bridge.ddw = off", "property host-bridge.old-migration = on", "field host_bridge old = uint32"]));

            // An inherited property has an entry where its value is another than the parent's; a call that is switched off has none.
            Assert.That(Own(texts["sample-2.2"]).Except(Own(texts["sample-2.3"])), Is.EqualTo(
                ["property sample-machine.clock-calls = off", "property host-bridge.extended-config = off"]));
            Assert.That(Own(texts["sample-2.3"]).Except(Own(texts["sample-2.2"])), Is.EqualTo(
                ["property sample-machine.clock-calls = on", "rtas 0x2030 1/1 = set-clock seconds -> status"]));
        });
    }

    [Test]
    public void The_generated_class_has_the_same_texts()
    {
        var type = GeneratorTest.Run(AbiSamples.Released).Load().GetType("Sample.GuestAbi")!;
        var versions = (IReadOnlyList<string>)type.GetProperty("Versions")!.GetValue(null)!;
        var texts = versions.Select(version => type.GetMethod("Find")!.Invoke(null, [version])!.ToString());
        Assert.That(texts, Is.EqualTo(AbiTest.Texts(AbiSamples.Released).Select(text => text.ToString())));
        Assert.That(type.GetMethod("Find")!.Invoke(null, ["sample-2.5"]), Is.Null);
    }

    [Test]
    public void A_project_without_machine_versions_has_no_such_class() =>
        Assert.That(
            GeneratorTest.Run("""[Device("nvme")] public sealed partial class Nvme : Device { [Property("lanes")] public partial byte Lanes { get; set; } }""").Sources
                .Select(source => source.HintName),
            Has.None.EqualTo("GuestAbi.g.cs"));

    [Test]
    public void A_text_that_is_written_and_read_is_the_same()
    {
        foreach (var text in AbiTest.Texts(AbiSamples.Released))
        {
            var read = AbiText.Parse(text.ToString(), out var problem);
            Assert.That(problem, Is.Null);
            Assert.That(read!.ToString(), Is.EqualTo(text.ToString()));
            Assert.That(AbiText.Parse(text.ToString().Replace("\n", "\r\n", StringComparison.Ordinal), out _)!.ToString(), Is.EqualTo(text.ToString()));
        }
    }

    [TestCase("", "line 1: it ends before 'abi format = '")]
    [TestCase("# only words\n", "line 2: it ends before 'abi format = '")]
    [TestCase("property a.b = on\n", "line 1: 'abi format = 1' comes first")]
    [TestCase("abi format = 2\n", "line 1: format 2 is not known here; this reads format 1")]
    [TestCase("abi format = 1\nproperty a.b = on\n", "line 2: 'abi machine = NAME' comes second")]
    [TestCase("abi format = 1\nabi machine = a\nproperty a.b on\n", "line 3: 'property a.b on' is no entry; one reads KIND KEY = VALUE")]
    [TestCase("abi format = 1\nabi machine = a\nproperties a.b = on\n", "line 3: 'properties a.b = on' is no entry; one reads KIND KEY = VALUE")]
    [TestCase("abi format = 1\nabi machine = a\n\nproperty a.b = on\nproperty a.b = off\n", "line 5: there are two entries for 'property a.b'")]
    public void A_text_that_is_none_says_why(string text, string problem)
    {
        Assert.That(AbiText.Parse(text, out var found), Is.Null);
        Assert.That(found!.ToString(), Is.EqualTo(problem));
    }

    /// <summary>Private members of a referenced assembly cannot be seen; their states come along all the same.</summary>
    [Test]
    public void Devices_and_states_of_referenced_assemblies_are_in_the_texts()
    {
        var text = AbiTest.Texts(AbiSamples.Released)[0].ToString();
        Assert.That(text, Does.Contain("device pci-device = object\n").And.Contain("state timer = version 2, oldest 2\nfield timer cpu_ticks_offset = int64\n"));
    }

    /// <summary>The entries of what the sample itself declares.</summary>
    private static IEnumerable<string> Own(AbiText text)
    {
        var runtime = AbiTest.Texts("""
            namespace Sample;
            [MachineFamily("sample")] public abstract partial class SampleMachine : Machine;
            [MachineVersion("sample", 1, 0)] public sealed partial class Sample_1_0 : SampleMachine;
            """).Single().Entries;
        return text.Entries.Where(entry => entry.Key == "sample-machine" || !runtime.Contains(entry)).Select(entry => entry.ToString());
    }
}
