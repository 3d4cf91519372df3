using Hv.Runtime.Monitors;
using Hv.Runtime.Tests.Monitors.Infrastructure;

namespace Hv.Runtime.Tests.Monitors;

/// <summary>What guests and users do to a machine that runs.</summary>
public sealed class MachineSessionTests
{
    [Test]
    public void A_machine_runs_and_stops_when_asked_and_tells_of_changes_only()
    {
        using var session = new PlainSession();
        session.Session.Stop();
        Assert.That(session.Session.State, Is.EqualTo(RunState.Prelaunch));

        session.Session.Continue();
        session.Session.Continue();
        Assert.That(session.Session.State, Is.EqualTo(RunState.Running));

        session.Session.Stop();
        session.Session.Stop();
        Assert.That(session.Session.State, Is.EqualTo(RunState.Paused));
        Assert.That(session.EventNames, Is.EqualTo(new[] { "RESUME", "STOP" }));
    }

    [Test]
    public void A_reset_starts_over_a_machine_that_does_not_run()
    {
        using var session = new PlainSession();
        session.Session.Continue();
        session.Session.Reset("host-qmp-system-reset");
        Assert.That(session.Session.State, Is.EqualTo(RunState.Running));

        session.Session.Stop();
        session.Session.Reset("host-qmp-system-reset");
        Assert.That(session.Session.State, Is.EqualTo(RunState.Prelaunch));
        Assert.That(session.EventNames, Is.EqualTo(new[] { "RESUME", "RESET", "STOP", "RESET" }));
    }

    [Test]
    public void A_guest_that_asks_for_a_reset_a_thousand_times_gets_one()
    {
        using var session = new PlainSession();
        for (var count = 0; count < 1000; count++)
            session.Call("plain-reboot");

        Assert.That(session.Events, Is.Empty, "not before the guest's call is over");
        session.Session.ServeRequests();
        session.Call("plain-reboot");
        session.Session.ServeRequests();

        Assert.That(session.EventNames, Is.EqualTo(new[] { "RESET", "RESET" }));
        Assert.That(session.Events[0].Data!.ToJsonString(), Is.EqualTo("""{"guest":true,"reason":"guest-reset"}"""));
    }

    [Test]
    public void A_guest_that_powers_itself_off_ends_the_program()
    {
        using var session = new PlainSession();
        session.Call("plain-power-off");

        Assert.That(session.Session.WaitForEnd(), Is.Zero);
        Assert.That(session.Events.Single().Data!.ToJsonString(), Is.EqualTo("""{"guest":true,"reason":"guest-shutdown"}"""));
    }

    [Test]
    public void A_machine_that_is_kept_after_power_off_must_be_reset_first()
    {
        using var session = new PlainSession(new SessionOptions { PausesOnShutdown = true });
        session.Session.Continue();
        session.Call("plain-power-off");
        session.Session.ServeRequests();

        Assert.That(session.Session.State, Is.EqualTo(RunState.Shutdown));
        Assert.That(session.Session.HasEnded, Is.False);
        Assert.That(session.Session.Continue, Throws.TypeOf<MonitorException>().With.Message.EqualTo("Resetting the Virtual Machine is required"));
        session.Session.Reset("host-qmp-system-reset");
        session.Session.Continue();
        Assert.That(session.EventNames, Is.EqualTo(new[] { "RESUME", "SHUTDOWN", "STOP", "RESET", "RESUME" }));
    }

    [Test]
    public void A_reset_ends_the_program_where_the_user_wants_that()
    {
        using var session = new PlainSession(new SessionOptions { EndsOnReset = true });
        session.Call("plain-reboot");

        Assert.That(session.Session.WaitForEnd(), Is.Zero);
        Assert.That(session.EventNames, Is.EqualTo(new[] { "SHUTDOWN" }));
    }

    [TestCase(PanicAction.Shutdown, "poweroff", "GUEST_PANICKED STOP SHUTDOWN", 0)]
    [TestCase(PanicAction.ExitFailure, "poweroff", "GUEST_PANICKED STOP SHUTDOWN", 1)]
    [TestCase(PanicAction.Pause, "pause", "GUEST_PANICKED STOP", null)]
    [TestCase(PanicAction.None, "run", "GUEST_PANICKED", null)]
    public void A_panic_does_what_the_user_wants(PanicAction action, string name, string events, int? exitCode)
    {
        using var session = new PlainSession(new SessionOptions { OnPanic = action });
        session.Session.Continue();
        session.Events.Clear();
        session.Call("plain-panic");
        session.Session.ServeRequests();

        Assert.That(string.Join(' ', session.EventNames), Is.EqualTo(events));
        Assert.That(session.Events[0].Data!["action"]!.GetValue<string>(), Is.EqualTo(name));
        Assert.That(session.Session.HasEnded, Is.EqualTo(exitCode is not null));
        if (exitCode is not null)
            Assert.That(session.Session.WaitForEnd(), Is.EqualTo(exitCode));
    }

    [Test]
    public void A_suspended_guest_can_be_woken_up()
    {
        using var session = new PlainSession();
        Assert.That(session.Session.WakeUp, Throws.TypeOf<MonitorException>());

        session.Session.Continue();
        session.Call("plain-suspend");
        session.Session.ServeRequests();
        Assert.That(session.Session.State, Is.EqualTo(RunState.Suspended));
        session.Session.WakeUp();

        Assert.That(session.Session.State, Is.EqualTo(RunState.Running));
        Assert.That(session.EventNames, Is.EqualTo(new[] { "RESUME", "SUSPEND", "WAKEUP" }));
    }

    [Test]
    public void The_power_button_is_told_to_the_guest()
    {
        using var session = new PlainSession();
        session.Session.PowerDown();

        Assert.That(session.Machine.ShutdownRequests, Is.EqualTo(1));
        Assert.That(session.EventNames, Is.EqualTo(new[] { "POWERDOWN" }));
    }
}
