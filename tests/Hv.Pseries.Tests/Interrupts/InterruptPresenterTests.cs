using Hv.Power.State;
using Hv.Pseries.Interrupts;
using Hv.Pseries.Processors;
using Hv.Pseries.Versions;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Rtas;
using Hv.Testing;

namespace Hv.Pseries.Tests.Interrupts;

/// <summary>Interrupts from their source to a processor and back (XICS), by the guest's calls.</summary>
public sealed class InterruptPresenterTests
{
    private const ulong Open = 0xFF;
    private const uint FirstPin = 0x1200;

    private TestMachine<Pseries_7_2> _machine = null!;
    private PseriesCpu[] _cpus = null!;
    private InterruptSource _pin = null!;
    private uint _message;

    [SetUp]
    public void MakeMachine()
    {
        _machine = new TestMachine<Pseries_7_2>(new MachineOptions { RamSize = 64 << 20, Cpus = 2 });
        _cpus = [.. _machine.Machine.Processors];
        _pin = _machine.Machine.Interrupts.Find(FirstPin)!;
        Assert.That(_machine.Machine.Interrupts.TryClaimMessages(4, isMsix: true, 1, out _message), Is.True);
    }

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [Test]
    public void After_power_on_nothing_is_presented()
    {
        Route(_message, 0, 0);
        Send(_message);
        Assert.That((Raised(0), Poll(0)), Is.EqualTo((false, (0ul, 0xFFul))));
        Priority(Open);
        Assert.That((Raised(0), Poll(0)), Is.EqualTo((true, (0xFF00_0000 | (ulong)_message, 0xFFul))), "it waited");
    }

    [Test]
    public void A_message_is_taken_and_ended()
    {
        Priority(Open);
        Route(_message, 0, 5);
        Send(_message);
        Assert.That(Raised(0), Is.True);
        Assert.That(Accept(), Is.EqualTo(0xFF00_0000 | _message));
        Assert.That((Raised(0), Poll(0).Xirr), Is.EqualTo((false, 0x0500_0000ul)));
        Assert.That(Accept(), Is.EqualTo(0x0500_0000), "nothing is presented");
        End(0xFF00_0000 | _message);
        Assert.That((Raised(0), Poll(0).Xirr), Is.EqualTo((false, 0xFF00_0000ul)));
    }

    [Test]
    public void A_message_goes_to_the_processor_of_its_source()
    {
        Priority(Open);
        On(1, () => Priority(Open));
        Route(_message, 1, 5);
        Send(_message);
        Assert.That((Raised(0), Raised(1)), Is.EqualTo((false, true)));
    }

    [TestCase((byte)5)]
    [TestCase((byte)4)]
    public void What_is_not_more_favored_than_the_current_priority_waits(byte current)
    {
        Priority(current);
        Route(_message, 0, 5);
        Send(_message);
        Assert.That(Raised(0), Is.False);
        Priority(6);
        Assert.That(Accept(), Is.EqualTo(0x0600_0000 | _message));
    }

    [Test]
    public void A_more_favored_message_takes_the_place_of_one_that_comes_again()
    {
        Priority(Open);
        Route(_message, 0, 5);
        Route(_message + 1, 0, 4);
        Route(_message + 2, 0, 5);
        Send(_message);
        Send(_message + 2);
        Assert.That(Poll(0).Xirr & 0xFFFFFF, Is.EqualTo(_message), "the first of equals");
        Send(_message + 1);
        Assert.That(Accept(), Is.EqualTo(0xFF00_0000 | (_message + 1)));
        End(0xFF00_0000 | (_message + 1));
        Assert.That(Accept(), Is.EqualTo(0xFF00_0000 | _message));
        End(0xFF00_0000 | _message);
        Assert.That(Accept(), Is.EqualTo(0xFF00_0000 | (_message + 2)));
        End(0xFF00_0000 | (_message + 2));
        Assert.That(Raised(0), Is.False);
    }

    [Test]
    public void What_is_presented_is_withdrawn_when_the_priority_becomes_more_favored()
    {
        Priority(Open);
        Route(_message, 0, 5);
        Send(_message);
        Priority(6);
        Assert.That((Raised(0), Poll(0).Xirr), Is.EqualTo((true, 0x0600_0000ul | _message)));
        Priority(5);
        Assert.That((Raised(0), Poll(0).Xirr), Is.EqualTo((false, 0x0500_0000ul)));
        Priority(Open);
        Assert.That(Accept(), Is.EqualTo(0xFF00_0000 | _message));
    }

