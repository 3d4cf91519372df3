using System.Text.Json.Nodes;
using Hv.Runtime.Block;
using Hv.Runtime.Monitors.Qmp;
using Hv.Runtime.Tests.Monitors.Infrastructure;

namespace Hv.Runtime.Tests.Monitors;

/// <summary>The commands of QMP.</summary>
public sealed class QmpCommandTests
{
    [Test]
    public void Block_devices_are_listed()
    {
        using var drives = new BlockDevices();
        drives.Add(new MemoryBlockDevice("d", 512));
        using var session = new PlainSession(configure: machine => machine.Options = machine.Options with { BlockDevices = drives });

        Assert.That(Call(session, "query-block", "")["return"]!.ToJsonString(), Is.EqualTo(
            """[{"device":"d","type":"unknown","removable":false,"locked":false,"inserted":{"file":"memory","drv":"memory","ro":false,"cache":{"writeback":true,"direct":false,"no-flush":false},"image":{"filename":"memory","format":"memory","virtual-size":512}}}]"""));
    }

    [TestCase("query-status", "", """{"status":"prelaunch","singlestep":false,"running":false}""")]
    [TestCase("query-uuid", "", """{"UUID":"00000000-0000-0000-0000-000000000000"}""")]
    [TestCase("query-kvm", "", """{"enabled":false,"present":false}""")]
    [TestCase("query-target", "", """{"arch":"ppc64"}""")]
    [TestCase("query-memory-size-summary", "", """{"base-memory":16777216,"plugged-memory":0}""")]
    [TestCase("query-machines", "", """[{"hotpluggable-cpus":true,"name":"plain-1.0","numa-mem-supported":false,"default-cpu-type":"plain-cpu","is-default":true,"cpu-max":4,"deprecated":false,"alias":"plain"}]""")]
    [TestCase("query-block", "", "[]")]
    [TestCase("query-chardev", "", "[]")]
    [TestCase("qom-list", """{"path": "/machine/peripheral"}""", """[{"name":"type","type":"string"},{"name":"d","type":"child\u003Cplain-cold\u003E"}]""")]
    [TestCase("qom-list", """{"path": "d"}""", """[{"name":"type","type":"string"},{"name":"realized","type":"bool"},{"name":"hotplugged","type":"bool"},{"name":"hotpluggable","type":"bool"},{"name":"reg","type":"uint32"},{"name":"quick","type":"bool"}]""")]
    [TestCase("qom-get", """{"path": "d", "property": "reg"}""", "5")]
    [TestCase("qom-get", """{"path": "d", "property": "quick"}""", "true")]
    [TestCase("qom-get", """{"path": "/machine", "property": "type"}""", "\"plain-1.0-machine\"")]
    [TestCase("qom-get", """{"path": "/machine", "property": "peripheral"}""", "\"/machine/peripheral\"")]
    [TestCase("qom-list-types", """{"implements": "plain-base"}""", """[{"name":"plain-hot","parent":"plain-base"},{"name":"plain-cold","parent":"plain-base"},{"name":"plain-inner","parent":"plain-base"}]""")]
    [TestCase("qom-list-types", """{"implements": "plain-machine", "abstract": true}""", """[{"abstract":true,"name":"plain-machine","parent":"machine"},{"name":"plain-1.0-machine","parent":"plain-machine"}]""")]
    [TestCase("qom-list-types", """{"implements": "nothing"}""", "[]")]
    [TestCase("device-list-properties", """{"typename": "plain-hot"}""", """[{"default-value":0,"name":"reg","description":"Where its registers are; 0: nowhere.","type":"uint32"},{"default-value":true,"name":"quick","description":"Whether it is quick.","type":"bool"}]""")]
    [TestCase("human-monitor-command", """{"command-line": "nonsense"}""", "\"unknown command: \\u0027nonsense\\u0027\\r\\n\"")]
    public void A_query_returns(string command, string arguments, string result)
    {
        using var session = new PlainSession(configure: machine => machine.CreateDevice(PlainDevice.ColdType, "d", ("reg", "5")));

        Assert.That(Call(session, command, arguments)["return"]!.ToJsonString(), Is.EqualTo(result));
    }

