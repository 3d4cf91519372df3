using Hv.Devices.Bridges;
using Hv.Devices.Edu;
using Hv.Pseries.Versions;
using Hv.Runtime.Calls;
using Hv.Runtime.Pci;
using Hv.Runtime.Rtas;
using Hv.Testing;

namespace Hv.Pseries.Tests.Rtas;

/// <summary>Configuration access and messages, with what a hostile guest makes of them.</summary>
public sealed class PciCallTests
{
    private const uint High = 0x0800_0000;
    private const uint Low = 0x2000_0000;
    private const uint Edu = 3 << 11;

    private static readonly Buid Phb = new(0x0800_0000_2000_0000);

    [TestCase(Edu, High, Low, 4u, 0)]
    [TestCase(Edu, High, Low, 3u, -1, TestName = "A_register_of_3_bytes_is_a_hardware_error")]
    [TestCase(Edu, High, Low, 0u, -1)]
    [TestCase(Edu, High, Low, 0xFFFF_FFFCu, -1)]
    [TestCase(Edu + 2, High, Low, 4u, -1, TestName = "A_register_that_is_not_aligned_is_a_hardware_error")]
    [TestCase(Edu + 0x1000_0000, High, Low, 4u, -1, TestName = "A_register_beyond_the_end_is_a_hardware_error")]
    [TestCase(Edu + (1 << 8), High, Low, 4u, -1, TestName = "A_function_that_does_not_exist_is_a_hardware_error")]
    [TestCase(Edu, High, Low + 1, 4u, -1, TestName = "A_bridge_that_does_not_exist_is_a_hardware_error")]
    [TestCase(Edu, 0u, 0u, 4u, -1)]
    public void Configuration_access(uint address, uint high, uint low, uint size, int status)
    {
        using var machine = Create();
        var read = machine.Call("ibm,read-pci-config", [address, high, low, size], 2).Words;
        Assert.That((int)read[0], Is.EqualTo(status));
        Assert.That(read[1], Is.EqualTo(status == 0 ? 0x11E8_1234 : TestMachine<Pseries_7_2>.Untouched));
        Assert.That((int)machine.Call("ibm,write-pci-config", [address, high, low, size, 0], 1).Words[0], Is.EqualTo(status));
    }

    [Test]
    public void Wrong_counts_of_configuration_access_are_hardware_errors()
    {
        using var machine = Create();
        Assert.That((int)machine.Call("ibm,read-pci-config", [Edu, High, Low], 2).Words[0], Is.EqualTo(-1));
        Assert.That((int)machine.Call("ibm,read-pci-config", [Edu, High, Low, 4], 1).Words[0], Is.EqualTo(-1));
        Assert.That((int)machine.Call("write-pci-config", [Edu, 4], 1).Words[0], Is.EqualTo(-1));
    }

    [Test]
    public void Messages_that_no_number_is_left_for_are_a_hardware_error_and_the_function_keeps_what_it_has()
    {
        using var machine = Create();
        var interrupts = machine.Machine.Interrupts;
        Assert.That(Change(machine, Edu, count: 1), Is.EqualTo(RtasStatus.Success));
        Assert.That(interrupts.TryClaimMessages(0xCFF, isMsix: false, 1, out _), Is.True);

        Assert.That(Change(machine, Edu, count: 1), Is.EqualTo(RtasStatus.HardwareError));
        Assert.That(Change(machine, Edu + 1, count: 1), Is.EqualTo(RtasStatus.HardwareError), "asked for with another word");
        Assert.That(machine.Rtas().IbmQueryInterruptSourceNumber(new PciConfigAddress(Edu), Phb, 0, out var number, out _), Is.EqualTo(RtasStatus.Success));
        Assert.That(number, Is.EqualTo(0x1300));
        Assert.That(Change(machine, Edu, count: 0), Is.EqualTo(RtasStatus.Success));
        Assert.That(Change(machine, Edu, count: 1), Is.EqualTo(RtasStatus.Success));
    }

    [Test]
    public void A_guest_that_asks_for_messages_with_every_word_takes_no_more_than_there_are()
    {
        using var machine = Create();
        var random = new Random(1);
        for (var step = 0; step < 20_000; step++)
            machine.Call("ibm,change-msi", [Edu | (uint)random.NextInt64(1L << 32) & 0xFF00_00FF, High, Low, 3, 1, 0], 4);

        var bridge = machine.Machine.HostBridges.First();
        Assert.That(bridge.Messages, Has.Count.LessThanOrEqualTo(0xD00));
        Assert.That(machine.Machine.Interrupts.All.Count(source => source is { IsClaimed: true, Number: >= 0x1300 }), Is.EqualTo(bridge.Messages.Count));
        machine.Machine.Reset();
        Assert.That(bridge.Messages, Is.Empty);
        Assert.That(machine.Machine.Interrupts.All.Count(source => source is { IsClaimed: true, Number: >= 0x1300 }), Is.Zero);
    }

