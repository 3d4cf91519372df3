using System.Runtime.CompilerServices;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Devices;

/// <summary>
/// One thread that waits for the events of all devices of a kernel, and calls who wants to know. It runs while there is an event, and
/// allocates nothing from one to the next.
/// </summary>
public sealed class EventLoop
{
    private const int LongestWaitMilliseconds = 2000;

    private static readonly ConditionalWeakTable<IHostKernel, EventLoop> Loops = [];

    private readonly IHostKernel _kernel;
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Action<ulong>> _handlers = [];
    private PollEntry[] _entries = [];
    private Action<ulong>[] _called = [];
    private int _count;
    private bool _isChanged;
    private HostFile? _wakeUp;
    private Thread? _thread;

    private EventLoop(IHostKernel kernel) => _kernel = kernel;

    /// <summary>The loop of a kernel.</summary>
    public static EventLoop Of(IHostKernel kernel) => Loops.GetValue(kernel, key => new EventLoop(key));

    /// <summary>A handler threw: the loop goes on.</summary>
    public event Action<Exception>? HandlerFailed;

    /// <summary>Calls a handler whenever an event is signalled.</summary>
    /// <param name="descriptor">The event.</param>
    /// <param name="handler">Gets how often it was signalled since the last call. Called on the loop's thread.</param>
    /// <exception cref="VfioException">The kernel gives no event for the loop itself.</exception>
    public void Add(int descriptor, Action<ulong> handler)
    {
        lock (_lock)
        {
            _handlers.Add(descriptor, handler);
            _isChanged = true;
            if (_thread is null)
                Start();
            else
                WakeUp();
        }
    }

    /// <summary>Calls the handler of an event no more. One call may still be running on the loop's thread, unless this is it.</summary>
    public void Remove(int descriptor)
    {
        lock (_lock)
        {
            if (!_handlers.Remove(descriptor))
                return;

            _isChanged = true;
            WakeUp();
        }
    }

    private void Start()
    {
        var wakeUp = _kernel.CreateEvent();
        if (wakeUp.IsError)
        {
            _handlers.Clear();
            throw new VfioException($"The kernel gives no event for the thread that waits for interrupts: {wakeUp}.");
        }

        _wakeUp = HostFile.Own(_kernel, wakeUp.Number);
        _thread = new Thread(Run) { IsBackground = true, Name = "vfio interrupts" };
        _thread.Start(_wakeUp);
    }

    private void WakeUp()
    {
        if (_wakeUp is { IsClosed: false } wakeUp)
            _ = _kernel.SignalEvent(wakeUp.Descriptor);
    }

    private void Run(object? state)
    {
        using var wakeUp = (HostFile)state!;
        try
        {
            WaitForEvents(wakeUp);
        }
        catch (Exception exception)
        {
            // A kernel of another machine is gone with its machine: nothing comes from there any more.
            lock (_lock)
            {
                _handlers.Clear();
                (_thread, _wakeUp) = (null, null);
            }

            HandlerFailed?.Invoke(exception);
        }
    }

    private void WaitForEvents(HostFile wakeUp)
    {
        while (TryTakeEntries(wakeUp.Descriptor))
        {
            // Not for ever: a signal that says that something has changed may be the call that the kernel refuses.
            var ready = _kernel.Wait(_entries.AsSpan(0, _count), LongestWaitMilliseconds);
            if (ready.IsError && ready.Error != Errno.Interrupted)
            {
                // An event was closed while it was waited for: the next turn looks at those that are left.
                Thread.Sleep(1);
                continue;
            }

            if (_entries[0].Returned != 0)
                _ = _kernel.TakeEvent(wakeUp.Descriptor);

            for (var entry = 1; entry < _count; entry++)
            {
                if ((_entries[entry].Returned & PollEntry.Readable) != 0)
                    Call(entry);
            }
        }
    }

    /// <summary>Takes over what has changed; the thread ends when no event is left.</summary>
    private bool TryTakeEntries(int wakeUp)
    {
        lock (_lock)
        {
            if (_handlers.Count == 0)
            {
                (_thread, _wakeUp, _count) = (null, null, 0);
                return false;
            }

            if (!_isChanged)
                return true;

            _isChanged = false;
            _count = _handlers.Count + 1;
            if (_entries.Length < _count)
                (_entries, _called) = (new PollEntry[2 * _count], new Action<ulong>[2 * _count]);

            _entries[0] = new PollEntry(wakeUp);
            var next = 1;
            foreach (var (descriptor, handler) in _handlers)
            {
                _entries[next] = new PollEntry(descriptor);
                _called[next++] = handler;
            }

            return true;
        }
    }

    private void Call(int entry)
    {
        if (Take(entry) is not { IsError: false } taken)
            return;

        try
        {
            _called[entry]((ulong)taken.Value);
        }
        catch (Exception exception)
        {
            HandlerFailed?.Invoke(exception);
        }
    }

    /// <summary>
    /// Takes what was signalled, when the same handler still wants it: the kernel gives the number of an event that was closed to the
    /// next one, whose signals are not for this call.
    /// </summary>
    private KernelResult Take(int entry)
    {
        lock (_lock)
        {
            var descriptor = _entries[entry].Descriptor;
            return _handlers.TryGetValue(descriptor, out var handler) && handler == _called[entry]
                ? _kernel.TakeEvent(descriptor)
                : KernelResult.Failed(Errno.BadDescriptor);
        }
    }
}
