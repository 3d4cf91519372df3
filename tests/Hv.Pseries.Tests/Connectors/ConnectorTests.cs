using System.Buffers.Binary;
using System.Text;
using Hv.Devices.Edu;
using Hv.Pseries.Connectors;
using Hv.Pseries.Pci;
using Hv.Pseries.Versions;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;
using Hv.Testing;

namespace Hv.Pseries.Tests.Connectors;

/// <summary>Dynamic reconfiguration: the states of connectors, by the calls of the guest, and what is plugged in and taken out.</summary>
public sealed class ConnectorTests
{
    private const uint Isolation = 9001;
    private const uint Light = 9002;
    private const uint Allocation = 9003;
    private const uint Slot3 = 0x4000_0018;
    private const uint Slot4 = 0x4000_0020;
    private const uint Bridge0 = 0x2000_0000;
    private const uint Bridge5 = 0x2000_0005;
    private const uint Cpu0 = 0x1000_0000;
    private const uint Cpu1 = 0x1000_0001;
    private const uint Cpu2 = 0x1000_0002;
    private const int Refused = -3;

    private TestMachine<Pseries_7_2> _machine = null!;
    private GuestPhysicalAddress _area;

    [SetUp]
    public void MakeMachine()
    {
        _machine = new TestMachine<Pseries_7_2>(
            new MachineOptions { RamSize = 64 << 20, Cpus = 2, MaximumCpus = 4 }, machine => machine.CreateDevice<Edu>("cold", ("addr", "3")));
        _area = new GuestPhysicalAddress((_machine.Allocate(8192).Value + 4095) & ~4095UL);
    }

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [TestCase(Slot3, 8, 1u)]
    [TestCase(Slot4, 6, 0u)]
    [TestCase(Bridge0, 4, 1u)]
    [TestCase(Bridge5, 1, 2u)]
    [TestCase(Cpu1, 4, 1u)]
    [TestCase(Cpu2, 1, 2u)]
    public void After_power_on_what_is_there_is_in_use(uint index, int state, uint sensor)
    {
        Assert.That((int)_machine.Machine.FindConnector(index)!.State, Is.EqualTo(state));
        Assert.That(_machine.Rtas().GetSensorState(9003, index, out var value), Is.EqualTo(RtasStatus.Success));
        Assert.That(value, Is.EqualTo(sensor));
    }

    [TestCase(0x4001_0000u)]
    [TestCase(0x4000_0100u)]
    [TestCase(0x1000_0004u)]
    [TestCase(0x2000_001Fu)]
    [TestCase(0x3000_0000u)]
    [TestCase(0x8000_0000u)]
    [TestCase(0x9000_0000u)]
    [TestCase(0u)]
    [TestCase(uint.MaxValue)]
    public void Connectors_that_there_are_not_are_refused(uint index)
    {
        var sensor = _machine.Call("get-sensor-state", [9003, index], 2);
        _machine.Memory.TryWriteUInt32(_area, index);
        Assert.Multiple(() =>
        {
            Assert.That(Set(Isolation, index, 0), Is.EqualTo(Refused));
            Assert.That(Set(Light, index, 0), Is.EqualTo(Refused));
            Assert.That(Set(Allocation, index, 0), Is.EqualTo(Refused));
            Assert.That(sensor.Words, Is.EqualTo(new[] { unchecked((uint)Refused), 0u }), "the sensor's value is stored all the same");
            Assert.That(Configure(), Is.EqualTo(Refused));
        });
    }

    [TestCase(9000u, Slot3, 0u)]
    [TestCase(9004u, Slot3, 0u)]
    [TestCase(Isolation, Slot3, 2u)]
    [TestCase(Light, Slot3, 4u)]
    [TestCase(Light, Bridge0, 1u)]
    [TestCase(Allocation, Slot3, 1u)]
    [TestCase(Allocation, Bridge0, 2u)]
    public void Indicators_and_states_that_there_are_not_are_refused(uint type, uint index, uint state) =>
        Assert.That(Set(type, index, state), Is.EqualTo(Refused));