    [Test]
    public void A_message_that_comes_while_its_source_is_off_comes_when_it_is_on()
    {
        Priority(Open);
        Route(_message, 0, 5);
        Assert.That(_machine.Rtas().IbmIntOff(_message), Is.EqualTo(RtasStatus.Success));
        Send(_message);
        Send(_message);
        Assert.That(Raised(0), Is.False);
        Assert.That(_machine.Rtas().IbmIntOn(_message), Is.EqualTo(RtasStatus.Success));
        Assert.That(Accept(), Is.EqualTo(0xFF00_0000 | _message));
        End(0xFF00_0000 | _message);
        Assert.That(Raised(0), Is.False, "both were one");
    }

    [Test]
    public void A_level_comes_again_until_it_is_gone()
    {
        Priority(Open);
        Route(FirstPin, 0, 5);
        _pin.Line.Set(true);
        Assert.That(Accept(), Is.EqualTo(0xFF00_0000 | FirstPin));
        End(0xFF00_0000 | FirstPin);
        Assert.That(Accept(), Is.EqualTo(0xFF00_0000 | FirstPin));
        _pin.Line.Set(false);
        End(0xFF00_0000 | FirstPin);
        Assert.That((Raised(0), Poll(0).Xirr), Is.EqualTo((false, 0xFF00_0000ul)));
    }

    [Test]
    public void A_level_is_sent_once_until_its_end()
    {
        Priority(Open);
        Route(FirstPin, 0, 5);
        _pin.Line.Set(true);
        Accept();
        _pin.Line.Set(false);
        _pin.Line.Set(true);
        Priority(Open);
        Assert.That(Raised(0), Is.False);
        End(0xFF00_0000 | FirstPin);
        Assert.That(Raised(0), Is.True);
    }

    [Test]
    public void A_level_that_is_there_comes_when_its_source_is_routed()
    {
        Priority(Open);
        _pin.Line.Set(true);
        Assert.That(Raised(0), Is.False);
        Route(FirstPin, 0, 5);
        Assert.That(Accept(), Is.EqualTo(0xFF00_0000 | FirstPin));
    }

    [Test]
    public void A_processor_asks_for_the_attention_of_another_one()
    {
        On(1, () => Priority(Open));
        Assert.That(_machine.Hypercalls().HIpi(1, 4), Is.EqualTo(HypercallStatus.Success));
        Assert.That((Raised(1), Poll(1)), Is.EqualTo((true, (0xFF00_0002ul, 4ul))));
        On(1, () =>
        {
            Assert.That(Accept(), Is.EqualTo(0xFF00_0002));
            _machine.Hypercalls().HIpi(1, 0xFF);
            End(0xFF00_0002);
        });
        Assert.That(Raised(1), Is.False);
    }

    [Test]
    public void A_request_that_is_not_withdrawn_comes_again()
    {
        Priority(Open);
        _machine.Hypercalls().HIpi(0, 4);
        Accept();
        End(0xFF00_0002);
        Assert.That(Accept(), Is.EqualTo(0xFF00_0002));
    }

    [Test]
    public void A_request_and_messages_take_each_others_place()
    {
        Priority(Open);
        Route(_message, 0, 5);
        Route(_message + 1, 0, 3);
        Send(_message);
        _machine.Hypercalls().HIpi(0, 5);
        Assert.That(Poll(0).Xirr & 0xFFFFFF, Is.EqualTo(_message), "it is not more favored");
        _machine.Hypercalls().HIpi(0, 4);
        Assert.That(Poll(0).Xirr & 0xFFFFFF, Is.EqualTo(2));
        Send(_message + 1);
        Assert.That(Accept() & 0xFFFFFF, Is.EqualTo(_message + 1));
        End(0xFF00_0000 | (_message + 1));
        Assert.That(Accept() & 0xFFFFFF, Is.EqualTo(2));
        _machine.Hypercalls().HIpi(0, 0x1FF);
        End(0xFF00_0002);
        Assert.That(Accept() & 0xFFFFFF, Is.EqualTo(_message));
    }

    [Test]
    public void An_interrupt_can_be_taken_with_the_time()
    {
        Priority(Open);
        Route(_message, 0, 5);
        Send(_message);
        Assert.That(_machine.Hypercalls().HXirrX(out var xirr, out var ticks), Is.EqualTo(HypercallStatus.Success));
        Assert.That(xirr, Is.EqualTo(0xFF00_0000 | _message));
        Assert.That(ticks, Is.LessThanOrEqualTo(_machine.Machine.Timebase.Ticks).And.GreaterThan(0));
    }

