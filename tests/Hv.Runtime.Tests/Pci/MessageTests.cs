using Hv.Runtime.Memory;
using Hv.Runtime.Pci;

namespace Hv.Runtime.Tests.Pci;

public sealed class MessageTests
{
    private const int MsiControl = 0x42;
    private const int MsixControl = 0x42;

    [Test]
    public void Msi_sends_its_message_once_for_each_interrupt()
    {
        using var machine = WithMsi(1);
        var function = Function(machine);
        function.Msi!.SetMessage(PciTestHost.Doorbell, 0x1305);
        function.Msi.Notify(0);
        Assert.That(machine.Host.Messages, Is.Empty, "MSI is off");

        function.WriteConfiguration(MsiControl, 2, 1);
        function.Msi.Notify(0);
        function.Msi.Notify(0);
        function.Msi.Notify(1);
        function.Msi.Notify(-1);
        Assert.That(machine.Host.Messages, Is.EqualTo(new[] { 0x1305u, 0x1305u }));
    }

    [Test]
    public void Nothing_is_sent_by_a_function_that_is_no_bus_master()
    {
        using var machine = WithMsi(1);
        var function = Function(machine);
        function.Msi!.SetMessage(PciTestHost.Doorbell, 0x1305);
        function.WriteConfiguration(MsiControl, 2, 1);
        function.WriteConfiguration(PciRegister.Command, 2, 0);
        function.Msi.Notify(0);
        Assert.That(machine.Host.Messages, Is.Empty);
    }

    [TestCase(0, 8, new[] { 0x1300u, 0x1300u, 0x1300u, 0x1300u })]
    [TestCase(2, 8, new[] { 0x1300u, 0x1301u, 0x1302u, 0x1303u })]
    [TestCase(5, 2, new[] { 0x1300u, 0x1301u, 0x0u, 0x0u }, TestName = "No_more_vectors_are_allocated_than_are_offered")]
    public void Vectors_count_in_the_low_bits_of_the_message(int allocatedLog, int offered, uint[] expected)
    {
        using var machine = WithMsi(offered);
        var function = Function(machine);
        function.Msi!.SetMessage(PciTestHost.Doorbell, 0x1300);
        function.WriteConfiguration(MsiControl, 2, (uint)(allocatedLog << 4) | 1);
        for (var vector = 0; vector < 4; vector++)
            function.Msi.Notify(vector);

        Assert.That(machine.Host.Messages, Is.EqualTo(expected.Where(message => message != 0)));
    }

