using Hv.Conformance.Infrastructure;
using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Description;

namespace Hv.Conformance.Migration;

/// <summary>QEMU's streams are taken apart by their own description.</summary>
public sealed class StreamDecoderTests : ConformanceTest
{
    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    public void A_machine_that_never_ran_is_decoded_to_the_last_byte(string version)
    {
        using var qemu = new QemuPeer(new MachineSetup(version) { HasDescription = true });
        using var file = qemu.Migrate();

        Decode(file, version);
    }

    [TestCase("pseries-2.1")]
    [TestCase("pseries-2.2")]
    public void The_oldest_machines_describe_nothing_and_are_said_not_to(string version)
    {
        using var qemu = new QemuPeer(new MachineSetup(version));
        using var file = qemu.Migrate();
        using var stream = file.OpenRead();
        var parts = new List<StreamPart>();

        var error = Assert.Throws<StateException>(() =>
        {
            foreach (var part in new StreamDecoder(stream).Decode())
                parts.Add(part);
        });

        Assert.That(error.Section, Is.EqualTo("timer"));
        Assert.That(error.Problem, Does.StartWith("the stream has neither a description nor footers"));
        Assert.That(parts[^1], Is.TypeOf<HashTablePart>());
    }

    [TestCase("pseries-7.2")]
    [TestCase("pseries-2.4")]
    public void Without_a_description_the_sections_are_found_by_their_footers(string version)
    {
        using var qemu = new QemuPeer(new MachineSetup(version));
        using var file = qemu.Migrate();
        using var stream = file.OpenRead();
        var described = new StreamDecoder(stream).Decode().ToList();
        var bytes = File.ReadAllBytes(file.Path)[..(int)described[^1].Offset];

        var found = new StreamDecoder(new MemoryStream(bytes)).Decode().ToList();

        Assert.That(
            found.Select(part => (part.Offset, part.Size)), Is.EqualTo(described.SkipLast(1).Select(part => (part.Offset, part.Size))));
    }

    [TestCaseSource(nameof(Few))]
    public void A_machine_with_devices_of_all_kinds_and_a_guest_is_decoded_to_the_last_byte(string version)
    {
        using var qemu = new QemuPeer(MigratedMachine.LargeSetupFor(version));
        MigratedMachine.Use(qemu, version);
        using var file = qemu.Migrate();

        var sections = Decode(file, version).OfType<SectionPart>().ToList();

        Assert.That(
            sections.Select(section => section.Head.Name).Where(name => name.StartsWith("pci@", StringComparison.Ordinal)),
            Is.SupersetOf((string[])
            [
                "pci@800000020000000:04.0/xhci", "pci@800000020000000:05.0/pci_bridge", "pci@800000020000000:05.0:01.0/xhci",
                "pci@800000020000003:02.0/xhci", "pci@800000020000000:06.0/e1000", "pci@800000020000000:08.0/virtio-rng",
            ]));
        var table = sections.OfType<HashTablePart>().ToList();
        Assert.That(table.Sum(part => (long)part.Valid), Is.EqualTo(4));
    }

    private static IEnumerable<string> Few => ["pseries-7.2", "pseries-4.1", "pseries-2.12", "pseries-2.7", "pseries-2.3"];

    private static List<StreamPart> Decode(StreamFile file, string version)
    {
        using var stream = file.OpenRead();
        var parts = new StreamDecoder(stream).Decode().ToList();

        var offset = 0UL;
        foreach (var part in parts)
        {
            Assert.That(part.Offset, Is.EqualTo(offset), part.ToString());
            offset += part.Size;
        }

        Assert.That(offset, Is.EqualTo((ulong)stream.Length));
        Assert.That(parts[^1], Is.TypeOf<DescriptionPart>());
        Assert.That(((DescriptionPart)parts[^1]).Sections, Is.EqualTo(parts.OfType<SectionPart>().Count(part => part.State is not null)));
        Assert.That(parts.OfType<ConfigurationPart>().Select(part => part.Machine), Is.EqualTo(IsBefore24(version) ? [] : (string[])[version]));
        Assert.That(parts.OfType<SectionPart>().Select(part => part.Head.Name), Has.Member("spapr").And.Member("ics").And.Member("spapr/rtc"));
        return parts;
    }

    private static bool IsBefore24(string version) => version is "pseries-2.1" or "pseries-2.2" or "pseries-2.3";
}
