namespace Hv.Cli.Run;

/// <summary>A monitor of the command line.</summary>
/// <param name="Option">The option it came from.</param>
/// <param name="Device">The id of a character device, or its short form.</param>
/// <param name="IsId">Whether <paramref name="Device"/> is an id.</param>
/// <param name="IsControl">Whether it speaks QMP; otherwise it is for people.</param>
/// <param name="IsPretty">Whether QMP is laid out for people.</param>
internal sealed record RunMonitor(string Option, string Device, bool IsId, bool IsControl, bool IsPretty);
