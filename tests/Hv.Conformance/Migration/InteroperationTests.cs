using Hv.Conformance.Infrastructure;
using Hv.Pseries.Configuration;
using Hv.Pseries.Processors;
using Hv.Runtime.Migration;
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
        var setup = MigratedMachine.PlainSetupFor(version);
        using var qemu = new QemuPeer(setup);
        using var file = qemu.Migrate();

        LoadAndSave(setup, file);
    }

    [TestCaseSource(nameof(Few))]
    [Differs(nameof(Differences.ConfigurationSpaceIsOneField))]
    public void A_machine_with_a_guest_is_loaded_and_saved_back(string version)
    {
        var setup = MigratedMachine.SetupFor(version);
        using var qemu = new QemuPeer(setup);
        MigratedMachine.Use(qemu, version);
        using var file = qemu.Migrate();

        LoadAndSave(setup, file);
    }

    [TestCase(InterruptMode.Xics, 0)]
    [TestCase(InterruptMode.Xive, 5)]
    [TestCase(InterruptMode.Dual, 3)]
    public void A_machine_is_loaded_and_saved_back_whatever_its_interrupt_controllers(InterruptMode mode, int maximumCpus)
    {
        var setup = new MachineSetup("pseries-7.2") { Cpus = 2, MaximumCpus = maximumCpus, InterruptMode = mode };
        using var qemu = new QemuPeer(setup);
        using var file = qemu.Migrate();

        LoadAndSave(setup, file);
    }

    [TestCase("spapr-vlan", "spapr_iommu 0x71000002")]
    [TestCase("spapr-vscsi", "spapr_iommu 0x71000002")]
    [TestCase("e1000,romfile=", "pci@800000020000000:00.0/e1000")]
    [TestCase("virtio-rng-pci", "pci@800000020000000:00.0/virtio-rng")]
    public void A_stream_with_a_device_that_we_do_not_have_is_refused_by_its_first_section(string type, string section)
    {
        var setup = new MachineSetup("pseries-7.2");
        using var qemu = new QemuPeer(setup with { Devices = [new DeviceSetup(type, "id=extra")] });
        using var file = qemu.Migrate();
        using var hv = HvPeer.Create(setup);
        using var stream = file.OpenRead();

        var error = Assert.Throws<StateException>(() => MigrationStream.Load(hv.Machine, stream));

        Assert.That(error.Message, Does.StartWith($"section '{section}' at offset 0x").And.Contain(": this machine has no "));
        Assert.That(hv.Read(0, 64), Is.All.Zero, "the machine has been reset");
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    [Differs(nameof(Differences.ProcessorsAreToldThatTheyWereLoaded))]
    [Differs(nameof(Differences.TimeBaseIsTheHosts))]
    public void A_machine_of_ours_that_never_ran_is_loaded_by_QEMU_and_saved_back(string version)
    {
        var setup = MigratedMachine.PlainSetupFor(version);
        using var hv = HvPeer.Create(setup);
        using var file = Save(hv);

        using var qemu = new QemuPeer(setup with { Incoming = file.Path });
        qemu.FinishIncoming();
        CompareWithSavedBack(setup.Version, file, qemu);
    }

    [TestCaseSource(nameof(Few))]
    [Differs(nameof(Differences.ProcessorsAreToldThatTheyWereLoaded))]
    [Differs(nameof(Differences.TimeBaseIsTheHosts))]
    [Differs(nameof(Differences.ConfigurationSpaceIsOneField))]
    public void What_a_guest_of_ours_did_is_what_QEMU_has(string version)
    {
        var setup = MigratedMachine.SetupFor(version);
        using var hv = HvPeer.Create(setup);
        MigratedMachine.Use(hv);
        using var file = Save(hv);

        using var qemu = new QemuPeer(setup with { Incoming = file.Path });
        qemu.FinishIncoming();
        foreach (var (name, arguments, returns) in MigratedMachine.Questions)
            Assert.That(qemu.Call(name, arguments, returns), Is.EqualTo(hv.Call(name, arguments, returns)), $"{name} {Words.Format(arguments)}");

        foreach (var (address, length) in MigratedMachine.Memory)
            Assert.That(qemu.Read(address, length), Is.EqualTo(hv.Read(address, length)), $"{length} bytes at 0x{address:x}");

        foreach (var window in hv.Machine.HostBridges.SelectMany(bridge => bridge.DmaWindows).Where(window => window.IsEnabled))
        {
            var last = window.BusAddress + window.Size - 1;
            Assert.That(qemu.Monitor("info mtree"), Does.Contain($"{window.BusAddress:x16}-{last:x16}"), $"window 0x{window.Liobn.Value:x}");
        }

        CompareWithSavedBack(setup.Version, file, qemu);
    }

    private static StreamFile Save(HvPeer hv)
    {
        hv.Machine.Clock.Stop();
        var file = new StreamFile();
        using var stream = File.Create(file.Path);
        MigrationStream.Save(hv.Machine, stream);
        return file;
    }

    private void CompareWithSavedBack(string version, StreamFile file, QemuPeer qemu)
    {
        using var ours = file.OpenRead();
        using var back = qemu.Migrate();
        using var theirs = back.OpenRead();
        CompareSections(version, new DecodedStream(theirs), new DecodedStream(ours));
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
            foreach (var value in decoded.Values(state).Where(value => !(IsStandIn(section) && value.Path.StartsWith("xhci.", StringComparison.Ordinal))))
                read -= CompareValue(section, value, observer);

            Assert.That(read, Is.EqualTo(IsStandIn(section) ? 1 : 0), $"{section.Head}: values that are not described");
        }
    }

    /// <summary>Compares a value with what was read of it: at once, or in pieces that follow each other.</summary>
    /// <returns>How many pieces.</returns>
    private static int CompareValue(SectionPart section, ReadValue value, ValueObserver observer)
    {
        var pieces = 0;
        for (var at = 0; at < value.Content.Length; pieces++)
        {
            if (!observer.Values.TryGetValue(value.Offset + (ulong)at, out var piece)
                || !value.Content.AsSpan(at).StartsWith(piece.Content))
            {
                Assert.Fail($"{section.Head}: {value}, read as {(object?)piece ?? "nothing"}");
                return 0;
            }

            at += piece.Content.Length;
        }

        return pieces;
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

            if (IsStandIn(their))
                continue;

            var form = new SectionFormObservation(
                version, their.Head.ToString(), [.. DecodedStream.Form(their.State!)], [.. DecodedStream.Form(our.State!)]);
            if (!form.Qemu.SequenceEqual(form.Hv))
                Note(form);
        }
    }

    /// <summary>Whether it is of <see cref="MessageFunction"/>, which keeps what is the controller's own as one value.</summary>
    private static bool IsStandIn(SectionPart section) => section.Head.Name.EndsWith("/xhci", StringComparison.Ordinal);

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