    [Test]
    public void Other_sensors_are_refused() => Assert.That(_machine.Call("get-sensor-state", [9001, Slot3], 2).Status, Is.EqualTo(RtasStatus.ParameterError));

    [Test]
    public void A_physical_connector_goes_through_its_states()
    {
        Is_in(Slot3, 8);
        Assert.That(Set(Isolation, Slot3, 1), Is.Zero);
        Is_in(Slot3, 8);
        Assert.That(Set(Isolation, Slot3, 0), Is.Zero);
        Is_in(Slot3, 6);
        Assert.That(Set(Isolation, Slot3, 0), Is.Zero);
        Assert.That(Set(Isolation, Slot3, 1), Is.Zero);
        Is_in(Slot3, 7);
        Assert.That(Set(Isolation, Slot3, 1), Is.Zero);
        Assert.That(Set(Isolation, Slot3, 0), Is.EqualTo(Refused));
        Is_in(Slot3, 7);
        Assert.That(Set(Isolation, Slot4, 1), Is.EqualTo(Refused), "nothing is in it");
        Is_in(Slot4, 6);
    }

    [Test]
    public void A_logical_connector_goes_through_its_states()
    {
        Assert.That(Set(Allocation, Cpu1, 0), Is.EqualTo(Refused), "it is in use");
        Assert.That(Set(Allocation, Cpu1, 1), Is.Zero);
        Assert.That(Set(Isolation, Cpu1, 1), Is.Zero);
        Is_in(Cpu1, 4);
        Assert.That(Set(Isolation, Cpu1, 0), Is.Zero);
        Is_in(Cpu1, 2);
        Assert.That(Set(Isolation, Cpu1, 0), Is.Zero);
        Assert.That(Set(Allocation, Cpu1, 1), Is.Zero);
        Assert.That(Set(Allocation, Cpu1, 0), Is.Zero);
        Is_in(Cpu1, 1);
        Assert.That(Set(Allocation, Cpu1, 0), Is.Zero);
        Assert.That(Set(Isolation, Cpu1, 0), Is.Zero);
        Assert.That(Set(Isolation, Cpu1, 1), Is.EqualTo(Refused));
        Assert.That(Set(Allocation, Cpu1, 1), Is.Zero);
        Assert.That(Set(Isolation, Cpu1, 1), Is.Zero);
        Is_in(Cpu1, 3);
        Assert.That(Set(Isolation, Cpu1, 0), Is.EqualTo(Refused));
        Assert.That(Set(Allocation, Cpu1, 0), Is.EqualTo(Refused));
        Assert.That(Set(Allocation, Cpu2, 1), Is.EqualTo(Refused), "nothing is in it");
    }

    [Test]
    public void What_is_in_a_connector_is_described_step_by_step()
    {
        _machine.Memory.TryWriteUInt32(_area, Slot4);
        Assert.That(Configure(), Is.EqualTo(-9003), "it is not isolated no more");
        _machine.Machine.CreateDevice<Edu>("hot", ("addr", "4"));
        Assert.That(Configure(), Is.EqualTo(-9003));
        Set(Isolation, Slot4, 1);
        Assert.That(Configure(), Is.EqualTo(2));
        Assert.That((Word(8), Text(20)), Is.EqualTo((20u, "legacy-device@4")));
        var properties = new Dictionary<string, byte[]>();
        int status;
        while ((status = Configure()) == 3)
            properties.Add(Text(20), _machine.Read(_area + Word(16), (int)Word(12)));

        Assert.Multiple(() =>
        {
            Assert.That(status, Is.Zero);
            Assert.That(BinaryPrimitives.ReadUInt32BigEndian(properties["vendor-id"]), Is.EqualTo(0x1234));
            Assert.That(BinaryPrimitives.ReadUInt32BigEndian(properties["ibm,my-drc-index"]), Is.EqualTo(Slot4));
            Assert.That(properties, Has.Count.GreaterThan(10));
        });
        Is_in(Slot4, 8);
        Assert.That(Configure(), Is.EqualTo(2), "it begins anew");
    }

