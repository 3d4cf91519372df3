namespace Hv.Runtime.Monitors.Qmp;

/// <summary>A token of a message.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it starts in the message's bytes.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct QmpToken(QmpTokenKind Kind, int Start, int Length);