    [Test]
    public void Software_that_allocates_too_many_vectors_reads_how_many_it_has()
    {
        using var machine = WithMsi(2);
        var function = Function(machine);
        function.WriteConfiguration(MsiControl, 2, 0x51);
        Assert.That(function.ReadConfiguration(MsiControl, 2) & 0x7F, Is.EqualTo(0x13));
        Assert.That(function.Msi!.AllocatedVectors, Is.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_masked_vector_is_pending_until_it_is_unmasked(bool is64Bit)
    {
        using var machine = WithMsi(4, is64Bit, isMaskable: true);
        var function = Function(machine);
        var mask = is64Bit ? 0x50 : 0x4C;
        function.Msi!.SetMessage(PciTestHost.Doorbell, 0x1300);
        function.WriteConfiguration(MsiControl, 2, 0x21);
        function.WriteConfiguration(mask, 4, uint.MaxValue);
        Assert.That(function.ReadConfiguration(mask, 4), Is.EqualTo(0xF), "bits of vectors that are not offered cannot be set");

        function.Msi.Notify(1);
        function.Msi.Notify(1);
        function.Msi.Notify(3);
        Assert.That(machine.Host.Messages, Is.Empty);
        Assert.That(function.ReadConfiguration(mask + 4, 4), Is.EqualTo(0xA));

        function.WriteConfiguration(mask + 4, 4, 0);
        Assert.That(function.ReadConfiguration(mask + 4, 4), Is.EqualTo(0xA), "software does not write pending bits");
        function.WriteConfiguration(mask, 1, 0xD);
        Assert.That(machine.Host.Messages, Is.EqualTo(new[] { 0x1301u }));
        function.WriteConfiguration(mask, 4, 0);
        Assert.That(machine.Host.Messages, Is.EqualTo(new[] { 0x1301u, 0x1303u }));
        Assert.That(function.ReadConfiguration(mask + 4, 4), Is.Zero);
    }

    [Test]
    public void A_reset_switches_messages_off_and_forgets_what_is_pending()
    {
        using var machine = WithMsi(1, isMaskable: true);
        var function = Function(machine);
        function.WriteConfiguration(MsiControl, 2, 1);
        function.WriteConfiguration(0x50, 4, 1);
        function.Msi!.Notify(0);
        machine.Reset();
        Assert.That((function.Msi.IsEnabled, function.ReadConfiguration(0x50, 4), function.ReadConfiguration(0x54, 4)), Is.EqualTo((false, 0u, 0u)));
    }

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(64)]
    public void A_function_has_a_number_of_vectors_that_msi_can_count(int vectors) =>
        PciMachine.Create(made => made.Add("1", function =>
            Assert.That(() => function.AddMsi(vectors), Throws.InstanceOf<ArgumentOutOfRangeException>()))).Dispose();

    [Test]
    public void Every_entry_of_the_msix_table_is_masked_at_first()
    {
        using var machine = WithMsix(3);
        var function = Function(machine);
        function.WriteConfiguration(MsixControl, 2, 0x8000);
        function.Msix!.Notify(0);
        Assert.Multiple(() =>
        {
            Assert.That(machine.Host.Messages, Is.Empty);
            Assert.That(Read(function.Msix.Pending, 0), Is.EqualTo(1));
            for (var vector = 0u; vector < 3; vector++)
                Assert.That(Read(function.Msix.Table, (vector * 16) + 12), Is.EqualTo(1));
        });
    }

    [Test]
    public void Entries_of_the_msix_table_have_messages_of_their_own()
    {
        using var machine = WithMsix(3);
        var function = Function(machine);
        function.WriteConfiguration(MsixControl, 2, 0x8000);
        for (var vector = 0; vector < 3; vector++)
            function.Msix!.SetMessage(vector, PciTestHost.Doorbell, 0x1300u + (uint)(10 * vector));

        foreach (var vector in new[] { 2, 0, 1, 3, -1 })
            function.Msix!.Notify(vector);

        Assert.That(machine.Host.Messages, Is.EqualTo(new[] { 0x1314u, 0x1300u, 0x130Au }));
    }

    [Test]
    public void What_was_pending_is_sent_when_entry_and_function_are_unmasked()
    {
        using var machine = WithMsix(70);
        var function = Function(machine);
        foreach (var vector in new[] { 1, 69 })
            function.Msix!.SetMessage(vector, PciTestHost.Doorbell, 0x1300u + (uint)vector);

        function.WriteConfiguration(MsixControl, 2, 0xC000);
        Write(function.Msix!.Table, (1 * 16) + 12, 1);
        function.Msix.Notify(1);
        function.Msix.Notify(69);
        function.Msix.Notify(69);
        Assert.That((Read(function.Msix.Pending, 0), Read(function.Msix.Pending, 8)), Is.EqualTo((2u, 1u << 5)));

        function.WriteConfiguration(MsixControl, 2, 0x8000);
        Assert.That(machine.Host.Messages, Is.EqualTo(new[] { 0x1345u }));
        Write(function.Msix.Table, (1 * 16) + 12, 0);
        Assert.That(machine.Host.Messages, Is.EqualTo(new[] { 0x1345u, 0x1301u }));
        Assert.That((Read(function.Msix.Pending, 0), Read(function.Msix.Pending, 8)), Is.EqualTo((0u, 0u)));
    }

    [Test]
    public void Software_writes_the_table_in_words_of_32_bits_and_the_pending_bits_not_at_all()
    {
        using var machine = WithMsix(2);
        var msix = Function(machine).Msix!;
        Write(msix.Table, 16, 0xAABB_CCDD);
        Assert.That(msix.Table.Write(16, [1]), Is.False);
        Assert.That(msix.Table.Write(17, [1, 2, 3]), Is.False);
        Write(msix.Pending, 0, uint.MaxValue);
        Assert.That((Read(msix.Table, 16), Read(msix.Pending, 0)), Is.EqualTo((0xAABB_CCDDu, 0u)));
        Assert.That(msix.GetMessage(1), Is.EqualTo((0xAABB_CCDDul, 0u)));
    }

    [Test]
    public void A_reset_masks_the_table_again()
    {
        using var machine = WithMsix(2);
        var msix = Function(machine).Msix!;
        msix.SetMessage(1, PciTestHost.Doorbell, 5);
        machine.Reset();
        Assert.That((msix.GetMessage(1), Read(msix.Table, 28), msix.IsEnabled), Is.EqualTo(((0ul, 0u), 1u, false)));
    }

    [TestCase(0)]
    [TestCase(2049)]
    public void A_table_has_1_to_2048_entries(int vectors) =>
        PciMachine.Create(made => made.Add("1", function =>
            Assert.That(() => function.AddMsix(vectors), Throws.InstanceOf<ArgumentOutOfRangeException>()))).Dispose();

    private static PciMachine WithMsi(int vectors, bool is64Bit = true, bool isMaskable = false) =>
        WithBusMaster(PciMachine.Create(made => made.Add("1", function => function.AddMsi(vectors, 0, is64Bit, isMaskable))));

    private static PciMachine WithMsix(int vectors) =>
        WithBusMaster(PciMachine.Create(made => made.Add("1", function => function.AddMsix(vectors))));

    private static PciMachine WithBusMaster(PciMachine machine)
    {
        Function(machine).WriteConfiguration(PciRegister.Command, 2, PciRegister.CommandBusMaster);
        return machine;
    }

    private static PciTestFunction Function(PciMachine machine) => machine.Devices.OfType<PciTestFunction>().Single();

    private static uint Read(MmioRegion region, ulong offset)
    {
        Span<byte> content = stackalloc byte[sizeof(uint)];
        region.Read(offset, content);
        return BitConverter.ToUInt32(content);
    }

    private static void Write(MmioRegion region, ulong offset, uint value) => region.Write(offset, BitConverter.GetBytes(value));
}
