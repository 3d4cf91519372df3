using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hv.Conformance.Infrastructure;

/// <summary>As much of QMP as the tests need: commands, and waiting for an event.</summary>
internal sealed class QmpClient : IDisposable
{
    private readonly LineChannel _channel;
    private readonly Queue<JsonNode> _events = [];

    public QmpClient(LineChannel channel)
    {
        _channel = channel;
        Receive();
        Execute("qmp_capabilities");
    }

    /// <summary>Runs a command.</summary>
    /// <returns>What it returned.</returns>
    public JsonNode Execute(string command, params ReadOnlySpan<(string Name, string Value)> arguments)
    {
        var values = new JsonObject();
        foreach (var (name, value) in arguments)
            values.Add(name, value);

        _channel.Send(new JsonObject { ["execute"] = command, ["arguments"] = values }.ToJsonString());
        while (true)
        {
            var reply = Receive();
            if (reply["event"] is not null)
                _events.Enqueue(reply);
            else
                return reply["return"] ?? throw new InvalidOperationException($"QMP command '{command}' failed: {reply.ToJsonString()}");
        }
    }

    /// <summary>Waits for an event; those before it are forgotten.</summary>
    /// <returns>Its data.</returns>
    public JsonNode WaitFor(string name)
    {
        while (true)
        {
            var candidate = _events.TryDequeue(out var queued) ? queued : Receive();
            if (candidate["event"]?.GetValue<string>() == name)
                return candidate["data"] ?? new JsonObject();
        }
    }

    /// <summary>The names and types of an object's properties and children.</summary>
    public IReadOnlyList<(string Name, string Type)> List(string path) =>
        [.. Execute("qom-list", ("path", path)).AsArray().Select(entry => (Text(entry, "name"), Text(entry, "type")))];

    /// <summary>The value of an object's property.</summary>
    public JsonElement Get(string path, string property) =>
        Execute("qom-get", ("path", path), ("property", property)).Deserialize<JsonElement>();

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    private static string Text(JsonNode? entry, string name) => entry?[name]?.GetValue<string>() ?? "";

    private JsonNode Receive() => JsonNode.Parse(_channel.Receive()) ?? throw new InvalidOperationException("QMP sent null.");
}
