using Hv.Runtime.Objects;
using Hv.Runtime.Pci;

namespace Hv.Runtime.Tests.Pci;

public sealed class PciBusTests
{
    [Test]
    public void Functions_sit_where_they_were_told_to_and_else_on_the_first_free_device()
    {
        using var machine = PciMachine.Create(made =>
        {
            made.Add("");
            made.Add("1f.0");
            made.Add("0x1", isMultifunction: true);
            made.Add("1.7");
            made.Add("");
        });
        Assert.That(machine.Devices.OfType<PciTestFunction>().Select(function => function.DeviceFunction), Is.EqualTo(new byte[] { 0, 0xF8, 8, 15, 16 }));
        Assert.That(machine.Host.Bus.Find(0, 15)!.DeviceFunction, Is.EqualTo(15));
        Assert.That(machine.Host.Bus.Find(0, 9), Is.Null);
        Assert.That(machine.Host.Bus.Find(1, 8), Is.Null);
        Assert.That(machine.Host.Bus.Find(0, 8)!.ReadConfiguration(PciRegister.HeaderType, 1), Is.EqualTo(0x80));
    }

    [TestCase("20", "pci-device.addr: '20' is no address on a PCI bus; allowed: device 0 to 1f, or device.function such as 4.0, both hexadecimal.")]
    [TestCase("4.8", "pci-device.addr: '4.8' is no address on a PCI bus; allowed: device 0 to 1f, or device.function such as 4.0, both hexadecimal.")]
    [TestCase("4.0.0", "pci-device.addr: '4.0.0' is no address on a PCI bus; allowed: device 0 to 1f, or device.function such as 4.0, both hexadecimal.")]
    [TestCase("-1", "pci-device.addr: '-1' is no address on a PCI bus; allowed: device 0 to 1f, or device.function such as 4.0, both hexadecimal.")]
    [TestCase("3", "PCI: slot 3 function 0 is not available for pci-test-function, in use by pci-test-function.")]
    [TestCase("3.1", "PCI: function 3.1 of pci-test-function needs a function 0 with multifunction=on.")]
    [TestCase("5.1", "PCI: function 5.1 of pci-test-function needs a function 0 with multifunction=on.")]
    public void An_address_that_does_not_fit_is_refused_with_what_would(string address, string message) =>
        Assert.That(
            () => PciMachine.Create(made =>
            {
                made.Add("3");
                made.Add(address);
            }),
            Throws.InstanceOf<PropertyException>().With.Message.EqualTo(message));

    [Test]
    public void A_bus_that_does_not_exist_is_refused_with_the_nearest_that_does() =>
        Assert.That(
            () => PciMachine.Create(made => made.Add("3", bus: "pci.1")),
            Throws.InstanceOf<PropertyException>().With.Message.StartsWith("pci-device.bus: there is no bus 'pci.1'.").And.Message.Contains("pci.0"));

    [Test]
    public void A_bus_has_room_for_32_devices() =>
        Assert.That(
            () => PciMachine.Create(made =>
            {
                for (var device = 0; device < 33; device++)
                    made.Add("");
            }),
            Throws.InstanceOf<PropertyException>().With.Message.EqualTo("PCI: no slot of bus pci.0 is free for pci-test-function; all 32 are in use."));

    [Test]
    public void Pins_go_to_those_of_the_host_by_device_number_and_through_bridges()
    {
        using var machine = PciMachine.Create(made =>
        {
            made.AddBridge("a", "2");
            made.AddBridge("b", "3", "a");
            made.Add("1");
            made.Add("1", bus: "a");
            made.Add("1", bus: "b");
        });
        var functions = machine.Devices.OfType<PciTestFunction>().ToList();
        foreach (var (function, pin) in functions.Zip(new[] { 1, 3, (1 + 3 + 2) % 4 }))
        {
            function.SetInterrupt(true);
            Assert.That(machine.Host.Pins, Is.EqualTo(Enumerable.Range(0, 4).Select(other => other == pin)));
            function.SetInterrupt(false);
            Assert.That(machine.Host.Pins, Is.All.False);
        }
    }