    [Test]
    public void Nodes_below_a_node_are_told_and_ended()
    {
        _machine.Memory.TryWriteUInt32(_area, Cpu0);
        var (children, parents, steps) = (0, 0, 0);
        for (var status = Configure(); status != 0; status = Configure())
        {
            Assert.That(status, Is.AnyOf(2, 3, 4));
            children += status == 2 ? 1 : 0;
            parents += status == 4 ? 1 : 0;
            Assert.That(++steps, Is.LessThan(1000));
        }

        Assert.That(children, Is.EqualTo(parents + 1));
    }

    [TestCase(64u << 20)]
    [TestCase((64u << 20) - 2048)]
    [TestCase(uint.MaxValue)]
    public void A_work_area_lies_in_RAM(uint low) =>
        Assert.That((int)_machine.Rtas().IbmConfigureConnector(low, 0), Is.EqualTo(Refused));

    [Test]
    public void The_guest_is_told_of_what_is_plugged_in()
    {
        _machine.Machine.CreateDevice<Edu>("hot", ("addr", "4"));
        Is_in(Slot4, 6);
        Assert.That(Fetch(), Is.EqualTo((5, 1, Slot4)));
        Assert.That(Fetch(), Is.EqualTo((0, 0, 0u)));
        _machine.Machine.CreateDevice<PciHostBridge>("phb", ("index", "5"));
        Is_in(Bridge5, 1);
        Assert.That(Fetch(), Is.EqualTo((4, 1, Bridge5)));
    }

    [Test]
    public void What_the_guest_uses_is_taken_out_when_it_lets_go()
    {
        var gone = new List<string>();
        _machine.Machine.DeviceRemoved += device => gone.Add(device.Id);
        _machine.Machine.RequestUnplug(_machine.Machine.Devices.OfType<Edu>().Single());
        Assert.That(Fetch(), Is.EqualTo((5, 2, Slot3)));
        Assert.That(gone, Is.Empty);
        Set(Isolation, Slot3, 0);
        Assert.That(gone, Is.EqualTo(new[] { "cold" }));
        Is_in(Slot3, 6);
        Assert.That(_machine.Rtas().GetSensorState(9003, Slot3, out var value), Is.EqualTo(RtasStatus.Success));
        Assert.That(value, Is.Zero);
    }

    [Test]
    public void A_host_bridge_that_the_guest_gives_back_goes_with_what_is_behind_it()
    {
        var bridge = _machine.Machine.CreateDevice<PciHostBridge>("phb", ("index", "5"));
        _machine.Machine.CreateDevice<Edu>("behind", [("bus", "phb.0"), ("addr", "4")]);
        Set(Allocation, Bridge5, 1);
        Set(Isolation, Bridge5, 1);
        Set(Isolation, 0x4005_0020, 1);
        _machine.Machine.RequestUnplug(bridge);
        Assert.That(_machine.Machine.Devices, Does.Contain(bridge));
        _machine.Memory.TryWriteUInt32(_area, Bridge5);
        while (Configure() != 0)
            Assert.That(_machine.Machine.Devices, Does.Contain(bridge));

        Assert.That(Set(Isolation, Bridge5, 1), Is.Zero, "the guest does not let go");
        Assert.That(bridge.IsUnplugPending, Is.False);
        _machine.Machine.RequestUnplug(bridge);
        Set(Isolation, Bridge5, 0);
        Assert.That(Set(Allocation, Bridge5, 1), Is.Zero);
        Set(Allocation, Bridge5, 0);
        Assert.That(_machine.Machine.Devices, Does.Not.Contain(bridge));
        Is_in(Bridge5, 1);
        Assert.That(_machine.Machine.FindConnector(0x4005_0020), Is.Null);
        Assert.That(Set(Allocation, Bridge5, 1), Is.EqualTo(Refused));
    }

