using Hv.Pseries.Versions;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Testing;

namespace Hv.Pseries.Tests.Hypercalls;

public sealed class WatchdogHypercallTests
{
    private const ulong Start = 0x100;
    private const ulong Stop = 0x200;
    private const ulong Query = 0x300;
    private const ulong QueryMigration = 0x400;
    private const ulong LeaveOthers = 0x1_0000;
    private const ulong PowerOff = 1;
    private const ulong Restart = 2;

    private TestClock _clock = null!;
    private TestMachine<Pseries_7_2> _machine = null!;

    [SetUp]
    public void MakeMachine()
    {
        _clock = new TestClock(DateTimeOffset.UnixEpoch);
        _machine = new TestMachine<Pseries_7_2>(new MachineOptions { RamSize = 64 << 20, Clock = _clock });
    }

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [TestCase(PowerOff, typeof(MachineEvent.PowerOffRequested))]
    [TestCase(Restart, typeof(MachineEvent.ResetRequested))]
    [TestCase(3ul, typeof(MachineEvent.ResetRequested))]
    public void A_watchdog_that_is_left_alone_acts_once(ulong action, Type expected)
    {
        Assert.That(Call(Start | action, 1, 1000), Is.EqualTo(HypercallStatus.Success));
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(_machine.Events, Is.Empty);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(_machine.Events.Select(raised => raised.GetType()), Is.EqualTo(new[] { expected }));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(_machine.Events, Has.Count.EqualTo(1));
        Assert.That(Call(Stop, 1), Is.EqualTo(HypercallStatus.NoOperation));
    }

    [Test]
    public void A_watchdog_that_is_started_again_waits_anew()
    {
        Call(Start | PowerOff, 4, 1000);
        _clock.Advance(TimeSpan.FromMilliseconds(900));
        Call(Start | PowerOff, 4, 1000);
        _clock.Advance(TimeSpan.FromMilliseconds(900));
        Assert.That(_machine.Events, Is.Empty);
        Assert.That(Call(Stop, 4), Is.EqualTo(HypercallStatus.Success));
        Assert.That(Call(Stop, 4), Is.EqualTo(HypercallStatus.NoOperation));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(_machine.Events, Is.Empty);
    }

    [Test]
    public void All_are_stopped_at_once()
    {
        Assert.That(Call(Stop, ulong.MaxValue), Is.EqualTo(HypercallStatus.NoOperation));
        Call(Start | PowerOff, 1, 1000);
        Call(Start | Restart, 2, 1000);
        Assert.That(Call(Stop, ulong.MaxValue), Is.EqualTo(HypercallStatus.Success));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(_machine.Events, Is.Empty);
    }

    [TestCase(0ul, 1)]
    [TestCase(LeaveOthers, 2)]
    public void The_first_that_acts_stops_the_others_or_leaves_them(ulong flag, int expected)
    {
        Call(Start | flag | Restart, 1, 500);
        Call(Start | flag | Restart, 2, 1000);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(_machine.Events, Has.Count.EqualTo(expected));
    }

    [Test]
    public void A_reset_stops_them()
    {
        Call(Start | PowerOff, 1, 1000);
        _machine.Machine.Reset();
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(_machine.Events, Is.Empty);
    }

    [Test]
    public void The_longest_time_never_comes()
    {
        Assert.That(Call(Start | PowerOff, 1, ulong.MaxValue), Is.EqualTo(HypercallStatus.Success));
        _clock.Advance(TimeSpan.FromDays(400));
        Assert.That(_machine.Events, Is.Empty);
        Assert.That(Call(Stop, 1), Is.EqualTo(HypercallStatus.Success));
    }

    [Test]
    public void What_there_is_is_told()
    {
        Assert.That(_machine.Hypercall("H_WATCHDOG", Query, 9).Registers[0], Is.EqualTo(0x0001_0004_0000_0000));
        Assert.That(_machine.Hypercall("H_WATCHDOG", QueryMigration, 1).Registers[0], Is.EqualTo(2));
    }

    [TestCase(0x2_0000ul | Start | PowerOff, 1ul, 1000ul, HypercallStatus.Parameter)]
    [TestCase((1ul << 63) | Start | PowerOff, 1ul, 1000ul, HypercallStatus.Parameter)]
    [TestCase(PowerOff, 1ul, 1000ul, HypercallStatus.Parameter)]
    [TestCase(0x500ul | PowerOff, 1ul, 1000ul, HypercallStatus.Parameter)]
    [TestCase(Start, 1ul, 1000ul, HypercallStatus.Parameter)]
    [TestCase(Start | 4, 1ul, 1000ul, HypercallStatus.Parameter)]
    [TestCase(Start | PowerOff, 0ul, 1000ul, HypercallStatus.Parameter2)]
    [TestCase(Start | PowerOff, 5ul, 1ul, HypercallStatus.Parameter2)]
    [TestCase(Start | PowerOff, ulong.MaxValue, 1000ul, HypercallStatus.Parameter2)]
    [TestCase(Start | PowerOff, 1ul, 1ul, HypercallStatus.Parameter3)]
    [TestCase(Start | PowerOff, 1ul, 0ul, HypercallStatus.Parameter3)]
    [TestCase(Stop, 0ul, 0ul, HypercallStatus.Parameter2)]
    [TestCase(Stop, 5ul, 0ul, HypercallStatus.Parameter2)]
    [TestCase(QueryMigration, 5ul, 0ul, HypercallStatus.Parameter2)]
    [TestCase(QueryMigration, 0ul, 0ul, HypercallStatus.Parameter2)]
    public void Other_watchdogs_are_refused(ulong flags, ulong number, ulong milliseconds, HypercallStatus status)
    {
        Assert.That(Call(flags, number, milliseconds), Is.EqualTo(status));
        Assert.That(_machine.Machine.Watchdogs.Any(watchdog => watchdog.IsRunning), Is.False);
    }

    private HypercallStatus Call(ulong flags, ulong number, ulong milliseconds = 0) =>
        _machine.Hypercall("H_WATCHDOG", flags, number, milliseconds).Status;
}
