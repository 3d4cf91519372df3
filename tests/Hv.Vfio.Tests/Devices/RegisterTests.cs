using Hv.Runtime.Pci;

namespace Hv.Vfio.Tests.Devices;

public sealed class RegisterTests
{
    [Test]
    public void Memory_is_reached_without_the_kernel_but_for_the_pages_of_the_MSI_X_table()
    {
        using var host = new PassedThrough();
        host.Open();
        Assert.That(host.Device.MappedBytes, Is.EqualTo(PassedThrough.BarSize - 0x2000));
        var calls = host.Kernel.Calls[Testing.Vfio.FakeCall.Read] + host.Kernel.Calls[Testing.Vfio.FakeCall.Write];
        host.Write(0x100, 0x1234_5678);
        Assert.That(host.ReadAtDevice(0x100), Is.EqualTo(0x1234_5678));
        Assert.That((host.Read(0x100), host.Read(0x102, 2), host.Read(0x103, 1)), Is.EqualTo((0x1234_5678u, 0x1234u, 0x12u)));
        Assert.That(host.Kernel.Calls[Testing.Vfio.FakeCall.Read] + host.Kernel.Calls[Testing.Vfio.FakeCall.Write], Is.EqualTo(calls));
    }

    [Test]
    public void Around_the_table_the_kernel_is_called_and_the_table_itself_the_device_never_sees()
    {
        using var host = new PassedThrough();
        host.Open();
        host.Write(PassedThrough.TableOffset + 0x400, 0xCAFE);
        Assert.That(host.ReadAtDevice(PassedThrough.TableOffset + 0x400), Is.EqualTo(0xCAFE));
        host.Write(PassedThrough.TableOffset + 8, 0x1300);
        Assert.That(host.Read(PassedThrough.TableOffset + 8), Is.EqualTo(0x1300));
        Assert.That(host.ReadAtDevice(PassedThrough.TableOffset + 8), Is.Zero);
    }

    [Test]
    public void All_accesses_go_through_the_kernel_when_the_user_wants_it()
    {
        using var host = new PassedThrough(attach: false);
        host.Machine.CreateDevice<Vfio.Devices.VfioPciDevice>("first", [("addr", "3"), ("host", PassedThrough.First), ("x-no-mmap", "on")]);
        host.Open();
        Assert.That(host.Device.MappedBytes, Is.Zero);
        host.Write(0x100, 7);
        Assert.That(host.ReadAtDevice(0x100), Is.EqualTo(7));
    }

    [Test]
    public void Accesses_that_are_not_aligned_reach_the_device_in_parts()
    {
        using var host = new PassedThrough();
        host.Open();
        Span<byte> content = stackalloc byte[11];
        for (var index = 0; index < content.Length; index++)
            content[index] = (byte)(index + 1);

        Assert.That(host.Bridge.Bus.Memory.Write(PassedThrough.Bar + 0x201, content), Is.True);
        Span<byte> read = stackalloc byte[11];
        Assert.That(host.Bridge.Bus.Memory.Read(PassedThrough.Bar + 0x201, read), Is.True);
        Assert.That(read.ToArray(), Is.EqualTo(content.ToArray()));
    }

    [Test]
    public void A_base_address_register_that_is_put_over_RAM_hides_nothing_of_it_from_the_device()
    {
        using var host = new PassedThrough();
        host.Device.WriteConfiguration(PciRegister.BaseAddress0, 4, 0);
        host.Device.WriteConfiguration(PciRegister.Command, 2, PciRegister.CommandMemory | PciRegister.CommandBusMaster);
        host.Bridge.DmaWindows[0].Put(0x1000, 0x10_0003);
        Span<byte> read = stackalloc byte[4];
        Assert.That(host.Fake.ReadMemory(0x1000, read), Is.True, "PCI memory is not guest memory");
    }

    [Test]
    public void The_ROM_appears_where_the_guest_puts_it()
    {
        using var host = new PassedThrough();
        host.Rom.Write(0, [0x55, 0xAA, 0x12]);
        host.Open();
        host.Device.WriteConfiguration(0x30, 4, uint.MaxValue);
        Assert.That(host.Device.ReadConfiguration(0x30, 4), Is.EqualTo(0xFFFF_F001));
        host.Device.WriteConfiguration(0x30, 4, 0xA000_0001);
        Span<byte> read = stackalloc byte[4];
        Assert.That(host.Bridge.Bus.Memory.Read(0xA000_0000, read), Is.True);
        Assert.That(read.ToArray(), Is.EqualTo(new byte[] { 0x55, 0xAA, 0x12, 0 }));
        host.Device.WriteConfiguration(0x30, 4, 0xA000_0000);
        Assert.That(host.Bridge.Bus.Memory.Read(0xA000_0000, read), Is.False);
    }

    [Test]
    public void Without_rombar_there_is_none()
    {
        using var host = new PassedThrough(attach: false);
        host.Machine.CreateDevice<Vfio.Devices.VfioPciDevice>("first", [("addr", "3"), ("host", PassedThrough.First), ("rombar", "0")]);
        host.Device.WriteConfiguration(0x30, 4, uint.MaxValue);
        Assert.That(host.Device.ReadConfiguration(0x30, 4), Is.Zero);
    }
}