    [Test]
    public void Random_writes_to_all_registers_do_no_harm()
    {
        using var machine = Create();
        var random = new Random(1);
        var functions = machine.Machine.HostBridges.SelectMany(bridge => bridge.Bus.AllFunctions.Select(function => (bridge, function))).ToList();
        var before = Live();
        var most = 0L;
        for (var step = 0; step < 100_000; step++)
        {
            var (bridge, function) = functions[random.Next(functions.Count)];
            var width = 1 << random.Next(3);
            var register = random.Next(random.Next(2) == 0 ? 0x40 : 0x100) & ~(width - 1);
            var value = random.Next(3) switch { 0 => uint.MaxValue, 1 => (uint)random.Next(8), _ => (uint)random.NextInt64(1L << 32) };

            // By the call where it leads there, and else directly: bus numbers are among what is written.
            var bus = random.Next(4) == 0 ? (uint)random.Next(256) : function.Bus.Number;
            var address = (bus << 16) | ((uint)function.DeviceFunction << 8) | (uint)register;
            var words = machine.Call(
                "ibm,write-pci-config", [address, (uint)(bridge.Buid.Value >> 32), (uint)bridge.Buid.Value, (uint)width, value], 1).Words;
            Assert.That((int)words[0], Is.Zero.Or.EqualTo(-1));
            if (words[0] != 0)
                function.WriteConfiguration(register, width, value);

            if (step % 1000 == 0)
                most = Math.Max(most, functions.Max(each => each.function.Bus.Memory.Mappings.Count + each.function.Bus.Io.Mappings.Count));
        }

        Assert.That(most, Is.LessThan(20), "no mapping is forgotten");
        machine.Machine.Reset();
        Assert.That(Live() - before, Is.LessThan(1 << 20));
        foreach (var (_, function) in functions)
        {
            Assert.That(function.Bus.Memory.Mappings, Is.Empty);
            Assert.That(function.Bus.Io.Mappings, Is.Empty);
        }

        foreach (var address in new[] { Edu, (1u << 16) | (1u << 11), (2u << 16) | (1u << 11) })
            Assert.That(machine.Call("ibm,read-pci-config", [address, High, Low, 4], 2).Words, Is.EqualTo(new uint[] { 0, 0x11E8_1234 }));

        Span<byte> content = stackalloc byte[4];
        machine.Call("ibm,write-pci-config", [Edu + 0x10, High, Low, 4, 0x8000_0000], 1);
        machine.Call("ibm,write-pci-config", [Edu + 4, High, Low, 2, 2], 1);
        Assert.That(machine.Machine.AddressSpace.Read(machine.Machine.HostBridges.First().Windows.Memory32.Address, content), Is.True);
        Assert.That(content.ToArray(), Is.EqualTo(new byte[] { 0xED, 0, 0, 1 }));

        static long Live() => GC.GetTotalMemory(forceFullCollection: true);
    }

    private static RtasStatus Change(TestMachine<Pseries_7_2> machine, uint address, uint count) =>
        (RtasStatus)(int)machine.Call("ibm,change-msi", [address, High, Low, 3, count, 0], 4).Words[0];

    /// <summary>Functions on two host bridges, behind a bridge, and behind one behind that.</summary>
    private static TestMachine<Pseries_7_2> Create() => new(configure: machine =>
    {
        machine.CreateDevice<Hv.Pseries.Pci.PciHostBridge>(properties: ("index", "1"));
        machine.CreateDevice<Edu>(properties: [("addr", "3"), ("bus", "pci.0")]);
        machine.CreateDevice<PciToPciBridge>("a", [("chassis_nr", "1"), ("addr", "5"), ("bus", "pci.0"), ("msi", "on")]);
        machine.CreateDevice<Edu>(properties: [("addr", "1"), ("bus", "a")]);
        machine.CreateDevice<PciToPciBridge>("b", [("chassis_nr", "2"), ("addr", "2"), ("bus", "a")]);
        machine.CreateDevice<Edu>(properties: [("addr", "1"), ("bus", "b")]);
        machine.CreateDevice<Edu>(properties: [("addr", "1"), ("bus", "pci.1")]);
    });
}