    [Test]
    public void What_no_guest_uses_is_taken_out_at_once()
    {
        var hot = _machine.Machine.CreateDevice<Edu>("hot", ("addr", "4"));
        _machine.Machine.RequestUnplug(hot);
        Assert.That(_machine.Machine.Devices, Does.Not.Contain(hot));
    }

    [Test]
    public void A_reset_takes_out_what_was_to_go_and_uses_what_is_there()
    {
        _machine.Machine.CreateDevice<Edu>("hot", ("addr", "4"));
        _machine.Machine.RequestUnplug(_machine.Machine.Devices.OfType<Edu>().First(edu => edu.Id == "cold"));
        Set(Light, Slot4, 3);
        _machine.Machine.Reset();
        Is_in(Slot3, 6);
        Is_in(Slot4, 8);
        Assert.That(_machine.Machine.FindConnector(Slot4)!.Indicator.Value, Is.EqualTo(1));
        Assert.That(Fetch(), Is.EqualTo((0, 0, 0u)));
    }

    [Test]
    public void Without_dynamic_reconfiguration_a_bridge_has_no_connectors()
    {
        using var machine = new TestMachine<Pseries_7_2>(configure: machine =>
            machine.CreateDevice<PciHostBridge>(properties: [("index", "0"), ("dynamic-reconfiguration", "off")]));
        Assert.That(machine.Machine.FindConnector(Slot4), Is.Null);
        using var old = new TestMachine<Pseries_2_6>();
        Assert.That((old.Machine.FindConnector(Cpu0), old.Machine.FindConnector(Bridge0)), Is.EqualTo(((Connector?)null, (Connector?)null)));
    }

    [Test]
    public void The_guest_is_suspended_when_its_other_processors_are()
    {
        Assert.That(_machine.Rtas().IbmSuspendMe(), Is.EqualTo(RtasStatus.Success), "the other one is stopped");
        Assert.That(_machine.Events, Has.One.TypeOf<MachineEvent.SuspendRequested>());
        _machine.Machine.Processors.Last().IsStopped = false;
        Assert.That(_machine.Rtas().IbmSuspendMe(), Is.EqualTo(RtasStatus.OtherThreadsActive));
    }

    private void Is_in(uint index, int state) => Assert.That((int)_machine.Machine.FindConnector(index)!.State, Is.EqualTo(state), $"{index:x}");

    private int Set(uint type, uint index, uint state) => (int)_machine.Rtas().SetIndicator(type, index, state);

    private int Configure() => (int)_machine.Call("ibm,configure-connector", [(uint)_area.Value, 0], 1).Words[0];

    private uint Word(ulong offset) => _machine.Memory.TryReadUInt32(_area + offset, out var word) ? word : 0;

    private string Text(ulong offset)
    {
        var bytes = _machine.Read(_area + offset, 100);
        return Encoding.ASCII.GetString(bytes, 0, Array.IndexOf(bytes, (byte)0));
    }

    /// <summary>Type, action and connector of the next event.</summary>
    private (int Type, int Action, uint Index) Fetch()
    {
        var buffer = _machine.Allocate(256);
        if (_machine.Call("check-exception", [0, 0, uint.MaxValue, 0, (uint)buffer.Value, 256], 1).Status != RtasStatus.Success)
            return (0, 0, 0);

        var section = _machine.Read(buffer, 116).AsSpan(96);
        Assert.That(Encoding.ASCII.GetString(section[..2]), Is.EqualTo("HP"));
        return (section[8], section[9], BinaryPrimitives.ReadUInt32BigEndian(section[12..]));
    }
}
