using Hv.Testing.Vfio;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Fake;

/// <summary>Events of the modelled kernel.</summary>
[TestFixture]
public sealed class FakeEventTests
{
    [Test]
    public void Signals_add_up_and_are_taken_as_a_whole()
    {
        var kernel = new FakeKernel();
        var signal = kernel.CreateEvent().Number;
        Assert.That(kernel.TakeEvent(signal).Error, Is.EqualTo(Errno.TryAgain));
        kernel.SignalEvent(signal);
        kernel.SignalEvent(signal);
        Assert.That(kernel.TakeEvent(signal).Value, Is.EqualTo(2));
        Assert.That(kernel.TakeEvent(signal).Error, Is.EqualTo(Errno.TryAgain));
    }

    [Test]
    public void Waiting_ends_when_the_time_is_over()
    {
        var kernel = new FakeKernel();
        var entries = new PollEntry[] { new(kernel.CreateEvent().Number) };
        Assert.That(kernel.Wait(entries, 0).Value, Is.Zero);
        Assert.That(kernel.Wait(entries, 20).Value, Is.Zero);
    }

    [Test]
    [CancelAfter(30_000)]
    public void Waiting_ends_when_another_thread_signals(CancellationToken cancellation)
    {
        var kernel = new FakeKernel();
        var first = kernel.CreateEvent().Number;
        var second = kernel.CreateEvent().Number;
        var result = Task.Run(
            () =>
            {
                var entries = new PollEntry[] { new(first), new(second), new(-1) };
                var count = kernel.Wait(entries, -1);
                return (count.Value, entries[0].Returned, entries[1].Returned);
            },
            cancellation);
        kernel.SignalEvent(second);
        Assert.That(result.Wait(20_000, cancellation), Is.True);
        Assert.That(result.Result, Is.EqualTo((1L, (short)0, PollEntry.Readable)));
    }

    [Test]
    public void A_closed_descriptor_is_told_while_waiting()
    {
        var kernel = new FakeKernel();
        var signal = kernel.CreateEvent().Number;
        kernel.Close(signal);
        var entries = new PollEntry[] { new(signal) };
        Assert.That(kernel.Wait(entries, -1).Value, Is.EqualTo(1));
        Assert.That(entries[0].Returned, Is.EqualTo(0x20));
    }

    [Test]
    public void Unmasking_by_an_event_lets_INTx_come_again()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc);
        var device = session.OpenDevice();
        var signal = session.Kernel.CreateEvent().Number;
        var unmask = session.Kernel.CreateEvent().Number;
        session.SetInterrupts(device, 0, FakeSession.TriggerByEvent, 0, 1, signal);
        Assert.That(session.SetInterrupts(device, 0, 4 | 16, 0, 1, unmask).IsError, Is.False);
        session.Device.SetInterrupt(true);
        Assert.That(session.Kernel.TakeEvent(signal).Value, Is.EqualTo(1));
        session.Kernel.SignalEvent(unmask);
        Assert.That(session.Kernel.TakeEvent(signal).Value, Is.EqualTo(1));
    }
}
