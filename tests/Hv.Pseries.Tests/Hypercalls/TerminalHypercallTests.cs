using System.Text;
using Hv.Pseries.Versions;
using Hv.Pseries.Vio;
using Hv.Runtime.Hypercalls;
using Hv.Testing;

namespace Hv.Pseries.Tests.Hypercalls;

public sealed class TerminalHypercallTests
{
    private const ulong FirstUnit = 0x71000000;

    private TestMachine<Pseries_7_2> _machine = null!;

    [SetUp]
    public void MakeMachine() => _machine = new TestMachine<Pseries_7_2>();

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [TestCase(FirstUnit)]
    [TestCase(0ul)]
    public void Characters_are_written_in_register_order(ulong unit)
    {
        using var output = new MemoryStream();
        _machine.Machine.FirstVty!.Output = output;
        Assert.That(_machine.Hypercalls().HPutTermChar(unit, 10, 0x6162636465666768, 0x696A6B6C6D6E6F70), Is.EqualTo(HypercallStatus.Success));
        Assert.That(Encoding.ASCII.GetString(output.ToArray()), Is.EqualTo("abcdefghij"));
    }

    [TestCase(FirstUnit, 17ul)]
    [TestCase(FirstUnit, ulong.MaxValue)]
    [TestCase(FirstUnit + 1, 1ul)]
    [TestCase(0x1_7100_0000ul, 1ul)]
    public void More_than_16_characters_or_no_terminal_is_refused(ulong unit, ulong length) =>
        Assert.That(_machine.Hypercalls().HPutTermChar(unit, length, 0, 0), Is.EqualTo(HypercallStatus.Parameter));

    [Test]
    public void Received_characters_are_read_up_to_a_NUL_after_a_return()
    {
        var vty = _machine.Machine.FirstVty!;
        Assert.That(vty.Receive("ab\r\0c"u8), Is.EqualTo(5));
        var first = _machine.Hypercall("H_GET_TERM_CHAR", FirstUnit);
        var second = _machine.Hypercall("H_GET_TERM_CHAR", FirstUnit);
        Assert.Multiple(() =>
        {
            Assert.That(first.Registers.Take(3), Is.EqualTo(new ulong[] { 3, 0x61620D0000000000, 0 }));
            Assert.That(second.Registers.Take(3), Is.EqualTo(new ulong[] { 2, 0x0063000000000000, 0 }));
        });
    }

    [Test]
    public void A_terminal_takes_16_characters_until_the_guest_reads()
    {
        var vty = _machine.Machine.FirstVty!;
        Assert.Multiple(() =>
        {
            Assert.That(vty.Receive(new byte[20]), Is.EqualTo(Vty.InputCapacity));
            Assert.That(vty.Receive("x"u8), Is.Zero);
            Assert.That(_machine.Hypercall("H_GET_TERM_CHAR", FirstUnit).Registers[0], Is.EqualTo(16));
            Assert.That(vty.InputCount, Is.Zero);
        });
    }

    [Test]
    public void Without_a_terminal_registers_keep_what_they_held() =>
        Assert.That(_machine.Hypercall("H_GET_TERM_CHAR", 5, 6, 7).Registers.Take(3), Is.EqualTo(new ulong[] { 5, 6, 7 }));
}
