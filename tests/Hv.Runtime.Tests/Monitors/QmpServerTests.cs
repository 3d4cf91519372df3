using System.Text;
using Hv.Runtime.Monitors.Qmp;
using Hv.Runtime.Tests.Monitors.Infrastructure;

namespace Hv.Runtime.Tests.Monitors;

/// <summary>QMP as a protocol: greeting, negotiation, requests, what is wrong with them, events.</summary>
public sealed class QmpServerTests
{
    private const string Negotiate = """{"execute": "qmp_capabilities"}""";

    [Test]
    public void The_greeting_tells_version_and_capabilities()
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new QmpServer(session.Session));

        Assert.That(client.Read(), Does.Match(
            """^\{"QMP": \{"version": \{"qemu": \{"micro": 0, "minor": 2, "major": 7\}, "package": "Hv [0-9.]+"\}, "capabilities": \["oob"\]\}\}$"""));
    }

    [TestCase("""{"execute": "query-version"}""", "CommandNotFound", "Expecting capabilities negotiation with 'qmp_capabilities'")]
    [TestCase("""{"execute": "nonsense"}""", "CommandNotFound", "Expecting capabilities negotiation with 'qmp_capabilities'")]
    [TestCase("""{"execute": 1}""", "GenericError", "QMP input member 'execute' must be a string")]
    [TestCase("""{"exec-oob": "qmp_capabilities"}""", "GenericError", "QMP input member 'exec-oob' is unexpected")]
    [TestCase("""{"execute": "qmp_capabilities", "arguments": {"enable": ["x"]}}""", "GenericError", "Parameter 'null' does not accept value 'x'")]
    [TestCase("""{"execute": "qmp_capabilities", "arguments": {"enable": "oob"}}""", "GenericError", "Invalid parameter type for 'enable', expected: array")]
    [TestCase("""{"execute": "qmp_capabilities", "arguments": {"enable": [1]}}""", "GenericError", "Invalid parameter type for 'enable[0]', expected: string")]
    public void Before_negotiation_only_negotiation_is_taken(string request, string errorClass, string description)
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new QmpServer(session.Session));
        client.Read();

        Assert.That(client.Call(request), Is.EqualTo($$$"""{"error": {"class": "{{{errorClass}}}", "desc": "{{{description}}}"}}"""));
        Assert.That(client.Call(Negotiate), Is.EqualTo("""{"return": {}}"""));
        Assert.That(client.Call(Negotiate), Is.EqualTo(
            """{"error": {"class": "CommandNotFound", "desc": "Capabilities negotiation is already complete, command ignored"}}"""));
    }

    [TestCase("""{"execute": "query-name", "id": 7}""", """{"return": {}, "id": 7}""")]
    [TestCase("""{"execute": "query-name", "id": {"a": [1, 2.5, null, true, "\u00e9\n"]}}""", """{"return": {}, "id": {"a": [1, 2.5, null, true, "\u00E9\n"]}}""")]
    [TestCase("""{"execute": "query-name", "id": null}""", """{"return": {}, "id": null}""")]
    [TestCase("""{"execute": "query-name", "id": 0.1}""", """{"return": {}, "id": 0.10000000000000001}""")]
    [TestCase("""{"execute": "query-name", "id": 99999999999999999999}""", """{"return": {}, "id": 1e+20}""")]
    [TestCase("""{"execute": "query-name", "id": 18446744073709551615}""", """{"return": {}, "id": 18446744073709551615}""")]
    [TestCase("""{"execute": "query-name", "id": "\ud834\udd1e\u0000"}""", """{"return": {}, "id": "\uD834\uDD1E\u0000"}""")]
    [TestCase("""{'execute':'query-name','id':'"'}""", """{"return": {}, "id": "\""}""")]
    [TestCase("""{"id": 3}""", """{"id": 3, "error": {"class": "GenericError", "desc": "QMP input lacks member 'execute'"}}""")]
    [TestCase("""{"id": 3, "execute": "nonsense"}""", """{"id": 3, "error": {"class": "CommandNotFound", "desc": "The command nonsense has not been found"}}""")]
    public void The_id_comes_back(string request, string reply) => Verify(request, reply);

    [TestCase("[]", "QMP input must be a JSON object")]
    [TestCase("1", "QMP input must be a JSON object")]
    [TestCase("null", "QMP input must be a JSON object")]
    [TestCase("{}", "QMP input lacks member 'execute'")]
    [TestCase("""{"execute": "query-name", "extra": 1}""", "QMP input member 'extra' is unexpected")]
    [TestCase("""{"execute": "query-name", "arguments": []}""", "QMP input member 'arguments' must be an object")]
    [TestCase("""{"execute": "query-name", "arguments": {"x": 1}}""", "Parameter 'x' is unexpected")]
    [TestCase("""{"execute": "qom-get", "arguments": {"path": "/"}}""", "Parameter 'property' is missing")]
    [TestCase("""{"execute": "qom-get", "arguments": {"path": 5, "property": ""}}""", "Invalid parameter type for 'path', expected: string")]
    [TestCase("""{"execute": "qom-list-types", "arguments": {"abstract": 1}}""", "Invalid parameter type for 'abstract', expected: boolean")]
    [TestCase("""{"execute": "human-monitor-command"}""", "Parameter 'command-line' is missing")]
    [TestCase("""{"execute": "human-monitor-command", "arguments": {"command-line": "", "cpu-index": 1.5}}""", "Invalid parameter type for 'cpu-index', expected: integer")]
    [TestCase("nonsense", "JSON parse error, invalid keyword 'nonsense'")]
    [TestCase("""{"execute":}""", "JSON parse error, expecting value")]
    [TestCase("""{"a" 1}""", "JSON parse error, missing : in object pair")]
    [TestCase("{1:2}", "JSON parse error, key is not a string in object")]
    [TestCase("""{"a":1 "b":2}""", "JSON parse error, expected separator in dict")]
    [TestCase("[1 2]", "JSON parse error, expected separator in list")]
    [TestCase("""{"a":1,"a":2}""", "JSON parse error, duplicate key")]
    [TestCase("""{"a":"\x"}""", "JSON parse error, invalid escape sequence in string")]
    [TestCase("""{"a":"\ud834"}""", """JSON parse error, \\ud834 is not a valid Unicode character""")]
    [TestCase("&", "JSON parse error, stray '&'")]
    [TestCase("""{"a":"xx""", """JSON parse error, stray '\"xx\n'""")]
    [TestCase("1e400", "JSON parse error, number out of range")]
    public void What_is_no_command_is_answered_and_the_next_one_carried_out(string request, string description) =>
        Verify(request, $$$"""{"error": {"class": "GenericError", "desc": "{{{description}}}"}}""");

    [Test]
    public void Messages_need_no_lines_and_lines_no_messages()
    {
        using var session = new PlainSession();
        using var client = Connect(session);

        client.Send("""{"execute": "query-name", "id": 1}{"execute":""");
        Assert.That(client.Read(), Is.EqualTo("""{"return": {}, "id": 1}"""));
        client.Send("\r\n\t \"query-name\", \"id\": 2}\n");
        Assert.That(client.Read(), Is.EqualTo("""{"return": {}, "id": 2}"""));
    }

    [Test]
    public void After_a_byte_that_is_never_text_a_new_message_starts()
    {
        using var session = new PlainSession();
        using var client = Connect(session);

        client.Send("{\"execute\": \"query-na"u8);
        client.Send([0xFF]);
        client.Send("""{"execute": "query-name", "id": 1}""");

        Assert.That(client.Read(), Is.EqualTo("""{"error": {"class": "GenericError", "desc": "JSON parse error, stray '\"query-na\uFFFD'"}}"""));
        Assert.That(client.Read(), Is.EqualTo("""{"return": {}, "id": 1}"""));
    }

    [Test]
    public void Nesting_is_bounded()
    {
        using var session = new PlainSession();
        using var client = Connect(session);

        Assert.That(client.Call(new string('[', 1024) + new string(']', 1024)), Does.Contain("QMP input must be a JSON object"));
        Assert.That(client.Call(new string('[', 1025)), Does.Contain("JSON nesting depth limit exceeded"));
        Assert.That(client.Call("""{"execute": "query-name"}"""), Is.EqualTo("""{"return": {}}"""));
    }

    [Test]
    public void The_length_of_a_message_is_bounded()
    {
        using var session = new PlainSession();
        using var client = Connect(session);

        client.Send("{\"execute\": \""u8);
        var piece = Encoding.ASCII.GetBytes(new string('a', 1 << 20));
        for (var sent = 0; sent < 8; sent++)
            client.Send(piece);

        client.Send("\n"u8);
        Assert.That(client.Read(), Does.Contain("JSON token size limit exceeded"));
        Assert.That(client.Call("""{"execute": "query-name"}"""), Is.EqualTo("""{"return": {}}"""));
    }

    [Test]
    public void The_number_of_tokens_is_bounded()
    {
        using var session = new PlainSession();
        using var client = Connect(session);

        client.Send("[" + string.Join(',', Enumerable.Repeat("1", 70_000)));
        Assert.That(client.Read(), Does.Contain("JSON token count limit exceeded"));
    }

    [Test]
    public void Out_of_band_commands_need_their_capability_and_a_command_that_has_it()
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new QmpServer(session.Session));
        client.Read();
        Assert.That(client.Call("""{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}"""), Is.EqualTo("""{"return": {}}"""));

        Assert.That(client.Call("""{"exec-oob": "query-yank", "id": 1}"""), Is.EqualTo("""{"return": [], "id": 1}"""));
        Assert.That(client.Call("""{"exec-oob": "query-name", "id": 2}"""), Is.EqualTo(
            """{"id": 2, "error": {"class": "GenericError", "desc": "The command query-name does not support OOB"}}"""));
        Assert.That(client.Call("""{"exec-oob": 5}"""), Does.Contain("QMP input member 'exec-oob' must be a string"));
        Assert.That(client.Call("""{"execute": "query-name", "id": 3}"""), Is.EqualTo("""{"return": {}, "id": 3}"""));
    }

    [Test]
    public void An_out_of_band_command_passes_one_that_waits()
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new QmpServer(session.Session));
        client.Read();
        client.Call("""{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}""");

        session.Machine.Lock.Enter();
        try
        {
            client.Send("""{"execute": "query-pci", "id": "waits"}""");
            Assert.That(client.Call("""{"exec-oob": "query-yank", "id": "passes"}"""), Is.EqualTo("""{"return": [], "id": "passes"}"""));
        }
        finally
        {
            session.Machine.Lock.Exit();
        }

        Assert.That(client.Read(), Is.EqualTo("""{"return": [], "id": "waits"}"""));
    }

    [Test]
    public void Events_come_between_replies()
    {
        using var session = new PlainSession();
        using var client = Connect(session);

        Assert.That(client.Call("""{"execute": "cont"}"""), Does.Match("""^\{"timestamp": \{"seconds": \d+, "microseconds": \d+\}, "event": "RESUME"\}$"""));
        Assert.That(client.Read(), Is.EqualTo("""{"return": {}}"""));
        Assert.That(client.Call("""{"execute": "stop"}"""), Does.Contain("\"event\": \"STOP\"}"));
        Assert.That(client.Read(), Is.EqualTo("""{"return": {}}"""));
        Assert.That(client.Call("""{"execute": "system_reset"}"""), Does.EndWith("""
            "event": "RESET", "data": {"guest": false, "reason": "host-qmp-system-reset"}}
            """));
    }

    [Test]
    public void A_client_that_quits_gets_its_answer()
    {
        using var session = new PlainSession();
        using var client = Connect(session);

        client.Send("""{"execute": "quit"}""");
        Assert.That(session.Session.WaitForEnd(), Is.Zero);
        client.CloseServer();

        Assert.That(client.Read(), Does.Contain("\"event\": \"SHUTDOWN\", \"data\": {\"guest\": false, \"reason\": \"host-qmp-quit\"}"));
        Assert.That(client.Read(), Is.EqualTo("""{"return": {}}"""));
        Assert.That(client.Read(), Is.Null);
    }

    [Test]
    public void A_client_that_does_not_read_loses_its_connection_and_nothing_waits_for_it()
    {
        using var session = new PlainSession();
        using var client = Connect(session);
        for (var count = 0; count < 200_000; count++)
            session.Session.Tell("RESET");

        while (client.Read() is not null)
        {
        }
    }

    [Test]
    public void A_guest_that_sets_its_clock_without_end_costs_no_client_its_connection()
    {
        using var session = new PlainSession();
        using var client = Connect(session);
        for (var count = 0; count < 200_000; count++)
            session.Session.Tell("RTC_CHANGE", new() { ["offset"] = count });

        client.Send("""{"execute": "query-name", "id": "end"}""");
        var last = "";
        for (var line = client.Read(); line is not null and not """{"return": {}, "id": "end"}"""; line = client.Read())
            last = line;

        Assert.That(last + client.Read(), Does.Contain("\"offset\": 199999"));
    }

    [Test]
    public void What_is_laid_out_for_people_is_the_same_message()
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new QmpServer(session.Session, pretty: true));

        Assert.That(client.ReadTo("\r\n}\r\n".Replace("\r\n}", "\n}")), Does.StartWith("{\n    \"QMP\": {\n        \"version\": {\n"));
        client.Send("""{"execute": "qmp_capabilities"}""");
        Assert.That(client.ReadTo("}\r\n"), Is.EqualTo("{\n    \"return\": {}\n}\r\n"));
    }

    private static MonitorClient Connect(PlainSession session)
    {
        var client = new MonitorClient(new QmpServer(session.Session));
        client.Read();
        client.Call(Negotiate);
        return client;
    }

    private static void Verify(string request, string reply)
    {
        using var session = new PlainSession();
        using var client = Connect(session);

        Assert.That(client.Call(request), Is.EqualTo(reply));
        Assert.That(client.Call("{\"execute\": \"query-name\"}"), Is.EqualTo("""{"return": {}}"""));
    }
}
