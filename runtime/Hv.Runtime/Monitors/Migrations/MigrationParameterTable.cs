using System.Globalization;
using System.Text.Json.Nodes;
using Hv.Runtime.Migration.Streams;

namespace Hv.Runtime.Monitors.Migrations;

/// <summary>The parameters of migrations that QEMU's users know. Two can be changed; the rest is of what there is not here.</summary>
internal static class MigrationParameterTable
{
    /// <summary>The parameter of <see cref="MigrationParameters.MaximumBandwidth"/>.</summary>
    public const string MaximumBandwidth = "max-bandwidth";

    /// <summary>The parameter of <see cref="MigrationParameters.DowntimeLimit"/>.</summary>
    public const string DowntimeLimit = "downtime-limit";

    /// <summary>All parameters, in the order in which people see them, with what they are.</summary>
    public static JsonObject Describe(MigrationParameters parameters) => new()
    {
        ["announce-initial"] = 50,
        ["announce-max"] = 550,
        ["announce-rounds"] = 5,
        ["announce-step"] = 100,
        ["compress-level"] = 1,
        ["compress-threads"] = 8,
        ["compress-wait-thread"] = true,
        ["decompress-threads"] = 2,
        ["throttle-trigger-threshold"] = 50,
        ["cpu-throttle-initial"] = 20,
        ["cpu-throttle-increment"] = 10,
        ["cpu-throttle-tailslow"] = false,
        ["max-cpu-throttle"] = 99,
        ["tls-creds"] = "",
        ["tls-hostname"] = "",
        [MaximumBandwidth] = parameters.MaximumBandwidth,
        [DowntimeLimit] = (long)parameters.DowntimeLimit.TotalMilliseconds,
        ["x-checkpoint-delay"] = 20000,
        ["block-incremental"] = false,
        ["multifd-channels"] = 2,
        ["multifd-compression"] = "none",
        ["multifd-zlib-level"] = 1,
        ["multifd-zstd-level"] = 1,
        ["xbzrle-cache-size"] = 67108864,
        ["max-postcopy-bandwidth"] = 0,
        ["tls-authz"] = "",
    };

    /// <summary>The lines that people see.</summary>
    public static string Show(MigrationParameters parameters) => string.Concat(Describe(parameters)
        .Where(parameter => parameter.Key is not ("multifd-zlib-level" or "multifd-zstd-level"))
        .Select(parameter => string.Create(CultureInfo.InvariantCulture, $"{parameter.Key}: {Show(parameter.Key, parameter.Value!)}\n")));

    /// <summary>Changes parameters.</summary>
    /// <param name="parameters">What they are.</param>
    /// <param name="changes">What they are to be, checked as JSON.</param>
    /// <returns>What they are from now on.</returns>
    /// <exception cref="MonitorException">One cannot be so, or cannot be changed.</exception>
    public static MigrationParameters Change(MigrationParameters parameters, IEnumerable<KeyValuePair<string, JsonNode?>> changes)
    {
        var known = Describe(parameters);
        foreach (var (name, value) in changes)
        {
            parameters = name switch
            {
                MaximumBandwidth => parameters with { MaximumBandwidth = Bytes(value!.GetValue<long>()) },
                DowntimeLimit => parameters with { DowntimeLimit = Milliseconds(value!.GetValue<long>()) },

                // One that stays as it is asks for nothing.
                _ when JsonNode.DeepEquals(known[name], value) => parameters,
                _ => throw new MonitorException(
                    $"Parameter '{name}' stays {known[name]?.ToJsonString()}: what it is about is not there; {MaximumBandwidth} and {DowntimeLimit} can be changed"),
            };
        }

        return parameters;
    }

    private static string Show(string name, JsonNode value) => value.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.True => "on",
        System.Text.Json.JsonValueKind.False => "off",
        System.Text.Json.JsonValueKind.String when name.StartsWith("tls", StringComparison.Ordinal) => $"'{value}'",
        _ => value.ToString(),
    } + name switch
    {
        MaximumBandwidth => " bytes/second",
        "xbzrle-cache-size" => " bytes",
        DowntimeLimit or "announce-initial" or "announce-max" or "announce-step" or "x-checkpoint-delay" => " ms",
        _ => "",
    };

    private static ulong Bytes(long value) => value >= 0
        ? (ulong)value
        : throw new MonitorException($"Parameter '{MaximumBandwidth}' expects bytes per second, or 0 for as fast as it goes");

    private static TimeSpan Milliseconds(long value) => value >= 0 && value <= MigrationParameters.LongestDowntime.TotalMilliseconds
        ? TimeSpan.FromMilliseconds(value)
        : throw new MonitorException("Parameter 'downtime_limit' expects an integer in the range of 0 to (2000 * 1000) ms");
}
