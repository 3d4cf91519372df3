using System.Text.Json.Nodes;

namespace Hv.Runtime.Monitors.Qmp;

/// <summary>A command of QMP.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Run">Carries it out; throws <see cref="MonitorException"/>. <see langword="null"/> stands for an empty object.</param>
internal sealed record QmpCommand(string Name, Func<QmpArguments, JsonNode?> Run)
{
    /// <summary>Its arguments.</summary>
    public QmpType.Record Arguments { get; init; } = new();

    /// <summary>What it returns.</summary>
    public QmpType Returns { get; init; } = QmpType.Nothing;

    /// <summary>Whether it can be carried out while other commands wait (<c>exec-oob</c>).</summary>
    public bool AllowsOutOfBand { get; init; }

    /// <summary>Whether it takes members besides those of <see cref="Arguments"/>: properties of devices.</summary>
    public bool TakesMore { get; init; }
}
