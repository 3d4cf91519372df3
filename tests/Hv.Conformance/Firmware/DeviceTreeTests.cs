using Hv.Conformance.Infrastructure;
using Hv.Pseries.Firmware;
using Hv.Pseries.Firmware.Nodes;

namespace Hv.Conformance.Firmware;

/// <summary>What the device tree tells the guest: tokens of RTAS calls, and the DMA windows of host bridges.</summary>
public sealed class DeviceTreeTests : ConformanceTest
{
    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    [Differs(nameof(Differences.CapacityIsNeverZero))]
    public void Rtas_calls_have_the_same_tokens_and_rtas_the_same_properties(string version)
    {
        var pair = Start(new MachineSetup(version));
        Compare(pair, version, "/rtas/", RtasNode.Properties(pair.Hv.Machine, guestTakesForm2: false));
    }

    [TestCase("pseries-7.2", 5)]
    [TestCase("pseries-4.1", 5)]
    [TestCase("pseries-2.7", 5)]
    [TestCase("pseries-2.6", 3)]
    [TestCase("pseries-2.3", 3)]
    public void Rtas_properties_follow_the_processors_and_the_memory_that_can_be_added(string version, int maximumCpus)
    {
        var pair = Start(new MachineSetup(version) { Cpus = 3, MaximumCpus = maximumCpus, MaximumRamSize = 4 * MachineSetup.RamSize });
        Compare(pair, version, "/rtas/", RtasNode.Properties(pair.Hv.Machine, guestTakesForm2: false));
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    [Differs(nameof(Differences.DdwIsInTheTreeFrom24), On = "2.4 2.5 2.6")]
    public void The_host_bridge_has_the_same_dma_properties(string version)
    {
        var pair = Start(new MachineSetup(version));
        var properties = HostBridgeNode.DmaProperties(pair.Hv.Machine.HostBridges.Single());
        Compare(pair, version, "/pci@800000020000000/", properties, "ibm,dma-window", "ibm,ddw-applicable", "ibm,ddw-extensions");
    }

    /// <summary>Compares the properties that Hv has, and of those named also that Hv lacks none.</summary>
    private static void Compare(PeerPair pair, string version, string node, IReadOnlyList<DeviceTreeProperty> properties, params string[] all)
    {
        var tree = QemuDeviceTree.ReadFrom(pair.Qemu);
        foreach (var name in properties.Select(property => property.Name).Union(all))
        {
            var hv = properties.FirstOrDefault(property => property.Name == name)?.Value;
            var qemu = tree.GetValueOrDefault(node + name);
            if ((hv is null) != (qemu is null))
                pair.Compare(new PropertyObservation(version, node, name, Presence(qemu), Presence(hv)));
            else if (hv is not null)
                pair.Compare(new ContentObservation(version, node + name, qemu!, hv));
        }
    }

    private static string Presence(byte[]? value) => value is null ? "absent" : "present";
}
