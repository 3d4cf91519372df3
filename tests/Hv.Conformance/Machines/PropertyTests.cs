using System.Globalization;
using System.Text.Json;
using Hv.Conformance.Infrastructure;
using Hv.Pseries;
using Hv.Runtime.Objects;

namespace Hv.Conformance.Machines;

/// <summary>The values of the properties that both sides have, on every machine version.</summary>
public sealed class PropertyTests : ConformanceTest
{
    private const string UpTo27 = "2.7 2.6 2.5 2.4 2.3 2.2 2.1";
    private const string From41 = "4.1 4.2 5.0 5.1 5.2 6.0 6.1 6.2 7.0 7.1 7.2";
    private const string From50 = "5.0 5.1 5.2 6.0 6.1 6.2 7.0 7.1 7.2";

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    [Differs(nameof(Differences.ChoicesOfTheMachineStayOpen))]
    [Differs(nameof(Differences.NoLevelHasAName))]
    [Differs(nameof(Differences.NoPersistenceHasAName), On = From50)]
    [Differs(nameof(Differences.CapabilitiesAreNotLoweredToTheProcessor), On = UpTo27)]
    public void The_machine_has_the_same_values(string version)
    {
        var pair = Start(new MachineSetup(version));
        Compare(pair, version, "/machine", pair.Hv.Machine, atLeast: 24);
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    [Differs(nameof(Differences.DdwIsOnFrom24), On = "2.4 2.5 2.6")]
    [Differs(nameof(Differences.MemoryWindowsAreNotSplitInProperties), On = "2.7 2.6 2.5 2.4 2.3")]
    [Differs(nameof(Differences.PlacementIsNotWrittenToProperties), On = From41)]
    public void The_host_bridge_has_the_same_values(string version)
    {
        var pair = Start(new MachineSetup(version));
        const string Folder = "/machine/unattached";
        var name = pair.Qemu.Qmp.List(Folder).Single(child => child.Type == "child<spapr-pci-host-bridge>").Name;
        Compare(pair, version, $"{Folder}/{name}", pair.Hv.Machine.HostBridges.Single(), atLeast: 18);
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    public void The_machine_chooses_the_same_where_the_user_does_not(string version)
    {
        var pair = Start(new MachineSetup(version));
        var machine = pair.Hv.Machine;
        Assert.That(
            pair.Qemu.Qmp.Get("/machine", "resize-hpt").GetString(),
            Is.EqualTo(PseriesMachine.Properties.ResizeHpt.Format(machine.EffectiveHptResizing)));
        Assert.That(pair.Qemu.Qmp.Get("/machine", "vsmt").GetUInt32(), Is.EqualTo(machine.EffectiveVsmt));
    }

    private static void Compare(PeerPair pair, string version, string path, HvObject target, int atLeast)
    {
        var names = pair.Qemu.Qmp.List(path).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var shared = target.Type.Properties.Where(property => names.Contains(property.Name)).ToList();
        Assert.That(shared, Has.Count.AtLeast(atLeast), "properties that both sides have");
        foreach (var property in shared)
        {
            var text = property.GetText(target);
            var value = pair.Qemu.Qmp.Get(path, property.Name);
            var (qemu, hv) = value.ValueKind switch
            {
                JsonValueKind.True => ("on", text),
                JsonValueKind.False => ("off", text),
                JsonValueKind.Number => (value.GetUInt64().ToString(CultureInfo.InvariantCulture), Number(text)),
                _ => (value.GetString()!, text),
            };
            pair.Compare(new PropertyObservation(version, target.Type.Name, property.Name, qemu, hv));
        }
    }

    private static string Number(string text) =>
        PropertyCodec.Integer<ulong>().TryParse(text, out var number) ? number.ToString(CultureInfo.InvariantCulture) : text;
}
