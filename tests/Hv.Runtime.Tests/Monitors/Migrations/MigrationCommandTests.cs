using System.Text.Json.Nodes;
using Hv.Runtime.Monitors;
using Hv.Runtime.Monitors.Human;
using Hv.Runtime.Monitors.Migrations;
using Hv.Runtime.Monitors.Qmp;
using Hv.Runtime.Tests.Monitors.Infrastructure;

namespace Hv.Runtime.Tests.Monitors.Migrations;

/// <summary>The commands about migration, of both monitors.</summary>
public sealed class MigrationCommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private string _file = "";

    [SetUp]
    public void SetUp() => _file = Path.GetTempFileName();

    [TearDown]
    public void TearDown() => File.Delete(_file);

    [Test]
    public void A_migration_is_started_and_followed_over_qmp()
    {
        using var session = new PlainSession();
        using var client = Connect(session);
        Assert.That(Call(client, "query-migrate")["return"]!.ToJsonString(), Is.EqualTo("{}"));
        Call(client, "migrate-set-capabilities", """{"capabilities": [{"capability": "events", "state": true}, {"capability": "xbzrle", "state": false}]}""");
        Assert.That(Call(client, "migrate", $$"""{"uri": "file:{{_file}}", "detach": true, "blk": false}""")["return"]!.ToJsonString(), Is.EqualTo("{}"));
        Assert.That(session.Session.Migrations.Wait(Patience));

        var report = Call(client, "query-migrate")["return"]!.AsObject();
        Assert.That(report.Select(member => member.Key), Is.EquivalentTo(new[] { "status", "total-time", "setup-time", "downtime", "ram" }));
        Assert.That((string)report["status"]!, Is.EqualTo("completed"));
        Assert.That(report["ram"]!.AsObject().Select(member => member.Key), Is.EquivalentTo(new[]
        {
            "total", "postcopy-requests", "dirty-sync-count", "multifd-bytes", "pages-per-second", "downtime-bytes", "page-size", "remaining",
            "postcopy-bytes", "mbps", "transferred", "dirty-sync-missed-zero-copy", "precopy-bytes", "duplicate", "dirty-pages-rate", "skipped",
            "normal-bytes", "normal",
        }));
        Assert.That((ulong)report["ram"]!["total"]!, Is.EqualTo(PlainSession.RamSize));
        Assert.That((ulong)report["ram"]!["duplicate"]!, Is.EqualTo(PlainSession.RamSize / 4096));
        Assert.That((long)report["ram"]!["transferred"]!, Is.EqualTo(new FileInfo(_file).Length));
        Assert.That((string)Call(client, "query-status")["return"]!["status"]!, Is.EqualTo("postmigrate"));
        Assert.That(Error(Call(client, "migrate", """{"uri": "file:x"}""")), Is.EqualTo("Can't migrate the vm that was paused due to previous migration"));
    }

    [TestCase("migrate", """{"uri": "foo:x"}""", "Parameter 'uri' expects a valid migration protocol: 'foo:x' is no address of a migration; allowed: file:PATH[,offset=N], exec:COMMAND, unix:PATH, tcp:HOST:PORT or fd:N")]
    [TestCase("migrate", """{"uri": "file:x", "resume": true}""", "Cannot resume if there is no paused migration")]
    [TestCase("migrate", "{}", "Parameter 'uri' is missing")]
    [TestCase("migrate-incoming", """{"uri": "file:x"}""", "'-incoming' was not specified on the command line")]
    [TestCase("migrate-set-parameters", """{"downtime-limit": 2000001}""", "Parameter 'downtime_limit' expects an integer in the range of 0 to (2000 * 1000) ms")]
    [TestCase("migrate-set-parameters", """{"downtime-limit": -1}""", "Parameter 'downtime_limit' expects an integer in the range of 0 to (2000 * 1000) ms")]
    [TestCase("migrate-set-parameters", """{"max-bandwidth": -1}""", "Parameter 'max-bandwidth' expects bytes per second, or 0 for as fast as it goes")]
    [TestCase("migrate-set-parameters", """{"compress-level": 9}""", "Parameter 'compress-level' stays 1: what it is about is not there; max-bandwidth and downtime-limit can be changed")]
    [TestCase("migrate-set-parameters", """{"x": 1}""", "Parameter 'x' is unexpected")]
    [TestCase("migrate-set-capabilities", """{"capabilities": [{"capability": "foo", "state": true}]}""", "Parameter 'capability' does not accept value 'foo'")]
    [TestCase("migrate-set-capabilities", """{"capabilities": [{"capability": "xbzrle", "state": true}]}""", "Capability 'xbzrle' is not there; only 'events' is")]
    public void What_cannot_be_is_refused(string command, string arguments, string error)
    {
        using var session = new PlainSession();
        using var client = Connect(session);
        Assert.That(Error(Call(client, command, arguments)), Is.EqualTo(error));
    }

    [Test]
    public void Parameters_are_changed_and_shown()
    {
        using var session = new PlainSession();
        using var client = Connect(session);
        Call(client, "migrate-set-parameters", """{"max-bandwidth": 5, "downtime-limit": 6, "compress-level": 1, "tls-creds": ""}""");
        var parameters = Call(client, "query-migrate-parameters")["return"]!;
        Assert.That(((int)parameters["max-bandwidth"]!, (int)parameters["downtime-limit"]!), Is.EqualTo((5, 6)));
        Assert.That(parameters.AsObject(), Has.Count.EqualTo(26));
        Assert.That(Human(client, "migrate_set_parameter max-bandwidth 2"), Is.Empty);
        Assert.That(Human(client, "migrate_set_parameter downtime-limit 7"), Is.Empty);
        Assert.That(Human(client, "info migrate_parameters"), Does.Contain("max-bandwidth: 2097152 bytes/second\r\ndowntime-limit: 7 ms\r\nx-checkpoint-delay: 20000 ms\r\n"));
        Assert.That(Human(client, "migrate_set_parameter foo 1"), Is.EqualTo("Error: invalid parameter value: foo\r\n"));
        Assert.That(Human(client, "migrate_set_parameter max-bandwidth x"), Is.EqualTo("Error: Invalid size x\r\n"));
        Assert.That(Human(client, "migrate_set_parameter compress-wait-thread on"), Is.Empty);
        Assert.That(Human(client, "migrate_set_parameter compress-wait-thread off"), Does.Contain("stays true"));
        Assert.That(Human(client, "migrate_set_capability events on"), Is.Empty);
        Assert.That(Human(client, "info migrate_capabilities"), Does.Contain("events: on\r\npostcopy-ram: off\r\n"));
        Assert.That(session.Session.Migrations.HasEvents);
    }

    [Test]
    public void A_machine_that_waits_tells_where_and_takes_no_orders_for_what_is_not_there_yet()
    {
        using var session = new PlainSession(new SessionOptions { IsIncoming = true });
        using var client = Connect(session);
        Assert.That((string)Call(client, "query-status")["return"]!["status"]!, Is.EqualTo("inmigrate"));
        Assert.That(Error(Call(client, "migrate", """{"uri": "file:x"}""")), Is.EqualTo("Guest is waiting for an incoming migration"));
        Call(client, "migrate-incoming", """{"uri": "tcp:127.0.0.1:0"}""");
        var address = Call(client, "query-migrate")["return"]!["socket-address"]![0]!;
        Assert.That(((string)address["type"]!, (string)address["host"]!), Is.EqualTo(("inet", "127.0.0.1")));
        Assert.That(Human(client, "info migrate"), Does.Contain($"socket address: [\r\n\ttcp:127.0.0.1:{address["port"]}\r\n]\r\n"));
        Assert.That(Error(Call(client, "migrate-incoming", """{"uri": "tcp:127.0.0.1:0"}""")), Is.EqualTo("The incoming migration has already been started"));
        Call(client, "migrate_cancel");
        Assert.That(session.Session.Migrations.Wait(Patience));
        Assert.That((string)Call(client, "query-migrate")["return"]!["status"]!, Is.EqualTo("cancelled"));
    }

    [Test]
    public void A_migration_that_fails_says_why()
    {
        using var session = new PlainSession();
        using var client = Connect(session);
        Call(client, "migrate", """{"uri": "unix:/nonexistent/socket"}""");
        Assert.That(session.Session.Migrations.Wait(Patience));
        var report = Call(client, "query-migrate")["return"]!;
        Assert.That((string)report["status"]!, Is.EqualTo("failed"));
        Assert.That((string)report["error-desc"]!, Does.StartWith("Failed to connect to '/nonexistent/socket': "));
        Assert.That(Human(client, "info migrate"), Does.Contain("Migration status: failed (Failed to connect to"));
    }

    [Test]
    public void At_a_terminal_the_monitor_waits_for_the_end_unless_told_not_to()
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new HumanServer(session.Session));
        client.ReadTo("(qemu) ");
        client.Send($"migrate unix:/nonexistent/socket");
        Assert.That(client.ReadTo("(qemu) "), Does.StartWith("Error: Failed to connect to '/nonexistent/socket': "));
        Assert.That(session.Session.Migrations.Report.Status, Is.EqualTo(MigrationStatus.Failed));
        client.Send("migrate -x file:x");
        Assert.That(client.ReadTo("(qemu) "), Does.StartWith("Error: migrate: unsupported option -x"));
        client.Send($"migrate -d \"file:{_file}\"");
        Assert.That(client.ReadTo("(qemu) "), Is.EqualTo("(qemu) "));
        Assert.That(session.Session.Migrations.Wait(Patience));
        client.Send("info migrate");
        Assert.That(client.ReadTo("(qemu) "), Does.Contain("Migration status: completed\r\ntotal time: ").And.Contain("total ram: 16384 kbytes\r\nduplicate: 4096 pages\r\n"));
    }

    [Test]
    public void Within_qmp_the_human_monitor_does_not_wait()
    {
        using var session = new PlainSession();
        using var client = Connect(session);
        Assert.That(Human(client, $"migrate file:{_file}"), Is.EqualTo("terminal does not allow synchronous migration, continuing detached\r\n"));
        Assert.That(session.Session.Migrations.Wait(Patience));
    }

    private static MonitorClient Connect(PlainSession session)
    {
        var client = new MonitorClient(new QmpServer(session.Session, false));
        client.Read();
        client.Call("""{"execute": "qmp_capabilities"}""");
        return client;
    }

    private static string Human(MonitorClient client, string line) =>
        (string)Call(client, "human-monitor-command", new JsonObject { ["command-line"] = line }.ToJsonString())["return"]!;

    private static string Error(JsonNode answer) => (string)answer["error"]!["desc"]!;

    private static JsonNode Call(MonitorClient client, string command, string arguments = "{}")
    {
        client.Send($$"""{"execute": "{{command}}", "arguments": {{arguments}}}""");
        while (true)
        {
            var answer = JsonNode.Parse(client.Read()!)!;
            if (answer["event"] is null)
                return answer;
        }
    }
}
