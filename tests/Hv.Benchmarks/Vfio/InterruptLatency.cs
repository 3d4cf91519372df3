using System.Diagnostics;
using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Devices;
using Hv.Vfio.Tests.Speed;

namespace Hv.Benchmarks.Vfio;

/// <summary>How long it takes from the signal of a device's event to its message at the guest's interrupt controller.</summary>
internal static class InterruptLatency
{
    private const int Count = 10_000;
    private const int WarmUps = 2_000;

    // Between two interrupts the thread that waits for them goes to sleep.
    private const double PauseMicroseconds = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Measures interrupts one after the other.</summary>
    /// <param name="otherEvents">How many other events the same thread waits for, which are all signalled every millisecond.</param>
    /// <returns>The times in microseconds, the shortest first.</returns>
    public static double[] Measure(int otherEvents)
    {
        var device = new FakeEdu { Driver = FakeDevice.VfioDriver };
        var kernel = new HostEventKernel(new FakeKernel(FakeKernelOptions.Pc, device));
        using var guest = new MappingGuest(64 << 20, kernel, device.Address, 0x10_0000_0000);
        var source = guest.Test.Machine.Interrupts.Find(guest.EnableMessages())
            ?? throw new InvalidOperationException("The device's message goes nowhere.");
        using var load = new EventLoad(kernel, otherEvents);
        var times = new double[Count];
        for (var index = -WarmUps; index < Count; index++)
        {
            Pause();
            var before = Arrived();
            var start = Stopwatch.GetTimestamp();
            if (kernel.SignalEvent(kernel.Message).IsError)
                throw new InvalidOperationException("The host does not take the signal.");

            while (Arrived() == before)
            {
                if (Stopwatch.GetElapsedTime(start) > Patience)
                    throw new InvalidOperationException("A message does not arrive.");
            }

            if (index >= 0)
                times[index] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(times);
        return times;

        // Without the machine's lock, which the interrupt needs.
        ulong Arrived()
        {
            Interlocked.MemoryBarrier();
            return source.Messages;
        }
    }

    /// <summary>A value that so much of all are at most.</summary>
    public static double Percentile(double[] sorted, double part) => sorted[(int)((sorted.Length - 1) * part)];

    private static void Pause()
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMicroseconds < PauseMicroseconds)
            Thread.SpinWait(10);
    }
}
