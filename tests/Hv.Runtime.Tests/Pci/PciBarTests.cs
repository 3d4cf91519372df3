using Hv.Runtime.Memory;
using Hv.Runtime.Pci;

namespace Hv.Runtime.Tests.Pci;

public sealed class PciBarTests
{
    [TestCase(PciBarKind.Memory32, 0x1000u, 0xFFFF_F000u)]
    [TestCase(PciBarKind.Memory32, 0x10u, 0xFFFF_FFF0u)]
    [TestCase(PciBarKind.PrefetchableMemory32, 0x8000_0000u, 0x8000_0008u)]
    [TestCase(PciBarKind.Io, 0x4u, 0xFFFF_FFFDu)]
    [TestCase(PciBarKind.Io, 0x100u, 0xFFFF_FF01u)]
    public void Software_finds_the_size_by_writing_ones(PciBarKind kind, uint size, uint read)
    {
        using var machine = PciMachine.Create(made => made.Add("1", function => function.AddRegisters(2, kind, size)));
        var function = Function(machine);
        function.WriteConfiguration(0x18, 4, uint.MaxValue);
        Assert.That(function.ReadConfiguration(0x18, 4), Is.EqualTo(read));
    }

    [Test]
    public void A_64_bit_register_takes_two_and_decodes_above_4_GiB()
    {
        using var machine = PciMachine.Create(made => made.Add("1", function => function.AddRegisters(0, PciBarKind.Memory64, 1UL << 33)));
        var function = Function(machine);
        function.WriteConfiguration(0x10, 4, uint.MaxValue);
        function.WriteConfiguration(0x14, 4, uint.MaxValue);
        Assert.That((function.ReadConfiguration(0x10, 4), function.ReadConfiguration(0x14, 4)), Is.EqualTo((0x4u, 0xFFFF_FFFEu)));

        function.WriteConfiguration(0x14, 4, 0x100);
        function.WriteConfiguration(PciRegister.Command, 2, PciRegister.CommandMemory);
        Assert.That(function.Bars[0].Address, Is.EqualTo(0x100UL << 32));
        Assert.That(Read(machine.Host.Bus.Memory, (0x100UL << 32) + 8), Is.EqualTo(0x1234_5678));
    }

    [Test]
    public void Registers_answer_while_the_command_register_lets_them()
    {
        using var machine = PciMachine.Create(made => made.Add("1", function =>
        {
            function.AddRegisters(0, PciBarKind.Memory32, 0x1000);
            function.AddRegisters(1, PciBarKind.Io, 0x10);
        }));
        var function = Function(machine);
        function.WriteConfiguration(0x10, 4, 0x8000_0000);
        function.WriteConfiguration(0x14, 4, 0x100);
        foreach (var (command, memory, io) in new[] { (0u, false, false), (1u, false, true), (2u, true, false), (3u, true, true), (0u, false, false) })
        {
            function.WriteConfiguration(PciRegister.Command, 2, command);
            Assert.Multiple(() =>
            {
                Assert.That(Read(machine.Host.Bus.Memory, 0x8000_0000) != 0, Is.EqualTo(memory), $"memory with command {command}");
                Assert.That(Read(machine.Host.Bus.Io, 0x100) != 0, Is.EqualTo(io), $"I/O with command {command}");
            });
        }
    }

    [TestCase(0xFFFF_F000u, TestName = "Registers_at_the_end_of_32_bit_addresses_are_not_decoded")]
    [TestCase(uint.MaxValue)]
    public void Nothing_is_decoded_at(uint value)
    {
        using var machine = PciMachine.Create(made => made.Add("1", function => function.AddRegisters(0, PciBarKind.Memory32, 0x1000)));
        var function = Function(machine);
        function.WriteConfiguration(PciRegister.Command, 2, 3);
        function.WriteConfiguration(0x10, 4, value);
        Assert.That(function.Bars[0].Address, Is.Null);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Address_0_is_decoded_where_the_host_bridge_allows_it(bool isAllowed)
    {
        using var machine = PciMachine.Create(made => made.Add("1", function => function.AddRegisters(0, PciBarKind.Memory32, 0x1000)));
        machine.Host.AllowsAddressZero = isAllowed;
        Function(machine).WriteConfiguration(PciRegister.Command, 2, 3);
        Assert.That(Function(machine).Bars[0].Address, Is.EqualTo(isAllowed ? 0ul : null));
    }

    [Test]
    public void Of_two_functions_at_one_address_the_last_one_that_came_answers()
    {
        using var machine = PciMachine.Create(made =>
        {
            made.Add("1", function => function.AddRegisters(0, PciBarKind.Memory32, 0x1000)).Value = 1;
            made.Add("2", function => function.AddRegisters(0, PciBarKind.Memory32, 0x1000)).Value = 2;
        });
        var functions = machine.Host.Bus.Functions.ToList();
        foreach (var function in functions)
        {
            function.WriteConfiguration(0x10, 4, 0x8000_0000);
            function.WriteConfiguration(PciRegister.Command, 2, 2);
        }

        Assert.That(Read(machine.Host.Bus.Memory, 0x8000_0000), Is.EqualTo(2));
        functions[1].WriteConfiguration(0x10, 4, 0x9000_0000);
        Assert.That(Read(machine.Host.Bus.Memory, 0x8000_0000), Is.EqualTo(1));
        Assert.That(Read(machine.Host.Bus.Memory, 0x9000_0000), Is.EqualTo(2));
    }

    [TestCase(0, PciBarKind.Memory32, 0x1800UL, TestName = "A_size_that_is_no_power_of_two_is_refused")]
    [TestCase(0, PciBarKind.Memory32, 8UL)]
    [TestCase(0, PciBarKind.Memory32, 1UL << 32)]
    [TestCase(6, PciBarKind.Memory32, 0x1000UL)]
    [TestCase(-1, PciBarKind.Memory32, 0x1000UL)]
    [TestCase(5, PciBarKind.Memory64, 0x1000UL, TestName = "A_64_bit_register_does_not_begin_at_the_last_one")]
    [TestCase(2, PciBarKind.Memory32, 0x1000UL, TestName = "The_upper_half_of_a_64_bit_register_is_taken")]
    [TestCase(0, PciBarKind.Memory64, 0x1000UL, TestName = "A_64_bit_register_does_not_overlap_the_next_one")]
    public void A_register_that_does_not_fit_is_refused(int index, PciBarKind kind, ulong size) =>
        PciMachine.Create(made => made.Add("1", function =>
        {
            function.AddRegisters(1, PciBarKind.Memory64, 0x1000);
            Assert.That(() => function.AddRegisters(index, kind, size), Throws.InstanceOf<ArgumentException>());
        })).Dispose();

    [Test]
    public void A_reset_takes_registers_from_the_bus()
    {
        using var machine = PciMachine.Create(made => made.Add("1", function => function.AddRegisters(0, PciBarKind.Memory32, 0x1000)));
        Function(machine).WriteConfiguration(0x10, 4, 0x8000_0000);
        Function(machine).WriteConfiguration(PciRegister.Command, 2, 2);
        Assert.That(machine.Host.Bus.Memory.Mappings, Has.Count.EqualTo(1));
        machine.Reset();
        Assert.That(machine.Host.Bus.Memory.Mappings, Is.Empty);
    }

    private static PciTestFunction Function(PciMachine machine) => machine.Devices.OfType<PciTestFunction>().Single();

    private static uint Read(AddressSpace space, ulong address)
    {
        Span<byte> content = stackalloc byte[sizeof(uint)];
        space.Read(address, content);
        return BitConverter.ToUInt32(content);
    }
}
