using Hv.Testing.Vfio;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Devices;

public sealed class MessageTests
{
    private const uint Number = 0x1310;
    private const int WaitMilliseconds = 20_000;

    [Test]
    public void A_vector_that_is_unmasked_before_MSI_X_is_switched_on_arrives()
    {
        using var host = Ready();
        host.SetVector(2, Number);
        host.EnableMsix();
        host.Fake.SendMessage(2);
        Arrives(host, 1);
    }

    [Test]
    public void A_vector_that_is_unmasked_later_arrives_too()
    {
        using var host = Ready();
        host.SetVector(0, Number + 1);
        host.EnableMsix();
        host.SetVector(5, Number);
        host.Fake.SendMessage(5);
        Arrives(host, 1);
    }

    [Test]
    public void A_vector_that_is_masked_is_pending_until_it_is_not()
    {
        using var host = Ready();
        host.SetVector(2, Number);
        host.EnableMsix();
        host.Write(PassedThrough.TableOffset + (2 * 16) + 12, 1);
        host.Fake.SendMessage(2);
        Assert.That(SpinWait.SpinUntil(() => host.Read(PassedThrough.PendingOffset) == 4, WaitMilliseconds), Is.True);
        Assert.That(Messages(host), Is.Zero);
        host.Write(PassedThrough.TableOffset + (2 * 16) + 12, 0);
        Arrives(host, 1);
        Assert.That(host.Read(PassedThrough.PendingOffset), Is.Zero);
    }

    [Test]
    public void Only_vectors_in_use_have_an_event()
    {
        using var host = Ready();
        var before = host.Kernel.Calls[FakeCall.CreateEvent];
        host.SetVector(2, Number);
        host.EnableMsix();
        Assert.That(host.Kernel.Calls[FakeCall.CreateEvent] - before, Is.EqualTo(1));
    }

    [Test]
    public void Nothing_arrives_once_MSI_X_is_switched_off_and_it_can_be_switched_on_again()
    {
        using var host = Ready();
        host.SetVector(2, Number);
        for (var round = 1UL; round <= 3; round++)
        {
            host.EnableMsix();
            host.Fake.SendMessage(2);
            Arrives(host, round);
            host.EnableMsix(isOn: false);
            Assert.That(host.Fake.SendMessage(2), Is.False);
        }
    }

    [Test]
    public void When_the_process_has_no_more_files_the_user_is_told_and_the_guest_goes_on()
    {
        using var host = Ready();
        host.SetVector(2, Number);
        host.Kernel.Faults.Fail(FakeCall.CreateEvent, Errno.TooManyFiles);
        host.EnableMsix();
        Assert.That(host.Read(0x100), Is.Zero);
        host.Kernel.Faults.Clear();
    }

    [Test]
    public void When_the_host_has_no_interrupts_left_the_user_is_told()
    {
        using var host = Ready();
        host.SetVector(2, Number);
        host.Kernel.Faults.Fail(VfioRequest.DeviceSetIrqs, Errno.NoSpace);
        host.EnableMsix();
        Assert.That(host.Test.Events.OfType<Runtime.Machines.MachineEvent.DeviceLimited>().Single().Message, Does.Contain("Msix").And.Contain("ENOSPC"));
        host.Kernel.Faults.Clear();
    }

    [Test]
    public void A_reset_of_the_machine_switches_messages_off()
    {
        using var host = Ready();
        host.SetVector(2, Number);
        host.EnableMsix();
        host.Machine.Reset();
        Assert.That(host.Fake.SendMessage(2), Is.False);
        Assert.That(host.Device.ReadConfiguration(PassedThrough.Msix + 2, 2) & 0x8000, Is.Zero);
    }

    private static PassedThrough Ready()
    {
        var host = new PassedThrough();
        host.Open();
        Assert.That(host.Machine.Interrupts.TryTakeMessages(Number, 1), Is.True);
        return host;
    }

    private static ulong Messages(PassedThrough host)
    {
        lock (host.Machine.Lock)
            return host.Machine.Interrupts.Find(Number)!.Messages;
    }

    private static void Arrives(PassedThrough host, ulong count) =>
        Assert.That(SpinWait.SpinUntil(() => Messages(host) == count, WaitMilliseconds), Is.True, "the message did not arrive");
}
