using System.Text;
using Hv.Runtime.Monitors;
using Hv.Runtime.Monitors.Qmp;
using Hv.Runtime.Monitors.Qtest;
using Hv.Runtime.Tests.Monitors.Infrastructure;

namespace Hv.Runtime.Tests.Monitors;

/// <summary>
/// Whatever comes over a socket is answered or ends the connection: random bytes, and valid input with a few bytes changed. Nothing
/// escapes (<see cref="MonitorClient.Failures"/>), nothing is a defect, and memory stays bounded.
/// </summary>
public sealed class MonitorFuzzTests
{
    private const int Rounds = 40;
    private const int Lines = 100;
    private const long MemoryBound = 256L << 20;

    private static readonly string[] QtestLines =
    [
        "endianness", "readb 0x1000", "writeq 0x1000 0x1122334455667788", "read 0x1000 64", "write 0x1000 8 0x0011223344556677",
        "b64write 0x1000 6 AQIDBAUG", "b64read 0x1000 12", "memset 0x1000 100 0xaa", "rtas plain-add 2 0x1000 2 0x2000", "hcall 4 1 2 3",
        "hcall 4 1 2 3 4 5 6 7 8 9", "irq_intercept_in d", "set_irq_in d unnamed-gpio-in 0 1", "outl 0xcf8 5", "inw 0x10",
        "module_load a b", "clock_step 100", "writeb 0xf0000000 1",
    ];

    private static readonly string[] QmpMessages =
    [
        """{"execute": "query-version", "id": 1}""",
        """{"execute": "qom-list", "arguments": {"path": "/machine"}}""",
        """{"execute": "qom-get", "arguments": {"path": "d", "property": "reg"}, "id": "x\u00e9"}""",
        """{"execute": "qom-set", "arguments": {"path": "/machine", "property": "mode", "value": [1, 2.5e3, null, true]}}""",
        """{"execute": "device_add", "arguments": {"driver": "plain-hot", "id": "h", "reg": 5}}""",
        """{"execute": "device_del", "arguments": {"id": "h"}}""",
        """{"execute": "human-monitor-command", "arguments": {"command-line": "xp /16xb 0x1000"}}""",
        """{"execute": "human-monitor-command", "arguments": {"command-line": "p (1+2)*3"}}""",
        """{"exec-oob": "query-yank", "id": {"a": [{}]}}""",
        """{"execute": "cont"}""",
        """{"execute": "system_reset"}""",
        """{"execute": "chardev-add", "arguments": {"id": "c", "backend": {"type": "null", "data": {}}}}""",
        """{'execute': 'query-status'}""",
    ];

    [Test]
    public void Qtest_answers_random_bytes() => Fuzz(session => new QtestServer(session), Random, "endianness\n", "OK big");

    [Test]
    public void Qtest_answers_lines_with_errors() =>
        Fuzz(session => new QtestServer(session), random => Mutate(random, QtestLines), "endianness\n", "OK big");

    [Test]
    public void Qmp_answers_random_bytes() =>
        Fuzz(session => new QmpServer(session), Random, End, "\"end\"", """{"execute": "qmp_capabilities"}""");

    [Test]
    public void Qmp_answers_messages_with_errors() =>
        Fuzz(session => new QmpServer(session), random => Mutate(random, QmpMessages), End, "\"end\"", """{"execute": "qmp_capabilities"}""");

    [Test]
    public void Qmp_with_out_of_band_commands_answers_messages_with_errors() => Fuzz(
        session => new QmpServer(session), random => Mutate(random, QmpMessages), End, "\"end\"",
        """{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}""");

    [Test]
    public void Qmp_survives_bytes_before_negotiation() =>
        Fuzz(session => new QmpServer(session), random => Mutate(random, QmpMessages), End, "\"end\"");

    /// <summary>Ends any string, closes any bracket that may be open, and asks for something.</summary>
    private static string End => "\n\xFF" + new string('}', 8) + "\xFF{\"execute\": \"nothing\", \"id\": \"end\"}\n";

    private static void Fuzz(
        Func<MachineSession, IMonitorServer> server, Func<Random, byte[]> make, string end, string answer, string? first = null)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var seed = 1; seed <= Rounds; seed++)
        {
            using var session = new PlainSession(configure: machine => machine.CreateDevice(PlainDevice.ColdType, "d", ("reg", "0xf0000000")));
            using var client = new MonitorClient(server(session.Session));
            if (first is not null)
                client.Send(first);

            // The test reads while it writes: a server that waits for its reader must not wait for this one forever.
            var random = new Random(seed);
            var writer = Task.Run(() =>
            {
                for (var line = 0; line < Lines; line++)
                    client.Send(make(random));

                client.Send(Encoding.Latin1.GetBytes("\n" + end));
                client.Finish();
            });

            string? last = null;
            var found = false;
            while (client.Read() is { } line)
            {
                last = line;
                found |= line.Contains(answer, StringComparison.Ordinal);
            }

            writer.Wait();
            Assert.That(found, Is.True, $"seed {seed}: the last answer was {last}");
            Assert.That(session.Defects, Is.Empty, $"seed {seed}");
        }

        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(MemoryBound));
    }

    private static byte[] Random(Random random)
    {
        var bytes = new byte[random.Next(1, 200)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Mutate(Random random, string[] lines)
    {
        var bytes = Encoding.UTF8.GetBytes(lines[random.Next(lines.Length)] + "\n").ToList();
        for (var changes = random.Next(4); changes > 0 && bytes.Count > 0; changes--)
        {
            var index = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[index] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(index);
                    break;
                case 2:
                    bytes.Insert(index, (byte)random.Next(256));
                    break;
                case 3:
                    bytes.InsertRange(index, bytes.GetRange(0, index));
                    break;
                default:
                    bytes.InsertRange(index, "99999999999999999999"u8.ToArray());
                    break;
            }
        }

        return [.. bytes];
    }
}
