using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio;

/// <summary>An event: a count that is taken as a whole.</summary>
internal sealed class FakeEvent(object gate) : FakeFile(FakeFileKind.Event, "anon_inode:[eventfd]")
{
    private ulong _count;

    /// <summary>Whether something was signalled. Only under the gate.</summary>
    public bool IsSignalled => _count > 0;

    /// <summary>Called after each signal, without the gate.</summary>
    public Action? Signalled { get; set; }

    public void Signal(int times = 1)
    {
        if (times == 0)
            return;

        lock (gate)
        {
            _count += (ulong)times;
            Monitor.PulseAll(gate);
        }

        Signalled?.Invoke();
    }

    public KernelResult Take()
    {
        lock (gate)
        {
            if (_count == 0)
                return KernelResult.Failed(Errno.TryAgain);

            var count = _count;
            _count = 0;
            return new KernelResult((long)count);
        }
    }
}