    [Test]
    public void Functions_on_one_pin_are_wired_together()
    {
        using var machine = PciMachine.Create(made =>
        {
            made.AddBridge("a", "2");
            made.Add("3");
            made.Add("1", bus: "a");
        });
        var functions = machine.Devices.OfType<PciTestFunction>().ToList();
        functions[0].SetInterrupt(true);
        functions[1].SetInterrupt(true);
        functions[0].SetInterrupt(false);
        Assert.That(machine.Host.Pins[3], Is.True, "the other one still asserts it");
        functions[1].SetInterrupt(true);
        functions[1].SetInterrupt(false);
        Assert.That(machine.Host.Pins[3], Is.False);
    }

    [Test]
    public void A_function_does_not_assert_its_pin_while_it_is_disabled_or_messages_are_on()
    {
        using var machine = PciMachine.Create(made => made.Add("0", function => function.AddMsi(1)));
        var function = machine.Devices.OfType<PciTestFunction>().Single();
        function.SetInterrupt(true);
        Assert.That((machine.Host.Pins[0], Status(function)), Is.EqualTo((true, true)));
        function.WriteConfiguration(PciRegister.Command, 2, PciRegister.CommandInterruptDisable);
        Assert.That((machine.Host.Pins[0], Status(function)), Is.EqualTo((false, true)), "disabled");
        function.WriteConfiguration(PciRegister.Command, 2, 0);
        Assert.That(machine.Host.Pins[0], Is.True);
        function.WriteConfiguration(0x42, 2, 1);
        Assert.That(machine.Host.Pins[0], Is.False, "messages");
        function.WriteConfiguration(0x42, 2, 0);
        Assert.That(machine.Host.Pins[0], Is.True);
        machine.Reset();
        Assert.That((machine.Host.Pins[0], Status(function)), Is.EqualTo((false, false)));
    }

    [Test]
    public void Bridges_get_their_numbers_depth_first()
    {
        using var machine = PciMachine.Create(made =>
        {
            made.AddBridge("a", "2");
            made.AddBridge("c", "3");
            made.AddBridge("b", "1", "a");
            made.Add("5", bus: "b");
            made.Add("5", bus: "c");
        });
        machine.Host.Bus.Enumerate();
        var numbers = machine.Devices.OfType<PciTestBridge>().ToDictionary(bridge => bridge.Id, bridge => bridge.ReadConfiguration(PciRegister.PrimaryBus, 4));
        Assert.That((numbers["a"], numbers["b"], numbers["c"]), Is.EqualTo((0x02_01_00u, 0x02_02_01u, 0x03_03_00u)));
        Assert.That(machine.Host.Bus.Find(2, 5 * 8)!.Bus.Name, Is.EqualTo("b"));
        Assert.That(machine.Host.Bus.Find(3, 5 * 8)!.Bus.Name, Is.EqualTo("c"));
        Assert.That(machine.Host.Bus.Find(1, 5 * 8), Is.Null);
    }

    [Test]
    public void Bus_numbers_in_circles_lead_nowhere_and_the_search_ends()
    {
        using var machine = PciMachine.Create(made =>
        {
            made.AddBridge("a", "2");
            made.AddBridge("b", "1", "a");
            made.Add("5", bus: "b");
        });
        foreach (var bridge in machine.Devices.OfType<PciTestBridge>())
            bridge.WriteConfiguration(PciRegister.PrimaryBus, 4, 0x00FF_0101);

        Assert.That(machine.Host.Bus.Find(1, 5 * 8), Is.Null, "the first bridge's own bus has this number");
        Assert.That(machine.Host.Bus.Find(9, 5 * 8), Is.Null);
        Assert.That(machine.Host.Bus.Find(0, 2 * 8), Is.Not.Null);
    }

