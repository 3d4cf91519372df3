using Hv.Vfio.Devices;
using Hv.Vfio.Kernel;

namespace Hv.Benchmarks.Vfio;

/// <summary>Events that the thread for interrupts waits for and serves beside others: each is signalled every millisecond.</summary>
internal sealed class EventLoad : IDisposable
{
    private readonly IHostKernel _kernel;
    private readonly int[] _events;
    private readonly Thread _thread;
    private volatile bool _isEnding;
    private long _served;

    /// <summary>Starts them.</summary>
    public EventLoad(IHostKernel kernel, int count)
    {
        _kernel = kernel;
        _events = [.. Enumerable.Range(0, count).Select(_ => kernel.CreateEvent().Number)];
        foreach (var descriptor in _events)
            EventLoop.Of(kernel).Add(descriptor, taken => _served += (long)taken);

        _thread = new Thread(Signal) { IsBackground = true, Name = "other events" };
        _thread.Start();
    }

    /// <summary>Ends them.</summary>
    /// <exception cref="InvalidOperationException">They were not served.</exception>
    public void Dispose()
    {
        _isEnding = true;
        _thread.Join();
        foreach (var descriptor in _events)
        {
            EventLoop.Of(_kernel).Remove(descriptor);
            _kernel.Close(descriptor);
        }

        if (_events.Length > 0 && Volatile.Read(ref _served) == 0)
            throw new InvalidOperationException("Nobody served the other events.");
    }

    private void Signal()
    {
        while (!_isEnding && _events.Length > 0)
        {
            foreach (var descriptor in _events)
                _kernel.SignalEvent(descriptor);

            Thread.Sleep(1);
        }
    }
}
