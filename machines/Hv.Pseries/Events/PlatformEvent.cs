namespace Hv.Pseries.Events;

/// <summary>An event that waits for the guest to fetch it.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Log">The error log as the guest gets it: 8-byte header and extended log (LoPAR 10.3).</param>
public sealed record PlatformEvent(EventClasses Class, byte[] Log);
