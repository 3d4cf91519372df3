using Hv.Testing.Vfio;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Fake;

/// <summary>What real kernels let pass, and are damaged by or warn of: it is asked of the modelled one alone.</summary>
[TestFixture]
public sealed class FakeDangerTests
{
    /// <summary>A real kernel writes behind its table (6.12): only the first page of a mapping is checked.</summary>
    [Test]
    public void Mapping_past_the_end_of_a_window_succeeds_and_damages_the_kernel()
    {
        using var session = new FakeSession(FakeKernelOptions.Powernv9);
        session.Register(session.Address, 1 << 20);
        Assert.That(session.Map(0x8000_0000 - 65536, session.Address, 2 * 65536), Is.EqualTo(default(KernelResult)));
        Assert.That(session.Kernel.Corruptions, Has.Count.EqualTo(1));
        Assert.That(session.Kernel.Corruptions[0], Is.EqualTo("16 entries were written past the end of the window at 0x0"));
        Assert.That(session.Kernel.AssertNoLeaks, Throws.InvalidOperationException);
    }

    /// <summary>A real kernel warns with a trace in its log.</summary>
    [Test]
    public void Registering_0_bytes_is_ENOMEM_and_warned_of()
    {
        using var session = new FakeSession(FakeKernelOptions.Powernv9);
        Assert.That(session.Register(session.Address, 0).Error, Is.EqualTo(Errno.NoMemory));
        Assert.That(session.Kernel.Corruptions, Has.Count.EqualTo(1));
    }

    [Test]
    public void Unregistering_mapped_memory_is_told_as_a_leak()
    {
        using var session = new FakeSession(FakeKernelOptions.Powernv9);
        session.Register(session.Address, 1 << 20);
        session.Map(0, session.Address, 65536);
        session.Register(session.Address, 1 << 20, VfioRequest.SpaprUnregisterMemory);
        session.Kernel.Close(session.Group);
        session.Kernel.Close(session.Container);
        session.Kernel.Unshare(session.Memory);
        Assert.That(session.Kernel.Leaks.ToString(), Does.Contain("memory of 0x100000 bytes was unregistered while it was mapped"));
        Assert.That(session.Kernel.LockedBytes, Is.EqualTo(1 << 20));
    }

    [Test]
    public void A_window_that_fails_is_told_as_a_leak()
    {
        using var session = new FakeSession(FakeKernelOptions.Powernv9);
        Assert.That(session.Create(16, 1UL << 40).Error, Is.EqualTo(Errno.NoMemory));
        Assert.That(session.Kernel.Leaks.ToString(), Does.Contain("0x10000000 bytes stay counted as locked"));
    }

    [Test]
    public void A_window_that_fails_takes_what_others_could_lock()
    {
        var options = FakeKernelOptions.Powernv9 with { CanLockMemory = false, LockedMemoryLimit = (256 + 8) << 20 };
        using var session = new FakeSession(options);
        Assert.That(session.Create(16, 1UL << 40).Error, Is.EqualTo(Errno.NoMemory));
        Assert.That(session.Register(session.Address, 1 << 20).Error, Is.EqualTo(Errno.NoMemory));
    }

    [Test]
    public void RAM_that_is_given_back_while_it_is_mapped_is_not_touched()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc);
        var device = session.OpenDevice();
        session.Kernel.Write(device, [6, 0], (7UL << 40) + 4);
        session.Map(0, session.Address, 1 << 20);
        Assert.That(session.Device.WriteMemory(0x1000, [1, 2, 3]), Is.True);
        session.Memory.Dispose();
        Assert.That(session.Device.WriteMemory(0x1000, [1, 2, 3]), Is.False);
        Assert.That(session.Kernel.Corruptions, Has.Count.EqualTo(1));
    }
}