    [TestCase("qom-list", """{"path": "/nothing"}""", "DeviceNotFound", "Device '/nothing' not found")]
    [TestCase("qom-list", """{"path": ""}""", "GenericError", "Path '' is ambiguous")]
    [TestCase("qom-get", """{"path": "d", "property": "x"}""", "GenericError", "Property 'plain-cold.x' not found")]
    [TestCase("qom-set", """{"path": "d", "property": "reg", "value": 1}""", "GenericError", "Attempt to set property 'reg' on device 'd' (type 'plain-cold') after it was realized")]
    [TestCase("qom-set", """{"path": "d", "property": "type", "value": 1}""", "GenericError", "Property 'plain-cold.type' is not writable")]
    [TestCase("qom-set", """{"path": "/machine", "property": "mode", "value": "wild"}""", "GenericError", "plain-machine.mode: it cannot be set to wild any more, the object is realized.")]
    [TestCase("qom-set", """{"path": "/machine", "property": "mode"}""", "GenericError", "Parameter 'value' is missing")]
    [TestCase("device-list-properties", """{"typename": "nothing"}""", "DeviceNotFound", "Device 'nothing' not found")]
    [TestCase("device-list-properties", """{"typename": "plain-base"}""", "GenericError", "Parameter 'typename' expects a non-abstract device type")]
    [TestCase("device_add", """{"driver": "nothing"}""", "GenericError", "'nothing' is not a valid device model name")]
    [TestCase("device_add", """{"driver": "device"}""", "GenericError", "Parameter 'driver' expects a non-abstract device type")]
    [TestCase("device_add", """{"driver": "plain-base"}""", "GenericError", "Parameter 'driver' expects a non-abstract device type")]
    [TestCase("device_add", """{"driver": "plain-inner"}""", "GenericError", "Parameter 'driver' expects a pluggable device type")]
    [TestCase("device_add", """{"driver": "plain-cold"}""", "GenericError", "Device 'plain-cold' does not support hotplugging")]
    [TestCase("device_add", """{"driver": "plain-hot", "id": "0bad"}""", "GenericError", "Parameter 'id' expects an identifier")]
    [TestCase("device_add", """{"driver": "plain-hot", "id": "d"}""", "GenericError", "Duplicate device ID 'd'")]
    [TestCase("device_add", """{"driver": "plain-hot", "x": 1}""", "GenericError", "Property 'plain-hot.x' not found")]
    [TestCase("device_add", """{"driver": "plain-hot", "reg": [1]}""", "GenericError", "Parameter 'reg' expects a text, a number or a boolean")]
    [TestCase("device_del", """{"id": "nothing"}""", "DeviceNotFound", "Device 'nothing' not found")]
    [TestCase("device_del", """{"id": "d"}""", "GenericError", "Device 'plain-cold' does not support hotplugging")]
    [TestCase("chardev-remove", """{"id": "c"}""", "GenericError", "Chardev 'c' not found")]
    [TestCase("chardev-add", """{"id": "c", "backend": {"type": "nothing"}}""", "GenericError", "Parameter 'backend' does not accept value 'nothing'")]
    [TestCase("human-monitor-command", """{"command-line": "info", "cpu-index": 1}""", "GenericError", "Parameter 'cpu-index' expects a CPU number")]
    [TestCase("query-balloon", "", "DeviceNotActive", "No balloon device has been activated")]
    [TestCase("pmemsave", """{"val": 16777215, "size": 2, "filename": "/dev/null"}""", "GenericError", "Invalid addr 0x0000000000ffffff/size 2 specified")]
    public void A_command_that_cannot_be_carried_out_says_why(string command, string arguments, string errorClass, string description)
    {
        using var session = new PlainSession(configure: machine => machine.CreateDevice(PlainDevice.ColdType, "d", ("reg", "5")));

        var error = Call(session, command, arguments)["error"]!;

        Assert.That(error["desc"]!.GetValue<string>(), Is.EqualTo(description));
        Assert.That(error["class"]!.GetValue<string>(), Is.EqualTo(errorClass));
    }

    [Test]
    public void Devices_come_and_go()
    {
        using var session = new PlainSession();
        using var client = Connect(session);

        Assert.That(Execute(client, """{"execute": "device_add", "arguments": {"driver": "plain-hot", "id": "d", "reg": 4096, "quick": false}}""")["return"], Is.Not.Null);
        Assert.That(
            Execute(client, """{"execute": "qom-get", "arguments": {"path": "d", "property": "quick"}}""")["return"]!.GetValue<bool>(), Is.False);
        Assert.That(client.Call("""{"execute": "device_del", "arguments": {"id": "d"}}"""), Does.EndWith("""
            "event": "DEVICE_DELETED", "data": {"device": "d", "path": "/machine/peripheral/d"}}
            """));
        Assert.That(client.Read(), Is.EqualTo("""{"return": {}}"""));
    }

