using Hv.Power.State;
using Hv.Pseries.Connectors;
using Hv.Runtime.Hypercalls;

namespace Hv.Pseries.Tests.Migration;

/// <summary>What calls have left behind goes on after a stream: interrupts on their way, watchdogs, connectors.</summary>
public sealed class GuestCallStateTests
{
    private const uint Slot3 = 0x4000_0018;

    private RandomGuest _source = null!;
    private RandomGuest _target = null!;

    [SetUp]
    public void MakeGuests()
    {
        _source = new RandomGuest(PseriesMachine.Family.Newest);
        _target = new RandomGuest(PseriesMachine.Family.Newest);
    }

    [TearDown]
    public void DisposeGuests()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Test]
    public void Interrupts_on_their_way_arrive()
    {
        Assert.That(_source.Machine.Interrupts.TryClaimMessages(2, isMsix: true, 1, out var first), Is.True);
        Hypercall(_source, 0x68, 0xFF);
        foreach (var number in (uint[])[first, first + 1])
        {
            _source.Call("ibm,set-xive", 1, number, 0, 5);
            _source.Machine.Interrupts.TakeMessage(number);
        }

        Move();
        Assert.That(IsRaised, Is.True);
        Assert.That(Hypercall(_target, 0x74), Is.EqualTo(0xFF00_0000 | first));
        Assert.That(IsRaised, Is.False);
        Hypercall(_target, 0x64, 0xFF00_0000 | first);
        Assert.That(Hypercall(_target, 0x74), Is.EqualTo(0xFF00_0000 | (first + 1)));
    }

    [Test]
    public void What_a_processor_had_and_the_stream_has_not_is_gone()
    {
        Hypercall(_target, 0x68, 0xFF);
        Hypercall(_target, 0x6C, 0, 4);
        Assert.That(IsRaised, Is.True);
        Move();
        Assert.That(IsRaised, Is.False);
    }

    [Test]
    public void A_watchdog_runs_on_and_one_that_does_not_is_stopped()
    {
        Hypercall(_source, 0x45C, 0x101, 2, 100_000);
        Hypercall(_target, 0x45C, 0x101, 3, 100_000);
        Move();
        Assert.That(_target.Machine.Watchdogs.Select(watchdog => watchdog.IsRunning), Is.EqualTo(new[] { false, true, false, false }));
    }

    [Test]
    public void A_connector_keeps_its_state()
    {
        _source.Call("set-indicator", 1, 9001, Slot3, 0);
        _source.Call("set-indicator", 1, 9002, Slot3, 3);
        Move();
        var connector = _target.Machine.FindConnector(Slot3)!;
        Assert.That((connector.State, connector.Indicator.Value), Is.EqualTo((ConnectorState.PhysicalPowerOn, 3u)));
    }

    [Test]
    public void A_removal_that_waits_for_the_guest_is_done_when_it_lets_go()
    {
        _source.Machine.RequestUnplug(_source.Machine.Devices.Single(device => device.Id == "front"));
        Move();
        Assert.That(_target.Machine.Devices.Single(device => device.Id == "front").IsUnplugPending, Is.True);
        _target.Call("set-indicator", 1, 9001, Slot3, 0);
        Assert.That(_target.Machine.Devices.Any(device => device.Id == "front"), Is.False);
    }

    private bool IsRaised => (_target.Machine.Processors.First().Core.State.Pending & PendingInterrupts.External) != 0;

    private void Move()
    {
        var stream = _source.Save();
        _target.Load(stream);
        RandomGuest.AssertSame(_target.Save(), stream, "what was loaded is saved as it was");
    }

    private static ulong Hypercall(RandomGuest guest, ulong number, params ReadOnlySpan<ulong> arguments)
    {
        var registers = new ulong[HypercallFrame.SlotCount];
        arguments.CopyTo(registers);
        Assert.That(guest.Machine.Hypercall(number, registers, guest.Machine.Cpus[0]), Is.EqualTo(HypercallStatus.Success));
        return registers[0];
    }
}
