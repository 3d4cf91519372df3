using System.Text.Json.Nodes;

namespace Hv.Runtime.Monitors.Qmp;

/// <summary>A command as a client gave it.</summary>
/// <param name="Command">Its name.</param>
/// <param name="Arguments">Its arguments, or <see langword="null"/>.</param>
/// <param name="Id">What its reply repeats, as JSON, or <see langword="null"/>.</param>
/// <param name="IsOutOfBand">Whether it is to be carried out at once.</param>
internal sealed record QmpRequest(string Command, JsonObject? Arguments, string? Id, bool IsOutOfBand)
{
    private const string InBand = "execute";
    private const string OutOfBand = "exec-oob";

    /// <summary>Whether a message is to be answered before those that wait, whatever else is wrong with it.</summary>
    public static bool IsOutOfBandMessage(JsonNode? message) =>
        message is JsonObject members && members.ContainsKey(OutOfBand) && !members.ContainsKey(InBand);

    /// <summary>Reads a message.</summary>
    /// <exception cref="MonitorException">It is no command.</exception>
    public static QmpRequest Read(JsonNode? message, string? id, bool takesOutOfBand)
    {
        if (message is not JsonObject members)
            throw new MonitorException("QMP input must be a JSON object");

        string? key = null;
        string? command = null;
        JsonObject? arguments = null;
        foreach (var (name, value) in members)
        {
            switch (name)
            {
                case InBand:
                case OutOfBand when takesOutOfBand:
                    if (value is not JsonValue text || !text.TryGetValue(out string? given))
                        throw new MonitorException($"QMP input member '{name}' must be a string");

                    if (key is not null)
                        throw new MonitorException($"QMP input member '{name}' clashes with '{key}'");

                    (key, command) = (name, given);
                    break;
                case "arguments":
                    arguments = value as JsonObject ?? throw new MonitorException("QMP input member 'arguments' must be an object");
                    break;
                case "id":
                    break;
                default:
                    throw new MonitorException($"QMP input member '{name}' is unexpected");
            }
        }

        return command is null
            ? throw new MonitorException("QMP input lacks member 'execute'")
            : new QmpRequest(command, arguments, id, key == OutOfBand);
    }
}