    [TestCase(2ul)]
    [TestCase(1ul << 32)]
    [TestCase(ulong.MaxValue)]
    public void Servers_that_there_are_not_are_refused(ulong server)
    {
        Assert.That(_machine.Hypercalls().HIpi(server, 0), Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(_machine.Hypercalls().HIpoll(server, out _, out _), Is.EqualTo(HypercallStatus.Parameter));
    }

    [TestCase(0xFF00_0000ul)]
    [TestCase(0xFF00_0003ul)]
    [TestCase(0xFFFF_FFFFul)]
    [TestCase(ulong.MaxValue)]
    public void An_interrupt_that_there_is_not_is_ended(ulong xirr)
    {
        End(xirr);
        Assert.That(Poll(0).Xirr, Is.EqualTo(0xFF00_0000));
    }

    [Test]
    public void A_machine_that_has_only_the_newer_controller_has_none_of_these()
    {
        using var machine = new TestMachine<Pseries_7_2>(configure: machine => machine.InterruptMode = Configuration.InterruptMode.Xive);
        foreach (var number in (ulong[])[0x64, 0x68, 0x6C, 0x70, 0x74, 0x2FC])
            Assert.That(machine.HypercallNumber(number).Status, Is.EqualTo(HypercallStatus.Function), $"{number:x}");
    }

    [Test]
    public void Characters_and_events_interrupt()
    {
        const uint Terminal = 0x1100;
        Priority(Open);
        Route(Terminal, 0, 5);
        Route(InterruptSources.EnvironmentalAndPower, 0, 4);
        _machine.Machine.FirstVty!.Receive("ab"u8);
        Assert.That(Accept() & 0xFFFFFF, Is.EqualTo(Terminal));
        _machine.Machine.FirstVty!.Receive("c"u8);
        End(0xFF00_0000 | Terminal);
        Assert.That(Raised(0), Is.False, "one for all that waits");
        _machine.Hypercall("H_GET_TERM_CHAR", 0);
        _machine.Machine.FirstVty!.Receive("d"u8);
        Assert.That(Raised(0), Is.True);
        Assert.That(_machine.Machine.RequestShutdown(), Is.True);
        Assert.That(Accept() & 0xFFFFFF, Is.EqualTo(InterruptSources.EnvironmentalAndPower));
        End(0xFF00_0000 | InterruptSources.EnvironmentalAndPower);
        Accept();
        End(0xFF00_0000 | Terminal);
        Assert.That(Raised(0), Is.False);
        _machine.Call("event-scan", [0, 0, 0, 0], 1);
        Assert.That(Raised(0), Is.True, "an event waits");
    }

    [Test]
    public void A_reset_forgets_what_was_on_its_way()
    {
        Priority(Open);
        Route(_message, 0, 5);
        Route(_message + 1, 0, 5);
        Send(_message);
        Send(_message + 1);
        _machine.Hypercalls().HIpi(1, 4);
        _machine.Machine.Reset();
        Priority(Open);
        On(1, () => Priority(Open));
        Assert.That((Raised(0), Raised(1), Poll(0), Poll(1)), Is.EqualTo((false, false, (0xFF00_0000ul, 0xFFul), (0xFF00_0000ul, 0xFFul))));
    }

    [Test]
    public void Interrupts_of_processors_that_there_are_not_wait_for_another_route()
    {
        Priority(Open);
        _machine.Machine.Interrupts.Find(_message)!.Route(77, 5);
        Send(_message);
        Priority(Open);
        Assert.That(Raised(0), Is.False);
        Route(_message, 0, 5);
        Priority(Open);
        Assert.That(Accept() & 0xFFFFFF, Is.EqualTo(_message));
    }

    private bool Raised(int cpu) => (_cpus[cpu].Core.State.Pending & PendingInterrupts.External) != 0;

    private void Send(uint number) => Assert.That(_machine.Machine.Interrupts.TakeMessage(number), Is.True);

    private void Route(uint number, uint server, uint priority) =>
        Assert.That(_machine.Rtas().IbmSetXive(number, server, priority), Is.EqualTo(RtasStatus.Success));

    private void Priority(ulong priority) => Assert.That(_machine.Hypercalls().HCppr(priority), Is.EqualTo(HypercallStatus.Success));

    private void End(ulong xirr) => Assert.That(_machine.Hypercalls().HEoi(xirr), Is.EqualTo(HypercallStatus.Success));

    private ulong Accept()
    {
        Assert.That(_machine.Hypercalls().HXirr(out var xirr), Is.EqualTo(HypercallStatus.Success));
        return xirr;
    }

    private (ulong Xirr, ulong Request) Poll(uint server)
    {
        Assert.That(_machine.Hypercalls().HIpoll(server, out var xirr, out var request), Is.EqualTo(HypercallStatus.Success));
        return (xirr, request);
    }

    private void On(int cpu, Action action)
    {
        _machine.Cpu = _cpus[cpu];
        action();
        _machine.Cpu = _cpus[0];
    }
}
