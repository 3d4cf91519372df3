namespace Hv.Cli.Commands;

/// <summary>The command line of <c>hv replay</c>.</summary>
/// <param name="File">The recording, or <see langword="null"/> for the built-in one.</param>
/// <param name="Machine">The machine, or <see langword="null"/> for the recording's.</param>
/// <param name="Memory">RAM in bytes, or <see langword="null"/> for the recording's.</param>
/// <param name="MaximumMemory">Up to where memory can be added, or <see langword="null"/>.</param>
/// <param name="Trace">Patterns of trace events.</param>
/// <param name="Verbose">Whether everything is listed.</param>
/// <param name="Json">Whether to write JSON.</param>
internal sealed record ReplayArguments(
    string? File, string? Machine, ulong? Memory, ulong? MaximumMemory, IReadOnlyList<string> Trace, bool Verbose, bool Json);
