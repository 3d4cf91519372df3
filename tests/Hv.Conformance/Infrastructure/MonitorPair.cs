using System.Text.Json;
using System.Text.Json.Nodes;
using Hv.Cli.Tests.Infrastructure;

namespace Hv.Conformance.Infrastructure;

/// <summary>Both programs, started as libqtest starts them; what they answer differently goes to the log.</summary>
internal sealed class MonitorPair : IDisposable
{
    private readonly string _version;
    private readonly DifferenceLog _log;

    public MonitorPair(string version, string arguments, DifferenceLog log)
    {
        (_version, _log) = (version, log);
        var common = $"-machine {version} -S -nodefaults {arguments}";

        // Debian's QEMU has no qtest accelerator; it takes the first of several that it has.
        Qemu = new LibqtestProcess(QemuInstallation.Require(), $"{common} -vga none -nic none -accel tcg");
        Hv = new LibqtestProcess(BuiltProgram.System, common);
    }

    /// <summary>QEMU's side.</summary>
    public LibqtestProcess Qemu { get; }

    /// <summary>Our side.</summary>
    public LibqtestProcess Hv { get; }

    /// <summary>Makes a qtest command on both sides; the replies must be the same, byte for byte.</summary>
    public void Qtest(string command) => Note(command, Qemu.Qtest(command), Hv.Qtest(command));

    /// <summary>Makes a qtest command that ends QEMU; ours answers.</summary>
    public void QtestOnHvAlone(string command) => Assert.That(Hv.Qtest(command), Does.StartWith("ERR "), command);

    /// <summary>Sends bytes to QMP on both sides; what comes back must be the same.</summary>
    public void Qmp(ReadOnlySpan<byte> bytes, string shown) =>
        Note(shown, Canonical(Qemu.QmpBytes(bytes, recovers: true)), Canonical(Hv.QmpBytes(bytes, recovers: true)));

    /// <summary>Sends a line to QMP on both sides; what comes back must be the same.</summary>
    public void Qmp(string line)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(line + "\n");
        Note(line, Canonical(Qemu.QmpBytes(bytes, recovers: false)), Canonical(Hv.QmpBytes(bytes, recovers: false)));
    }

    /// <summary>
    /// Sends a line to QMP on both sides, and waits for an event: reply and event must be the same, in any order. QEMU sends some
    /// events when it gets round to freeing memory.
    /// </summary>
    public void QmpUntil(string name, string line) => Note(line, Until(Qemu, name, line), Until(Hv, name, line));

    /// <inheritdoc/>
    public void Dispose()
    {
        Qemu.Dispose();
        Hv.Dispose();
    }

    private static string Until(LibqtestProcess process, string name, string line)
    {
        var until = System.Diagnostics.Stopwatch.StartNew();
        var lines = new List<string>(process.QmpBytes(System.Text.Encoding.UTF8.GetBytes(line + "\n"), recovers: false));
        while (!lines.Exists(reply => reply.Contains($"\"{name}\"", StringComparison.Ordinal)))
        {
            Assert.That(until.Elapsed, Is.LessThan(LibqtestProcess.Patience), $"{name} after {line}");
            Thread.Sleep(10);
            lines.AddRange(process.QmpBytes([], recovers: false));
        }

        return string.Join('\n', Canonical(lines).Split('\n').Order(StringComparer.Ordinal));
    }

    private void Note(string request, string qemu, string hv)
    {
        if (qemu != hv)
            _log.Note(new ReplyObservation(_version, request, qemu, hv));
    }

    /// <summary>
    /// Replies byte for byte, but for what JSON leaves open, the order of members, and what no two runs have in common, the time.
    /// </summary>
    private static string Canonical(IReadOnlyList<string> lines) => string.Join('\n', lines.Select(line =>
    {
        try
        {
            var message = JsonNode.Parse(line);
            (message as JsonObject)?.Remove("timestamp");
            return Sort(message)?.ToJsonString() ?? "null";
        }
        catch (JsonException)
        {
            return line;
        }
    }));

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sort(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Sort)]),
        null => null,
        _ => node.DeepClone(),
    };
}
