using System.Net;
using System.Net.Sockets;
using Hv.Runtime.Migration.Streams;
using Hv.Runtime.Monitors;
using Hv.Runtime.Monitors.Migrations;
using Hv.Runtime.Tests.Monitors.Infrastructure;

namespace Hv.Runtime.Tests.Monitors.Migrations;

/// <summary>Machines that are run, on their way from one session to another.</summary>
public sealed class SessionMigrationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private string _directory = "";

    [SetUp]
    public void SetUp() => _directory = Directory.CreateTempSubdirectory("hv").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_machine_that_runs_goes_over_a_socket_and_runs_there()
    {
        using var source = new PlainSession();
        using var target = new PlainSession(new SessionOptions { IsIncoming = true });
        target.Session.Continue();
        target.Session.Migrations.HasEvents = source.Session.Migrations.HasEvents = true;
        target.Session.Migrations.Listen($"unix:{_directory}/socket");
        Assert.That(target.Session.State, Is.EqualTo(RunState.InMigrate));

        source.Session.Continue();
        source.Machine.Memory.TryWrite(new(0x12345), [1, 2, 3]);
        source.Session.Migrations.Start($"unix:{_directory}/socket");
        Assert.That(source.Session.Migrations.Wait(Patience) && target.Session.Migrations.Wait(Patience));

        Assert.That(source.Session.Migrations.Report.Status, Is.EqualTo(MigrationStatus.Completed));
        Assert.That(target.Session.Migrations.Report.Status, Is.EqualTo(MigrationStatus.Completed));
        Assert.That((source.Session.State, target.Session.State), Is.EqualTo((RunState.PostMigrate, RunState.Running)));
        var bytes = new byte[3];
        target.Machine.Memory.TryRead(new(0x12345), bytes);
        Assert.That(bytes, Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(source.Machine.Clock.IsRunning, Is.False);
        Assert.That(target.Machine.Clock.IsRunning);
        Assert.That(
            source.EventNames.Where(name => name != "MIGRATION_PASS"),
            Is.EqualTo(new[] { "RESUME", "MIGRATION", "MIGRATION", "STOP", "MIGRATION" }));
        Assert.That(
            source.Events.Where(e => e.Name == "MIGRATION").Select(e => (string)e.Data!["status"]!), Is.EqualTo(new[] { "setup", "active", "completed" }));
        Assert.That(target.EventNames, Is.EqualTo(new[] { "MIGRATION", "MIGRATION", "RESUME", "MIGRATION" }));
        Assert.That(File.Exists($"{_directory}/socket"), Is.False);

        var report = source.Session.Migrations.Report;
        Assert.That(report.Progress.Ram.Total, Is.EqualTo(PlainSession.RamSize));
        Assert.That(report.Progress.Ram.ZeroPages, Is.EqualTo((PlainSession.RamSize / 4096) - 1));
        Assert.That(report.Progress.Ram.NormalPages, Is.EqualTo(1));
        Assert.That(report.Downtime, Is.Not.Null);
    }

    [TestCase("file:{0}/snapshot")]
    [TestCase("file:{0}/snapshot,offset=0x1000")]
    [TestCase("exec:cat > '{0}/snapshot'|exec:cat '{0}/snapshot'")]
    [TestCase("exec:gzip > '{0}/snapshot'|exec:gzip -dc '{0}/snapshot'")]
    public void A_machine_that_is_paused_goes_into_a_file_and_is_paused_when_it_comes_out(string uris)
    {
        var uri = string.Format(System.Globalization.CultureInfo.InvariantCulture, uris, _directory).Split('|');
        using var source = new PlainSession();
        source.Session.Continue();
        source.Session.Stop();
        source.Machine.Memory.TryWrite(new(0x5000), [7]);
        Finish(source, migrations => migrations.Start(uri[0]));
        Assert.That(source.Session.State, Is.EqualTo(RunState.PostMigrate));
        source.Session.Continue();
        Assert.That(source.Session.State, Is.EqualTo(RunState.Running), "it can go on");

        using var target = new PlainSession(new SessionOptions { IsIncoming = true });
        target.Session.Continue();
        Finish(target, migrations => migrations.Listen(uri[^1]));
        Assert.That(target.Session.State, Is.EqualTo(RunState.Paused));
        var bytes = new byte[1];
        target.Machine.Memory.TryRead(new(0x5000), bytes);
        Assert.That(bytes[0], Is.EqualTo(7));
    }

    [Test]
    public void What_is_before_the_offset_in_a_file_stays()
    {
        var file = Path.Combine(_directory, "snapshot");
        File.WriteAllText(file, "a header of somebody else, and what was after it before");
        using var source = new PlainSession();
        Finish(source, migrations => migrations.Start($"file:{file},offset=26"));
        Assert.That(File.ReadAllBytes(file)[..34], Is.EqualTo("a header of somebody else,QEVM\0\0\0\u0003"u8.ToArray()));
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(file);
            source.Session.Continue();
            Finish(source, migrations => migrations.Start($"file:{file}"));
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite), "a guest's memory is private");
        }
    }

    [Test]
    public void A_machine_that_was_told_to_stay_stopped_does_not_run_when_it_comes()
    {
        using var source = new PlainSession();
        source.Session.Continue();
        Finish(source, migrations => migrations.Start($"file:{_directory}/snapshot"));

        using var target = new PlainSession(new SessionOptions { IsIncoming = true });
        target.Session.Continue();
        target.Session.Stop();
        Finish(target, migrations => migrations.Listen($"file:{_directory}/snapshot"));
        Assert.That(target.Session.State, Is.EqualTo(RunState.Paused));
    }

    [Test]
    public void A_command_that_fails_fails_the_migration_and_the_source_goes_on()
    {
        using var source = new PlainSession();
        source.Session.Continue();
        Fail(source, migrations => migrations.Start("exec:cat > /dev/null; exit 3"), "The command ended with exit code 3");
        Fail(source, migrations => migrations.Start("exec:exit 3"), "");
        Assert.That(source.Session.State, Is.EqualTo(RunState.Running));
        Assert.That(source.Machine.Clock.IsRunning);

        // It had stopped for the last part, or not: then it was never held up.
        Assert.That(source.EventNames.Count(name => name == "STOP"), Is.EqualTo(source.EventNames.Count(name => name == "RESUME") - 1));
    }

    [Test]
    public void A_command_that_gives_all_and_fails_then_has_given_nothing()
    {
        using var source = new PlainSession();
        Finish(source, migrations => migrations.Start($"file:{_directory}/snapshot"));
        using var target = new PlainSession(new SessionOptions { IsIncoming = true });
        Fail(target, migrations => migrations.Listen($"exec:cat '{_directory}/snapshot'; exit 4"), "The command ended with exit code 4");
        Assert.That(target.Session.State, Is.EqualTo(RunState.Prelaunch));
    }

    [Test]
    public void A_command_that_never_ends_is_ended()
    {
        using var source = new PlainSession();
        Finish(source, migrations => migrations.Start($"file:{_directory}/snapshot"));
        using var target = new PlainSession(new SessionOptions { IsIncoming = true });
        Finish(target, migrations => migrations.Listen($"exec:cat '{_directory}/snapshot'; exec yes"));
        Assert.That(target.Session.State, Is.EqualTo(RunState.Prelaunch), "as the source was");
    }

    [Test]
    public void A_target_that_gets_nonsense_is_reset_and_takes_the_next()
    {
        using var source = new PlainSession();
        source.Session.Continue();
        Finish(source, migrations => migrations.Start($"file:{_directory}/snapshot"));
        File.WriteAllText($"{_directory}/nonsense", "nonsense");

        using var target = new PlainSession(new SessionOptions { IsIncoming = true });
        target.Session.Continue();
        target.Machine.Memory.TryWrite(new(0x5000), [7]);
        var failures = new List<string>();
        target.Session.Migrations.Failed += failures.Add;
        Fail(target, migrations => migrations.Listen($"file:{_directory}/nonsense"), "no migration stream");
        Assert.That(failures, Is.EqualTo(new[] { target.Session.Migrations.Report.Error }));
        Assert.That(target.Session.State, Is.EqualTo(RunState.Prelaunch));
        var bytes = new byte[1];
        target.Machine.Memory.TryRead(new(0x5000), bytes);
        Assert.That(bytes[0], Is.Zero);

        Finish(target, migrations => migrations.Listen($"file:{_directory}/snapshot"));
        Assert.That(target.Session.State, Is.EqualTo(RunState.Running));
        Assert.That(() => target.Session.Migrations.Listen("file:x"), Throws.TypeOf<MonitorException>().With.Message.Contains("already been started"));
    }

    [Test]
    public void A_target_whose_source_goes_is_reset()
    {
        var (target, client) = Connect(bytes: 100);
        using (target)
        {
            client.Dispose();
            Assert.That(target.Session.Migrations.Wait(Patience));
            Assert.That(target.Session.Migrations.Report.Error, Does.Contain("the stream ends here"));
            Assert.That(target.Session.State, Is.EqualTo(RunState.Prelaunch));
        }
    }

    [Test]
    public void A_target_whose_source_says_nothing_more_can_be_cancelled_and_used()
    {
        var (target, client) = Connect(bytes: 100);
        using (target)
        using (client)
        {
            target.Session.Reset("host-qmp-system-reset");
            Assert.That(target.Session.State, Is.EqualTo(RunState.InMigrate));
            target.Session.Migrations.Cancel();
            Assert.That(target.Session.Migrations.Wait(Patience));
            Assert.That(target.Session.Migrations.Report.Status, Is.EqualTo(MigrationStatus.Cancelled));
            target.Session.Continue();
            Assert.That(target.Session.State, Is.EqualTo(RunState.Running));
        }
    }

    [Test]
    public void A_target_that_waits_for_a_source_can_be_cancelled()
    {
        using var target = new PlainSession(new SessionOptions { IsIncoming = true });
        target.Session.Migrations.Listen("tcp:127.0.0.1:0");
        target.Session.Migrations.Cancel();
        Assert.That(target.Session.Migrations.Wait(Patience));
        Assert.That(target.Session.Migrations.Report.Status, Is.EqualTo(MigrationStatus.Cancelled));
    }

    [Test]
    public void A_source_whose_target_reads_nothing_can_be_cancelled_and_goes_on()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        using var source = new PlainSession();
        Fill(source);
        source.Session.Continue();
        source.Session.Migrations.Parameters = new MigrationParameters(0, TimeSpan.FromMilliseconds(1));
        source.Session.Migrations.Start($"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}");
        using var target = listener.Accept();

        Assert.That(source.Session.State, Is.EqualTo(RunState.Running));
        Assert.That(() => source.Session.Migrations.Start("file:x"), Throws.TypeOf<MonitorException>().With.Message.Contains("in progress"));
        source.Session.Migrations.Cancel();
        Assert.That(source.Session.Migrations.Wait(Patience));
        Assert.That(source.Session.Migrations.Report.Status, Is.EqualTo(MigrationStatus.Cancelled));
        Assert.That(source.Session.State, Is.EqualTo(RunState.Running));

        Finish(source, migrations => migrations.Start($"file:{_directory}/snapshot"));
    }

    [Test]
    public void A_source_whose_target_goes_goes_on()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        using var source = new PlainSession();
        Fill(source);
        source.Session.Continue();
        source.Session.Migrations.Start($"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}");
        listener.Accept().Dispose();
        Assert.That(source.Session.Migrations.Wait(Patience));
        Assert.That(source.Session.Migrations.Report.Status, Is.EqualTo(MigrationStatus.Failed));
        Assert.That(source.Session.Migrations.Report.Error, Is.Not.Empty);
        Assert.That(source.Session.State, Is.EqualTo(RunState.Running));
    }

    [Test]
    public void A_source_that_is_held_to_a_bandwidth_is_cancelled_without_having_stopped()
    {
        using var source = new PlainSession();
        Fill(source);
        source.Session.Continue();
        source.Session.Migrations.Parameters = new MigrationParameters(1, TimeSpan.Zero);
        source.Session.Migrations.Start($"file:{_directory}/snapshot");
        while (source.Session.Migrations.Report.Progress.Transferred == 0)
            Thread.Sleep(1);

        source.Session.Migrations.Cancel();
        Assert.That(source.Session.Migrations.Wait(Patience));
        Assert.That(source.EventNames, Is.EqualTo(new[] { "RESUME" }));
    }

    [Test]
    public void A_higher_bandwidth_has_its_effect_at_once()
    {
        using var source = new PlainSession();
        Fill(source);
        source.Session.Continue();
        source.Session.Migrations.Parameters = new MigrationParameters(1, TimeSpan.Zero);
        source.Session.Migrations.Start($"file:{_directory}/snapshot");
        source.Session.Migrations.Parameters = new MigrationParameters(0, TimeSpan.FromSeconds(1));
        Assert.That(source.Session.Migrations.Wait(Patience));
        Assert.That(source.Session.Migrations.Report.Status, Is.EqualTo(MigrationStatus.Completed));
    }

    [Test]
    public void A_program_that_ends_ends_its_migration()
    {
        using var target = new PlainSession(new SessionOptions { IsIncoming = true });
        target.Session.Migrations.Listen("tcp:127.0.0.1:0");
        Assert.That(target.Session.Migrations.Close());
        Assert.That(() => target.Session.Migrations.Listen("tcp:127.0.0.1:0"), Throws.TypeOf<MonitorException>());
    }

    [Test]
    public void While_a_machine_is_sent_no_device_comes_or_goes()
    {
        using var source = new PlainSession();
        source.Session.Migrations.Parameters = new MigrationParameters(1, TimeSpan.Zero);
        source.Session.Continue();
        source.Session.Migrations.Start($"file:{_directory}/snapshot");
        using var client = new MonitorClient(new Hv.Runtime.Monitors.Human.HumanServer(source.Session));
        client.ReadTo("(qemu) ");
        client.Send("device_add plain-hot");
        Assert.That(client.ReadTo("(qemu) "), Does.Contain("device_add not allowed while migrating"));
        source.Session.Migrations.Cancel();
        Assert.That(source.Session.Migrations.Wait(Patience));
    }

    [Test]
    public void A_device_that_cannot_migrate_keeps_its_machine_where_it_is()
    {
        using var source = new PlainSession(configure: machine => machine.CreateDevice(PlainDevice.ColdType, "stays"));
        source.Machine.Devices.OfType<PlainDevice>().Single(device => device.Id == "stays").Blocker = "it is wired to this host";
        Assert.That(
            () => source.Session.Migrations.Start($"file:{_directory}/snapshot"),
            Throws.TypeOf<MonitorException>().With.Message.EqualTo("device 'stays' (plain-cold) cannot migrate: it is wired to this host"));
        Assert.That(File.Exists($"{_directory}/snapshot"), Is.False);
    }

    private static void Finish(PlainSession session, Action<MigrationControl> start)
    {
        start(session.Session.Migrations);
        Assert.That(session.Session.Migrations.Wait(Patience));
        Assert.That(session.Session.Migrations.Report.Status, Is.EqualTo(MigrationStatus.Completed), session.Session.Migrations.Report.Error);
    }

    private static void Fail(PlainSession session, Action<MigrationControl> start, string error)
    {
        start(session.Session.Migrations);
        Assert.That(session.Session.Migrations.Wait(Patience));
        Assert.That(session.Session.Migrations.Report.Status, Is.EqualTo(MigrationStatus.Failed));
        Assert.That(session.Session.Migrations.Report.Error, Does.Contain(error).And.Not.Contain("\n"));
    }

    private static void Fill(PlainSession session)
    {
        var bytes = new byte[PlainSession.RamSize];
        new Random(1).NextBytes(bytes);
        session.Machine.Memory.TryWrite(default, bytes);
    }

    /// <summary>A target that has got the first bytes of a stream.</summary>
    private (PlainSession Target, Socket Client) Connect(int bytes)
    {
        using var source = new PlainSession();
        Finish(source, migrations => migrations.Start($"file:{_directory}/snapshot"));
        var target = new PlainSession(new SessionOptions { IsIncoming = true });
        target.Session.Migrations.Listen("tcp:127.0.0.1:0");
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(IPAddress.Loopback, target.Session.Migrations.Report.Address!.Port);
        client.Send(File.ReadAllBytes($"{_directory}/snapshot").AsSpan(0, bytes));
        while (target.Session.Migrations.Report.Status == MigrationStatus.Setup)
            Thread.Sleep(1);

        return (target, client);
    }
}
