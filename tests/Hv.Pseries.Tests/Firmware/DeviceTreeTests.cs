using Hv.Pseries.Firmware;
using Hv.Pseries.Firmware.Nodes;
using Hv.Pseries.Versions;
using Hv.Runtime.Machines;
using Hv.Testing;

namespace Hv.Pseries.Tests.Firmware;

public sealed class DeviceTreeTests
{
    [Test]
    public void A_machine_with_ddw_tells_its_guest_of_the_calls()
    {
        using var machine = new TestMachine<Pseries_2_4>();
        Assert.That(
            Describe(HostBridgeNode.DmaProperties(machine.Machine.HostBridges.Single())),
            Is.EqualTo(new[]
            {
                "ibm,dma-window 8000000000000000000000000000000040000000",
                "ibm,ddw-applicable 000020260000202700002028",
                "ibm,ddw-extensions 000000020000202900000001",
            }));
    }

    [Test]
    public void A_machine_without_ddw_has_no_trace_of_it()
    {
        using var machine = new TestMachine<Pseries_2_3>();
        Assert.That(
            Describe(HostBridgeNode.DmaProperties(machine.Machine.HostBridges.Single())),
            Is.EqualTo(new[] { "ibm,dma-window 8000000000000000000000000000000040000000" }));
    }

    [Test]
    public void Every_call_has_its_token_under_its_name()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        var properties = Describe(RtasNode.Properties(machine.Machine, guestTakesForm2: false));
        Assert.Multiple(() =>
        {
            Assert.That(properties, Does.Contain("display-character 00002000"));
            Assert.That(properties, Does.Contain("ibm,query-pe-dma-window 00002026"));
            Assert.That(properties, Is.Unique);
            foreach (var probe in machine.Machine.Rtas.Probes)
                Assert.That(properties, Does.Contain($"{probe.Call.Name} {probe.Call.Token:X8}"));
        });
    }

    [TestCase(2ul << 30, 0ul, "ibm,lrdr-capacity 0000000080000000000000001000000000000001", TestName = "Without_memory_to_add_the_capacity_is_RAM")]
    [TestCase(2ul << 30, 4ul << 30, "ibm,lrdr-capacity 0000000100000000000000001000000000000001", TestName = "Memory_to_add_counts_from_the_next_GiB")]
    [TestCase(3ul << 29, 4ul << 30, "ibm,lrdr-capacity 0000000120000000000000001000000000000001")]
    public void The_capacity_that_Linux_sizes_its_window_by(ulong ram, ulong maximum, string expected)
    {
        using var machine = new TestMachine<Pseries_7_2>(new MachineOptions { RamSize = ram, MaximumRamSize = maximum });
        Assert.That(Describe(RtasNode.Properties(machine.Machine, guestTakesForm2: false)), Does.Contain(expected));
    }

    [TestCase(false, "ibm,max-associativity-domains 0000000400000000000000000000000000000001")]
    [TestCase(true, "ibm,max-associativity-domains 0000000100000001")]
    public void Affinity_counts_nodes_and_not_processors(bool form2, string expected)
    {
        using var machine = new TestMachine<Pseries_7_2>(new MachineOptions { Cpus = 3 });
        Assert.That(Describe(RtasNode.Properties(machine.Machine, guestTakesForm2: form2)), Does.Contain(expected));
    }

    private static string[] Describe(IEnumerable<DeviceTreeProperty> properties) =>
        [.. properties.Select(property => $"{property.Name} {Convert.ToHexString(property.Value)}")];
}
