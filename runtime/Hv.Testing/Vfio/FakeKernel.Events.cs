using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio;

public sealed partial class FakeKernel
{
    private const short PollInvalid = 0x20;

    /// <summary>Guards the counts of events; taken after <see cref="Gate"/>, never before.</summary>
    private readonly object _events = new();

    /// <inheritdoc/>
    public KernelResult CreateEvent()
    {
        Calls.Count(FakeCall.CreateEvent);
        if (Faults.ErrorOf(FakeCall.CreateEvent) is var error && error != Errno.None)
            return KernelResult.Failed(error);

        lock (Gate)
            return Descriptors.Add(new FakeEvent(_events));
    }

    /// <inheritdoc/>
    public KernelResult SignalEvent(int descriptor)
    {
        Calls.Count(FakeCall.SignalEvent);
        if (Faults.ErrorOf(FakeCall.SignalEvent) is var error && error != Errno.None)
            return KernelResult.Failed(error);

        if (FindEvent(descriptor, out error) is not { } signal)
            return KernelResult.Failed(error);

        signal.Signal();
        return default;
    }

    /// <inheritdoc/>
    public KernelResult TakeEvent(int descriptor)
    {
        Calls.Count(FakeCall.TakeEvent);
        if (Faults.ErrorOf(FakeCall.TakeEvent) is var error && error != Errno.None)
            return KernelResult.Failed(error);

        return FindEvent(descriptor, out error)?.Take() ?? KernelResult.Failed(error);
    }

    /// <inheritdoc/>
    public KernelResult Wait(Span<PollEntry> entries, int timeoutMilliseconds)
    {
        Calls.Count(FakeCall.Wait);
        if (Faults.ErrorOf(FakeCall.Wait) is var error && error != Errno.None)
            return KernelResult.Failed(error);

        var end = Environment.TickCount64 + Math.Max(timeoutMilliseconds, 0);
        lock (_events)
        {
            while (true)
            {
                var count = Poll(entries);
                if (count > 0 || timeoutMilliseconds == 0)
                    return new KernelResult(count);

                if (timeoutMilliseconds < 0)
                {
                    Monitor.Wait(_events);
                    continue;
                }

                var left = end - Environment.TickCount64;
                if (left <= 0)
                    return default;

                Monitor.Wait(_events, (int)left);
            }
        }
    }

    private int Poll(Span<PollEntry> entries)
    {
        var count = 0;
        foreach (ref var entry in entries)
        {
            entry.Returned = 0;
            if (entry.Descriptor < 0)
                continue;

            var file = Descriptors.Find(entry.Descriptor);
            if (file is null)
                entry.Returned = PollInvalid;
            else if (file is FakeEvent { IsSignalled: true })
                entry.Returned = (short)(entry.Wanted & PollEntry.Readable);

            if (entry.Returned != 0)
                count++;
        }

        return count;
    }

    private FakeEvent? FindEvent(int descriptor, out Errno error)
    {
        var file = Descriptors.Find(descriptor);
        error = file switch { null => Errno.BadDescriptor, FakeEvent => Errno.None, _ => Errno.InvalidArgument };
        return file as FakeEvent;
    }
}
