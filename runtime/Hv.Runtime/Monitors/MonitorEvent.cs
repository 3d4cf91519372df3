using System.Text.Json.Nodes;

namespace Hv.Runtime.Monitors;

/// <summary>Something that monitors are told of.</summary>
/// <param name="Name">The name, such as <c>RESET</c>.</param>
/// <param name="Data">What there is to say, or <see langword="null"/>.</param>
/// <param name="Time">When it happened, by the host's clock.</param>
public sealed record MonitorEvent(string Name, JsonObject? Data, DateTimeOffset Time)
{
    /// <summary>Whether a newer event of the name makes this one superfluous: a guest can cause any number of them.</summary>
    public bool IsReplaceable => Name == "RTC_CHANGE";
}
