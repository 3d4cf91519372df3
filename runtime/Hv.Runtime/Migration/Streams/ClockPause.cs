using Hv.Runtime.Time;

namespace Hv.Runtime.Migration.Streams;

/// <summary>Stops a machine's time until it is disposed.</summary>
internal readonly struct ClockPause : IDisposable
{
    private readonly MachineClock? _running;

    public ClockPause(MachineClock clock)
    {
        _running = clock.IsRunning ? clock : null;
        clock.Stop();
    }

    public void Dispose() => _running?.Start();
}
