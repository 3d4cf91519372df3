using System.Globalization;
using System.Text.Json;
using Hv.Conformance.Infrastructure;
using Hv.Runtime.Objects;

namespace Hv.Conformance.Machines;

/// <summary>The values of the properties that both sides have, on every machine version.</summary>
public sealed class PropertyTests : ConformanceTest
{
    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    public void The_machine_has_the_same_values(string version)
    {
        var pair = Start(new MachineSetup(version));
        Compare(pair, version, "/machine", pair.Hv.Machine, atLeast: 24);
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    [Differs(nameof(Differences.DdwIsOnFrom24), On = "2.4 2.5 2.6")]
    public void The_host_bridge_has_the_same_values(string version)
    {
        var pair = Start(new MachineSetup(version));
        const string Folder = "/machine/unattached";
        var name = pair.Qemu.Qmp.List(Folder).Single(child => child.Type == "child<spapr-pci-host-bridge>").Name;
        Compare(pair, version, $"{Folder}/{name}", pair.Hv.Machine.HostBridges.Single(), atLeast: 18);
    }

    private static void Compare(PeerPair pair, string version, string path, HvObject target, int atLeast)
    {
        var shared = pair.Qemu.Qmp.List(path).Join(target.Type.Properties, entry => entry.Name, property => property.Name, (_, property) => property).ToList();
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
