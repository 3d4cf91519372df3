namespace Hv.Testing;

/// <summary>One trace record.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="Message">Named arguments and results.</param>
public sealed record TraceRecord(string Event, string Message);
