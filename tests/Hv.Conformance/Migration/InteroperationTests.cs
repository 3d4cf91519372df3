using Hv.Conformance.Infrastructure;
using Hv.Pseries.Processors;
using Hv.Runtime.Migration.Description;
using Hv.Runtime.Migration.Streams;

namespace Hv.Conformance.Migration;

/// <summary>Streams go from QEMU to Hv and back.</summary>
public sealed class InteroperationTests : ConformanceTest
{
    /// <summary>One of each kind of stream, and what issue after issue of QEMU changed.</summary>
    private static IEnumerable<string> Few => ["pseries-7.2", "pseries-4.1", "pseries-2.12", "pseries-2.7", "pseries-2.3"];

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    public void A_machine_that_never_ran_is_loaded_and_saved_back(string version)
    {
        var setup = new MachineSetup(version) { HasDescription = true };
        using var qemu = new QemuPeer(setup);
        using var file = qemu.Migrate();

        LoadAndSave(setup, file);
    }

    [TestCaseSource(nameof(Few))]
    public void A_machine_with_a_guest_is_loaded_and_saved_back(string version)
    {
        var setup = MigratedMachine.SetupFor(version);
        using var qemu = new QemuPeer(setup);
        MigratedMachine.Use(qemu, version);
        using var file = qemu.Migrate();

        LoadAndSave(setup, file);
    }

    private void LoadAndSave(MachineSetup setup, StreamFile file)
    {
        using var hv = HvPeer.Create(setup);

        // What counts time is compared too.
        hv.Machine.Clock.Stop();
        using var theirs = file.OpenRead();
        var observer = new ValueObserver();
        var state = MigrationStream.Load(hv.Machine, theirs, observer);
        var decoded = new DecodedStream(theirs);
        CompareValues(decoded, observer);

        using var ours = new MemoryStream();
        MigrationStream.Save(hv.Machine, ours, state ?? "paused");
        CompareSections(setup.Version, decoded, new DecodedStream(ours));
        CompareHashTable(decoded, hv.Machine.HashPageTable);
    }

    /// <summary>Every value that the stream describes was read: from the same place, as wide, the same bytes.</summary>
    private static void CompareValues(DecodedStream decoded, ValueObserver observer)
    {
        foreach (var section in decoded.Sections)
        {
            var state = section.State!;
            var read = observer.Values.Values.Count(value => value.Offset >= state.Offset && value.Offset < state.Offset + state.Size);
            foreach (var value in decoded.Values(state))
            {
                read--;
                if (!observer.Values.TryGetValue(value.Offset, out var ours) || !ours.Content.AsSpan().SequenceEqual(value.Content))
                    Assert.Fail($"{section.Head}: {value}, read as {(object?)ours ?? "nothing"}");
            }

            Assert.That(read, Is.Zero, $"{section.Head}: values that are not described");
        }
    }

    /// <summary>The same sections in the same order, byte for byte.</summary>
    private void CompareSections(string version, DecodedStream theirs, DecodedStream ours)
    {
        Assert.That(ours.Sections.Select(Title), Is.EqualTo(theirs.Sections.Select(Title)));
        foreach (var (their, our) in theirs.Sections.Zip(ours.Sections))
        {
            var observation = new SectionObservation(version, their.Head.ToString(), theirs.Content(their), ours.Content(our));
            if (!observation.Qemu.AsSpan().SequenceEqual(observation.Hv))
                Note(observation);

            if (their.Head.Name.EndsWith("/xhci", StringComparison.Ordinal))
                continue;

            var form = new SectionFormObservation(
                version, their.Head.ToString(), [.. DecodedStream.Form(their.State!)], [.. DecodedStream.Form(our.State!)]);
            if (!form.Qemu.SequenceEqual(form.Hv))
                Note(form);
        }
    }

    private static string Title(SectionPart section) => $"{section.Head}, version {section.Head.Version}";

    private static void CompareHashTable(DecodedStream decoded, HashPageTable table)
    {
        var valid = decoded.Parts.OfType<HashTablePart>().Aggregate(0UL, (sum, part) => sum + part.Valid);
        var found = 0UL;
        for (var index = 0UL; index < table.Count; index++)
            found += table[index].First & HashPageTable.Valid;

        Assert.That(found, Is.EqualTo(valid));
    }
}