    [Test]
    public void A_bridge_that_is_told_to_resets_what_is_behind_it_once()
    {
        using var machine = PciMachine.Create(made =>
        {
            made.AddBridge("a", "2");
            made.Add("5", bus: "a");
        });
        var bridge = machine.Devices.OfType<PciTestBridge>().Single();
        var function = machine.Devices.OfType<PciTestFunction>().Single();
        function.WriteConfiguration(PciRegister.InterruptLine, 1, 7);
        bridge.WriteConfiguration(PciRegister.InterruptLine, 1, 9);
        bridge.WriteConfiguration(PciRegister.BridgeControl, 2, PciRegister.BridgeControlReset);
        Assert.That(function.ReadConfiguration(PciRegister.InterruptLine, 1), Is.Zero);
        Assert.That(bridge.ReadConfiguration(PciRegister.InterruptLine, 1), Is.EqualTo(9));

        function.WriteConfiguration(PciRegister.InterruptLine, 1, 7);
        bridge.WriteConfiguration(PciRegister.CacheLineSize, 1, 1);
        bridge.WriteConfiguration(PciRegister.BridgeControl, 2, 0);
        Assert.That(function.ReadConfiguration(PciRegister.InterruptLine, 1), Is.EqualTo(7));
    }

    [Test]
    public void A_write_that_changes_no_window_leaves_the_windows_of_a_bridge_mapped()
    {
        using var machine = PciMachine.Create(made => made.AddBridge("a", "2"));
        var bridge = machine.Devices.OfType<PciTestBridge>().Single();
        bridge.WriteConfiguration(PciRegister.Command, 2, 3);
        bridge.WriteConfiguration(PciRegister.MemoryBase, 4, 0x9010_9000);
        var before = machine.Host.Bus.Memory.Mappings.Select(mapping => mapping.Region).ToList();
        Assert.That(before, Has.Count.EqualTo(2), "memory, and the prefetchable window at 0");

        bridge.WriteConfiguration(PciRegister.InterruptLine, 1, 5);
        bridge.WriteConfiguration(PciRegister.MemoryBase, 4, 0x9010_9000);
        Assert.That(machine.Host.Bus.Memory.Mappings.Select(mapping => mapping.Region), Is.EqualTo(before));
        bridge.WriteConfiguration(PciRegister.MemoryBase, 4, 0x9020_9000);
        Assert.That(machine.Host.Bus.Memory.Mappings.Select(mapping => mapping.Region), Is.Not.EqualTo(before));
    }

    [TestCase(0x0000_FFF0u, 0ul, 0ul, TestName = "A_window_whose_limit_is_below_its_base_is_closed")]
    [TestCase(0xFFF0_0000u, 0ul, 0x0000_0000_FFFF_FFFFul)]
    [TestCase(0xFFF0_FFF0u, 0xFFF0_0000ul, 0x0000_0000_FFFF_FFFFul)]
    public void Memory_windows_end_with_the_granule_of_their_limit(uint register, ulong start, ulong last) => CheckWindow(register, 0, start, last);

    [Test]
    public void A_window_over_all_addresses_is_possible() => CheckWindow(null, uint.MaxValue, 0, ulong.MaxValue - 1);

    [Test]
    public void Without_extended_space_on_the_bus_256_bytes_are_reached()
    {
        using var machine = PciMachine.Create(
            made => made.Add("1", function => function.Value = 1).Space = PciConfigurationSpace.ExpressSize, hasExtendedConfigurationSpace: false);
        var function = machine.Devices.OfType<PciTestFunction>().Single();
        function.WriteConfiguration(0x100, 4, 5);
        Assert.That((function.ReadConfiguration(0x100, 4), function.ReadConfiguration(0x100, 1)), Is.EqualTo((uint.MaxValue, 0xFFu)));
        Assert.That(function.Configuration.GetUInt32(0x100), Is.Zero);
    }

