using Hv.Conformance.Infrastructure;
using Hv.Pseries.Firmware;
using Hv.Pseries.Firmware.Nodes;

namespace Hv.Conformance.Firmware;

/// <summary>The node of a host bridge: every property of it.</summary>
public sealed class HostBridgeNodeTests : ConformanceTest
{
    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    [Differs(nameof(Differences.DdwIsInTheTreeFrom24), On = "2.4 2.5 2.6")]
    [Differs(nameof(Differences.ConnectorsAreNotToldOf))]
    public void Nodes_have_the_same_properties(string version) => CompareNodes(new MachineSetup(version) { SecondBridge = 3 });

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    [Differs(nameof(Differences.DdwIsInTheTreeFrom24), On = "2.6")]
    [Differs(nameof(Differences.ConnectorsAreNotToldOf))]
    public void Functions_below_change_nothing_in_the_node(string version) => CompareNodes(PciSetup.For(version));

    [TestCase("pseries-7.2", 30u)]
    [TestCase("pseries-3.1", 30u)]
    [TestCase("pseries-2.7", 31u)]
    [TestCase("pseries-2.7", 255u)]
    [Differs(nameof(Differences.ConnectorsAreNotToldOf))]
    public void The_last_host_bridges_have_the_same_properties(string version, uint index) =>
        CompareNodes(new MachineSetup(version) { SecondBridge = index });

    [TestCase("pseries-7.2", true)]
    [TestCase("pseries-7.2", false)]
    [TestCase("pseries-2.7", false)]
    [TestCase("pseries-2.3", true)]
    [Differs(nameof(Differences.ConnectorsAreNotToldOf))]
    public void The_user_switches_dynamic_windows_on_and_off(string version, bool isOn) =>
        CompareNodes(new MachineSetup(version) { SecondBridge = 1, DynamicDmaWindows = isOn });

    [TestCase("pseries-7.2", "mem_win_size=0x40000000,mem64_win_size=0")]
    [TestCase("pseries-7.2", "dma_win_addr=0x10000000,dma_win_size=0x20000000,dma64_win_addr=0x100000000000000")]
    [TestCase("pseries-7.2", "dma_win_addr=0x1000000000000,dma_win_size=0x80000000")]
    [TestCase("pseries-7.2", "mem_win_size=0xf80000000,mem64_win_size=0,dynamic-reconfiguration=off")]
    [TestCase("pseries-4.1", "pgsz=0x1000,io_win_size=0x1000")]
    [TestCase("pseries-2.2", "mem_win_size=0xf80000000,dynamic-reconfiguration=on")]
    [Differs(nameof(Differences.ConnectorsAreNotToldOf))]
    public void The_user_chooses_other_windows(string version, string properties) =>
        CompareNodes(new MachineSetup(version) { Devices = [new DeviceSetup("spapr-pci-host-bridge", $"index=2,{properties}")] });

    [TestCase("pseries-7.2")]
    [TestCase("pseries-6.1")]
    [TestCase("pseries-5.1")]
    [TestCase("pseries-5.0")]
    [TestCase("pseries-2.4")]
    [Differs(nameof(Differences.DdwIsInTheTreeFrom24), On = "2.4")]
    [Differs(nameof(Differences.ConnectorsAreNotToldOf))]
    public void A_bridge_near_to_the_only_NUMA_node_says_so(string version) =>
        CompareNodes(new MachineSetup(version) { Devices = [new DeviceSetup("spapr-pci-host-bridge", "index=2,numa_node=0")] });

    private void CompareNodes(MachineSetup setup)
    {
        var pair = Start(setup);
        var tree = QemuDeviceTree.ReadFrom(pair.Qemu);
        foreach (var bridge in pair.Hv.Machine.HostBridges)
        {
            var node = HostBridgeNode.Create(bridge);
            var path = $"/{node.Name}/";
            var qemu = tree.Where(property => property.Key.StartsWith(path, StringComparison.Ordinal) && property.Key.LastIndexOf('/') == path.Length - 1)
                .ToDictionary(property => property.Key[path.Length..], property => property.Value, StringComparer.Ordinal);
            Assert.That(qemu, Is.Not.Empty, path);
            Assert.That(node.Properties.Select(property => property.Name), Is.Unique, path);
            foreach (var name in qemu.Keys.Union(node.Properties.Select(property => property.Name)).Order(StringComparer.Ordinal))
            {
                var theirs = qemu.GetValueOrDefault(name);
                var ours = node.Properties.Find(property => property.Name == name)?.Value;
                if (theirs is null || ours is null)
                    pair.Compare(new PropertyObservation(pair.Version, path, name, Presence(theirs), Presence(ours)));
                else
                    pair.Compare(new ContentObservation(pair.Version, path + name, theirs, ours));
            }
        }
    }

    private static string Presence(byte[]? value) => value is null ? "absent" : "present";
}