    [Test]
    public void Character_devices_come_and_go()
    {
        using var session = new PlainSession();
        using var client = Connect(session);
        const string Add = """{"execute": "chardev-add", "arguments": {"id": "c", "backend": {"type": "null", "data": {}}}}""";

        Assert.That(Execute(client, Add)["return"], Is.Not.Null);
        Assert.That(Execute(client, Add)["error"]!["desc"]!.GetValue<string>(), Is.EqualTo("Chardev with id 'c' already exists"));
        Assert.That(client.Call("""{"execute": "query-chardev"}"""), Is.EqualTo(
            """{"return": [{"frontend-open": false, "filename": "null", "label": "c"}]}"""));
        Assert.That(Execute(client, """{"execute": "chardev-remove", "arguments": {"id": "c"}}""")["return"], Is.Not.Null);
    }

    [Test]
    public void The_schema_describes_every_command_and_each_type_it_names()
    {
        using var session = new PlainSession();
        using var client = Connect(session);
        var schema = Execute(client, """{"execute": "query-qmp-schema"}""")["return"]!.AsArray();
        var names = schema.Select(entry => entry!["name"]!.GetValue<string>()).ToList();
        var commands = Execute(client, """{"execute": "query-commands"}""")["return"]!.AsArray().Select(entry => entry!["name"]!.GetValue<string>());

        Assert.That(names, Is.Unique);
        Assert.That(
            schema.Where(entry => entry!["meta-type"]!.GetValue<string>() == "command").Select(entry => entry!["name"]!.GetValue<string>()),
            Is.EquivalentTo(commands));
        var used = schema.SelectMany(entry => new[] { entry!["arg-type"], entry["ret-type"], entry["element-type"] })
            .Concat(schema.Where(entry => entry!["meta-type"]!.GetValue<string>() == "object").SelectMany(entry => entry!["members"]!.AsArray().Select(member => member!["type"])))
            .Where(type => type is not null)
            .Select(type => type!.GetValue<string>())
            .Distinct();
        Assert.That(used, Is.SubsetOf(names));
    }

    [Test]
    public void Every_query_without_arguments_is_answered()
    {
        using var session = new PlainSession();
        using var client = Connect(session);
        var schema = Execute(client, """{"execute": "query-qmp-schema"}""")["return"]!.AsArray();
        var queries = schema.Select(entry => entry!["name"]!.GetValue<string>()).Where(name => name.StartsWith("query-", StringComparison.Ordinal)).ToList();

        Assert.That(queries, Has.Count.GreaterThan(20));
        foreach (var query in queries)
        {
            var reply = Execute(client, $$"""{"execute": "{{query}}"}""");
            Assert.That(reply["return"] is not null || reply["error"]!["class"]!.GetValue<string>() is "GenericError" or "DeviceNotActive", Is.True, query);
        }
    }

    [Test]
    public void Memory_is_saved_to_a_file()
    {
        using var session = new PlainSession();
        session.Machine.AddressSpace.Write(0x1000, "content"u8);
        var file = Path.GetTempFileName();
        try
        {
            var path = JsonValue.Create(file).ToJsonString();
            Assert.That(Call(session, "pmemsave", $$"""{"val": 4096, "size": 7, "filename": {{path}}}""")["return"], Is.Not.Null);
            Assert.That(File.ReadAllText(file), Is.EqualTo("content"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static JsonNode Call(PlainSession session, string command, string arguments)
    {
        using var client = Connect(session);
        return Execute(client, $$"""{"execute": "{{command}}"{{(arguments.Length > 0 ? $", \"arguments\": {arguments}" : "")}}}""");
    }

    private static MonitorClient Connect(PlainSession session)
    {
        var client = new MonitorClient(new QmpServer(session.Session));
        client.Read();
        client.Call("""{"execute": "qmp_capabilities"}""");
        return client;
    }

    private static JsonNode Execute(MonitorClient client, string request) => JsonNode.Parse(client.Call(request)!)!;
}