    [Test]
    public void A_function_that_is_removed_leaves_nothing_behind()
    {
        using var machine = PciMachine.Create(_ => { });
        var function = machine.Add("4", made => made.AddRegisters(0, PciBarKind.Memory32, 0x1000));
        function.WriteConfiguration(0x10, 4, 0x8000_0000);
        function.WriteConfiguration(PciRegister.Command, 2, 2);
        function.SetInterrupt(true);
        Assert.That(machine.Host.Pins[0], Is.True);

        machine.RequestUnplug(function);
        Assert.Multiple(() =>
        {
            Assert.That(machine.Host.Pins, Is.All.False);
            Assert.That(machine.Host.Bus.Memory.Mappings, Is.Empty);
            Assert.That(machine.Host.Bus.Functions, Is.Empty);
            Assert.That(machine.Host.Removed, Is.EqualTo(new[] { function }));
            Assert.That(() => machine.Add("4"), Throws.Nothing);
        });
    }

    [Test]
    public void A_bridge_that_is_removed_takes_what_is_behind_it_along()
    {
        using var machine = PciMachine.Create(_ => { });
        var bridge = machine.AddBridge("a", "2");
        var function = machine.Add("1", made => made.AddRegisters(0, PciBarKind.Memory32, 0x1000), bus: "a");
        bridge.WriteConfiguration(PciRegister.Command, 2, 3);
        function.WriteConfiguration(PciRegister.Command, 2, 2);
        function.SetInterrupt(true);
        machine.RequestUnplug(bridge);
        Assert.Multiple(() =>
        {
            Assert.That(machine.Host.Pins, Is.All.False);
            Assert.That(machine.Host.Bus.Memory.Mappings, Is.Empty);
            Assert.That(machine.Host.Bus.Io.Mappings, Is.Empty);
            Assert.That(machine.Devices, Is.EqualTo(new[] { machine.Host }));
        });
    }

    [Test]
    public void A_function_that_comes_in_vain_leaves_nothing_behind()
    {
        using var machine = PciMachine.Create(made => made.Add("4"));
        Assert.That(() => machine.Add("4"), Throws.InstanceOf<PropertyException>());
        Assert.That(
            () => machine.Add("5", made =>
            {
                made.AddRegisters(0, PciBarKind.Memory32, 0x1000);
                throw new PropertyException("no");
            }),
            Throws.InstanceOf<PropertyException>());
        Assert.That(machine.Host.Bus.Functions.Select(function => function.DeviceFunction), Is.EqualTo(new byte[] { 4 * 8 }));
        Assert.That(machine.Devices, Has.Count.EqualTo(2));
        machine.Host.AllowsHotPlug = false;
        Assert.That(
            () => machine.Add("6"), Throws.InstanceOf<PropertyException>().With.Message.EqualTo("Bus 'pci.0' does not support hotplugging"));
    }

    private static void CheckWindow(uint? memory, uint upperLimit, ulong start, ulong last)
    {
        using var machine = PciMachine.Create(made => made.AddBridge("a", "2"));
        var bridge = machine.Devices.OfType<PciTestBridge>().Single();
        bridge.WriteConfiguration(PciRegister.MemoryBase, 4, memory ?? 0x0000_FFF0);
        bridge.WriteConfiguration(PciRegister.PrefetchableBase, 4, memory is null ? 0xFFF0_0000 : 0x0000_FFF0);
        bridge.WriteConfiguration(PciRegister.PrefetchableBaseUpper + 4, 4, upperLimit);
        bridge.WriteConfiguration(PciRegister.Command, 2, 2);
        var windows = machine.Host.Bus.Memory.Mappings.Select(mapping => (mapping.Address, mapping.Last));
        Assert.That(windows, Is.EqualTo(last == 0 ? [] : new[] { (start, last) }));
    }

    private static bool Status(PciFunction function) => (function.ReadConfiguration(PciRegister.Status, 2) & PciRegister.StatusInterrupt) != 0;
}
