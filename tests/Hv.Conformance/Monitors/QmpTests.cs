using System.Text;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Monitors;

/// <summary>QMP: the protocol, its errors, and the commands that a libqtest client needs.</summary>
public sealed class QmpTests : ConformanceTest
{
    [TestCase("pseries-7.2")]
    [Differs(nameof(Differences.NumbersAreFinite))]
    [Differs(nameof(Differences.FirstUnknownMemberIsNamed))]
    public void Messages_that_are_none(string version)
    {
        var pair = StartPrograms(version);
        string[] lines =
        [
            "{}", "[]", "1", "1.5", "\"hello\"", "null", "true", "foo", "nulll", "TRUE", "tru", "-5", "- 5", ".5", "+5", "0e5", "01", "1.", "1e",
            "1e+5", "-0.0", "0x10", "5x", "x5", "x\"y\"", "&", "%s", "/* */", "#", "]", "}", "[1,]", "[1 2]", "{1:2}", "{\"a\" 1}",
            "{\"a\":1,}", "{\"a\":1 \"b\":2}", "{\"execute\":}", "{\"a\":1,\"a\":2}", "{\"a\":%s}", "{\"a\":foo bar}", "{\"a\":01}", "{\"a\":-}",
            "\"abc", "'abc", "&,", "&:", "&\"a\"", "& 5", "&[1]", "&]", "true1", "1.5.5", "\"\\", "{]", "[}", "{\"a\":[1,{\"b\":2}]}",
            """{"execute":"query-name","id":{"a":[1,2.5,null,true]}}""", """{"execute":"query-name","id":-0}""",
            """{"execute":"query-name","id":99999999999999999999}""", """{"execute":"query-name","id":-9223372036854775809}""",
            """{"execute":"query-name","id":18446744073709551615}""", """{"execute":"query-name","id":1e-7}""",
            """{"execute":"query-name","id":1e400}""", """{"execute":"query-name","id":123456789.125}""",
            """{"execute":"query-name","id":"\u00e9\n\u0001\ud834\udd1e\u0000\/"}""", """{"execute":"query-name","id":"é𝄞"}""",
            """{"execute":"query-name","id":"\ud834"}""", """{"execute":"query-name","id":"\udd1e"}""", """{"execute":"query-name","id":"\uffff"}""",
            """{"execute":"query-name","id":"\x"}""", """{"execute":"query-name","id":"\u00g0"}""", """{'execute':'query-name','id':'"'}""",
            """{"id":3}""", """{"id":3,"execute":5}""", """{"id":3,"bogus":5}""", """{"execute":"","id":[]}""", """{"execute":null}""",
            """{"execute":"query-name","arguments":null}""", """{"execute":"query-name","arguments":[]}""", """{"execute":"query-name","x":1}""",
            """{"execute":"query-name","exec-oob":"query-name"}""", """{"exec-oob":"query-name"}""", """{"exec-oob":5}""",
            """{"execute":"query-name","arguments":{"x":1}}""", """{"execute":"query-name","arguments":{"a":1,"b":2}}""",
            """{"execute":"qmp_capabilities"}""", """{"execute":"qom-get","arguments":{"path":5}}""", """{"execute":"qom-get","arguments":{"path":"/"}}""",
            """{"execute":"qom-list-types","arguments":{"abstract":1}}""", """{"execute":"qom-set","arguments":{"path":"/machine","property":"x"}}""",
            """{"execute":"human-monitor-command"}""", """{"execute":"human-monitor-command","arguments":{"command-line":"","cpu-index":7}}""",
        ];
        foreach (var line in lines)
            pair.Qmp(Encoding.UTF8.GetBytes(line + "\n"), line);

        byte[][] messages =
        [
            [.. "{\"a\":\"x"u8, 0xFF, .. "x\"}\n"u8], [0xFF], [0xFE, (byte)'\n'], [0], [1, (byte)'\n'], [0x7F, (byte)'\n'],
            [.. "{\"execute\":\"query-name\",\"id\":\""u8, 0xC3, .. "\"}\n"u8], [.. "{\"execute\":\"query-name\",\"id\":\""u8, 0xED, 0xA0, 0x80, .. "\"}\n"u8],
            [.. "{\"execute\":\"query-name\",\"id\":\""u8, 0xC0, 0x80, .. "\"}\n"u8], [.. "{\"execute\":\"query-name\",\"id\":\""u8, 0xEF, 0xBF, 0xBF, .. "\"}\n"u8],
            [0xEF, 0xBB, 0xBF, .. "{\"execute\":\"query-name\"}\n"u8], [.. "{\"a\":"u8, 0, .. "}\n"u8], [.. "\"\xc3(\n"u8],
            Encoding.ASCII.GetBytes(new string('[', 1024) + new string(']', 1024)), Encoding.ASCII.GetBytes(new string('[', 1025) + "]]"),
        ];
        foreach (var message in messages)
            pair.Qmp(message, Convert.ToHexStringLower(message.AsSpan(0, Math.Min(message.Length, 64))));
    }

