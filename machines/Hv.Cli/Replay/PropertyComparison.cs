namespace Hv.Cli.Replay;

/// <summary>What came of one recorded device-tree property.</summary>
/// <param name="Line">Its line in the recording.</param>
/// <param name="Path">Node and property.</param>
/// <param name="Outcome">How it compares.</param>
/// <param name="Recorded">The value in the recording, in hexadecimal.</param>
/// <param name="Ours">The machine's value, in hexadecimal; <see langword="null"/> when it has none.</param>
internal sealed record PropertyComparison(long Line, string Path, ReplayOutcome Outcome, string Recorded, string? Ours);