    /// <summary>What is left when a few bytes of a message are changed at random is understood, or not, in the same way.</summary>
    [TestCase("pseries-7.2", 1)]
    [TestCase("pseries-7.2", 2)]
    [Differs(nameof(Differences.FirstUnknownMemberIsNamed))]
    public void Messages_with_errors(string version, int seed)
    {
        const int Messages = 1500;
        string[] lines =
        [
            """{"execute": "query-name", "id": 12}""",
            """{"execute": "query-name", "id": {"a": [1, -2.5e3, null, true]}}""",
            """{"execute": "query-uuid", "arguments": {}, "id": "x\u00e9\n"}""",
            """{'execute': 'query-uuid', 'id': [[], {}, "\ud834\udd1e"]}""",
            """{"execute": "qom-list", "arguments": {"path": "/machine/peripheral"}}""",
            """{"execute": "query-kvm"}{"execute": "query-target", "id": 0.125}""",
        ];
        var pair = StartPrograms(version);
        var random = new Random(seed);
        for (var count = 0; count < Messages; count++)
        {
            var bytes = Encoding.UTF8.GetBytes(lines[random.Next(lines.Length)] + "\n").ToList();
            for (var changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
                Change(random, bytes);

            var message = bytes.ToArray();
            pair.Qmp(message, Encoding.Latin1.GetString(message));
        }
    }

    [TestCase("pseries-7.2")]
    [TestCase("pseries-2.3")]
    [Differs(nameof(Differences.VersionIsOurs))]
    public void Queries(string version)
    {
        var pair = StartPrograms(version, "-name test -uuid 01234567-89ab-cdef-0123-456789abcdef");
        string[] commands =
        [
            "query-version", "query-name", "query-uuid", "query-status", "query-kvm", "query-target", "query-memory-size-summary",
            "query-current-machine", "query-block", "query-blockstats", "query-named-block-nodes", "query-block-jobs", "query-jobs", "query-iothreads",
            "query-memory-devices", "query-mice", "query-tpm", "query-rx-filter", "query-fdsets", "query-balloon", "query-migrate", "query-pci",
            "query-migrate-parameters", "query-migrate-capabilities",
            "query-yank", "query-vnc", "query-replay", "query-dump", "x-exit-preconfig", "migrate-pause", "system_wakeup", "nonsense",
        ];
        foreach (var command in commands)
            pair.Qmp($$"""{"execute": "{{command}}"}""");

        string[] lines = ["", "bogus", "info bogus", "info status", "info name", "info uuid", "info pci", "info block", "info version extra", "help info name", "p 2+3*4"];
        foreach (var line in lines)
            pair.Qmp($$$"""{"execute": "human-monitor-command", "arguments": {"command-line": "{{{line}}}"}}""");
    }

    [TestCase("pseries-7.2")]
    public void Migration_commands(string version)
    {
        var pair = StartPrograms(version);
        (string Command, string Arguments)[] commands =
        [
            ("migrate", "{}"), ("migrate", """{"uri": 5}"""), ("migrate", """{"uri": "exec:true", "x": 1}"""), ("migrate-incoming", """{"uri": "exec:true"}"""),
            ("migrate_cancel", "{}"),
            ("migrate-set-parameters", """{"downtime-limit": 2000001}"""), ("migrate-set-parameters", """{"downtime-limit": -1}"""),
            ("migrate-set-parameters", """{"x": 1}"""),
            ("migrate-set-parameters", """{"downtime-limit": 17, "max-bandwidth": 18}"""), ("query-migrate-parameters", "{}"),
            ("migrate-set-capabilities", """{"capabilities": [{"capability": "foo", "state": true}]}"""),
            ("migrate-set-capabilities", """{"capabilities": [{"capability": "events", "state": true}, {"capability": "xbzrle", "state": false}]}"""),
            ("query-migrate-capabilities", "{}"), ("query-migrate", "{}"), ("query-status", "{}"),
        ];
        foreach (var (command, arguments) in commands)
            pair.Qmp($$"""{"execute": "{{command}}", "arguments": {{arguments}}}""");

        string[] lines =
        [
            "info migrate_parameters", "info migrate_capabilities", "migrate_set_parameter foo 1", "migrate_set_parameter max-bandwidth x",
            "migrate_set_parameter max-bandwidth 3", "migrate_set_parameter downtime-limit 5", "migrate_set_parameter downtime-limit 2000000000",
            "info migrate_parameters", "migrate_set_capability events off", "info migrate_capabilities", "migrate_cancel", "migrate_incoming exec:true",
        ];
        foreach (var line in lines)
            pair.Qmp($$$"""{"execute": "human-monitor-command", "arguments": {"command-line": "{{{line}}}"}}""");
    }

    [TestCase("pseries-7.2")]
    public void Run_states_and_events(string version)
    {
        var pair = StartPrograms(version);
        string[] commands =
        [
            "stop", "query-status", "cont", "query-status", "cont", "stop", "query-status", "stop", "system_reset", "query-status", "system_powerdown",
        ];
        foreach (var command in commands)
            pair.Qmp($$"""{"execute": "{{command}}"}""");
    }

    [TestCase("pseries-7.2", "rtas system-reboot 0 0 1 0x1000", "RESET", 0)]
    [TestCase("pseries-7.2", "rtas power-off 2 0x1000 1 0x1000", "SHUTDOWN", 0)]
    [TestCase("pseries-7.2", "rtas ibm,os-term 1 0x1000 1 0x1000", "GUEST_PANICKED", 0)]
    public void Events_that_guests_cause(string version, string call, string name, int exitCode)
    {
        var pair = StartPrograms(version);
        pair.Qtest(call);

        var (qemu, hv) = (pair.Qemu.WaitFor(name), pair.Hv.WaitFor(name));
        Assert.That(hv["data"]!.ToJsonString(), Is.EqualTo(qemu["data"]!.ToJsonString()));
        Assert.That(pair.Hv.Terminate(), Is.EqualTo(exitCode));
        Assert.That(pair.Qemu.Terminate(), Is.EqualTo(exitCode));
    }

    [TestCase("pseries-7.2")]
    [Differs(nameof(Differences.MessagesSayWhatIsAllowed))]
    [Differs(nameof(Differences.PropertiesAreFrozen))]
    public void Objects_and_devices(string version)
    {
        var pair = StartPrograms(version, "-device edu,id=cold");
        string[] lines =
        [
            """{"execute": "qom-list", "arguments": {"path": "/nope"}}""",
            """{"execute": "qom-list", "arguments": {"path": "nope"}}""",
            """{"execute": "qom-list", "arguments": {"path": ""}}""",
            """{"execute": "qom-list", "arguments": {"path": "/machine/peripheral"}}""",
            """{"execute": "qom-list", "arguments": {"path": "/machine/peripheral-anon"}}""",
            """{"execute": "qom-get", "arguments": {"path": "/machine", "property": "type"}}""",
            """{"execute": "qom-get", "arguments": {"path": "/machine", "property": "ic-mode"}}""",
            """{"execute": "qom-get", "arguments": {"path": "/machine", "property": "kernel-addr"}}""",
            """{"execute": "qom-get", "arguments": {"path": "/machine", "property": "nope"}}""",
            """{"execute": "qom-get", "arguments": {"path": "/machine", "property": "unattached"}}""",
            """{"execute": "qom-get", "arguments": {"path": "/machine/rtc", "property": "type"}}""",
            """{"execute": "qom-get", "arguments": {"path": "/nope", "property": "x"}}""",
            """{"execute": "qom-set", "arguments": {"path": "/machine", "property": "type", "value": "1"}}""",
            """{"execute": "qom-set", "arguments": {"path": "/machine", "property": "ic-mode", "value": "xics"}}""",
            """{"execute": "qom-set", "arguments": {"path": "cold", "property": "dma_mask", "value": 3}}""",
            """{"execute": "qom-list-types", "arguments": {"implements": "nope"}}""",
            """{"execute": "qom-list-types", "arguments": {"implements": "edu"}}""",
            """{"execute": "device-list-properties", "arguments": {"typename": "nope"}}""",
            """{"execute": "device-list-properties", "arguments": {"typename": "device"}}""",
            """{"execute": "device-list-properties", "arguments": {"typename": "pseries-7.2-machine"}}""",
            """{"execute": "device_add"}""",
            """{"execute": "device_add", "arguments": {"driver": "nope"}}""",
            """{"execute": "device_add", "arguments": {"driver": "device"}}""",
            """{"execute": "device_add", "arguments": {"driver": "spapr-rtc"}}""",
            """{"execute": "device_add", "arguments": {"driver": "edu", "id": "0bad"}}""",
            """{"execute": "device_add", "arguments": {"driver": "edu", "id": "cold"}}""",
            """{"execute": "device_add", "arguments": {"driver": "edu", "bogus": 1}}""",
            """{"execute": "device_add", "arguments": {"driver": "edu", "addr": "99"}}""",
            """{"execute": "device_add", "arguments": {"driver": "spapr-pci-host-bridge"}}""",
            """{"execute": "device_add", "arguments": {"driver": "edu", "id": "hot", "addr": "4"}}""",
            """{"execute": "qom-get", "arguments": {"path": "hot", "property": "hotplugged"}}""",
            """{"execute": "query-pci"}""",
            """{"execute": "human-monitor-command", "arguments": {"command-line": "info pci"}}""",
            """{"execute": "device_del"}""",
            """{"execute": "device_del", "arguments": {"id": "nope"}}""",
            """{"execute": "chardev-add", "arguments": {"id": "c", "backend": {"type": "null", "data": {}}}}""",
            """{"execute": "chardev-add", "arguments": {"id": "c", "backend": {"type": "null", "data": {}}}}""",
            """{"execute": "chardev-remove", "arguments": {"id": "c"}}""",
            """{"execute": "chardev-remove", "arguments": {"id": "c"}}""",
            """{"execute": "chardev-remove", "arguments": {"id": "char0"}}""",
            """{"execute": "yank", "arguments": {"instances": [{"type": "chardev", "id": "nope"}]}}""",
            """{"execute": "yank", "arguments": {"instances": [{"type": "nope", "id": "nope"}]}}""",
            """{"execute": "yank", "arguments": {"instances": [5]}}""",
        ];
        foreach (var line in lines)
            pair.Qmp(line);

        pair.QmpUntil("DEVICE_DELETED", """{"execute": "device_del", "arguments": {"id": "hot"}}""");
        pair.Qmp("""{"execute": "device_del", "arguments": {"id": "hot"}}""");
        pair.Qmp("""{"execute": "device_del", "arguments": {"id": "cold"}}""");
        pair.Qmp("""{"execute": "qom-get", "arguments": {"path": "cold", "property": "realized"}}""");
        pair.QmpUntil("DEVICE_DELETED", """{"execute": "system_reset"}""");
        pair.Qmp("""{"execute": "device_del", "arguments": {"id": "cold"}}""");
        pair.Qmp("""{"execute": "qom-list", "arguments": {"path": "/machine/peripheral"}}""");
    }

    private static void Change(Random random, List<byte> bytes)
    {
        const string Signs = "{}[]:,\"'\\0123456789eE+-. \tabcntu&%\u007F";
        var index = random.Next(bytes.Count);
        switch (random.Next(4))
        {
            case 0:
                bytes[index] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveAt(index);
                break;
            case 2:
                bytes.Insert(index, (byte)Signs[random.Next(Signs.Length)]);
                break;
            default:
                var length = random.Next(bytes.Count - index);
                bytes.InsertRange(index, bytes.GetRange(index, length));
                break;
        }
    }
}
