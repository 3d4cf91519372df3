using System.Buffers.Binary;
using Hv.Pseries.Firmware;
using Hv.Pseries.Tests.Firmware.OpenFirmware;
using Hv.Pseries.Versions;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Migration.Streams;
using Hv.Runtime.Objects;
using Hv.Testing;

namespace Hv.Pseries.Tests.Firmware.Boot;

/// <summary>The files that a machine starts with, and what firmware in the guest asks of it.</summary>
public sealed class GuestBootTests
{
    private const ulong RamSize = 64 << 20;
    private const ulong List = 0x10_0000;
    private const ulong Buffer = 0x20_0000;

    private string _file = "";

    [SetUp]
    public void MakeFile() => _file = Path.GetTempFileName();

    [TearDown]
    public void RemoveFile() => File.Delete(_file);

    [Test]
    public void An_initial_RAM_disk_without_a_kernel_is_refused() =>
        Assert.That(() => Start(new BootOptions { InitialRamDisk = _file }), Throws.TypeOf<PropertyException>().With.Message.Contains("-kernel"));

    [Test]
    public void An_initial_RAM_disk_that_does_not_fit_is_refused()
    {
        SetLength(RamSize);
        Assert.That(
            () => Start(new BootOptions { Kernel = "k", KernelContent = new byte[4], InitialRamDisk = _file }),
            Throws.TypeOf<PropertyException>().With.Message.StartsWith($"-initrd {_file}: ").And.Message.Contains("-m"));
    }

    [Test]
    public void An_initial_RAM_disk_lies_behind_the_kernel_and_is_claimed()
    {
        File.WriteAllBytes(_file, [1, 2, 3]);
        using var machine = Start(new BootOptions { Kernel = "k", KernelContent = new byte[0x1_0001], InitialRamDisk = _file });
        var disk = machine.Machine.Boot.InitialRamDisk!;
        Assert.That(disk.Address, Is.GreaterThanOrEqualTo(machine.Machine.Boot.Kernel!.End));
        var bytes = new byte[4];
        machine.Memory.TryRead(new GuestPhysicalAddress(disk.Address), bytes);
        Assert.That(bytes, Is.EqualTo(new byte[] { 1, 2, 3, 0 }));
    }

    [Test]
    public void Firmware_that_is_too_large_is_refused()
    {
        SetLength((4 << 20) + 1);
        Assert.That(
            () => Start(new BootOptions { Firmware = _file }), Throws.TypeOf<PropertyException>().With.Message.StartsWith($"-bios {_file}: "));
    }

    [Test]
    public void Firmware_needs_RAM() =>
        Assert.That(() => Start(new BootOptions { Firmware = _file }), Throws.TypeOf<PropertyException>().With.Message.Contains("-m 64M"));

    [Test]
    public void Firmware_that_negotiates_gets_a_tree_and_may_hand_it_back()
    {
        using var machine = Start(new BootOptions());
        byte[] list = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        machine.Memory.TryWrite(new GuestPhysicalAddress(List), list);
        Assert.That(Call(machine, 0xF002, List, Buffer, 3), Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(Call(machine, 0xF002, List, Buffer, 64), Is.EqualTo(HypercallStatus.Parameter), "the tree does not fit");
        Assert.That(Call(machine, 0xF002, List, RamSize, 1 << 20), Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(Call(machine, 0xF002, List, Buffer, 1 << 20), Is.EqualTo(HypercallStatus.Success));
        var head = new byte[12];
        machine.Memory.TryRead(new GuestPhysicalAddress(Buffer), head);
        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(head), Is.EqualTo(1));
        Assert.That(BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4)), Is.EqualTo(0xD00DFEED));
        Assert.That(Call(machine, 0xF003, Buffer + 4), Is.EqualTo(HypercallStatus.Success));
        Assert.That(Call(machine, 0xF003, Buffer), Is.EqualTo(HypercallStatus.Parameter), "that is no tree");
        Assert.That(Call(machine, 0xF003, RamSize - 4), Is.EqualTo(HypercallStatus.Parameter));
        machine.Memory.TryWriteUInt32(new GuestPhysicalAddress(Buffer + 8), uint.MaxValue);
        Assert.That(Call(machine, 0xF003, Buffer + 4), Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(Call(machine, 0xF005, List), Is.EqualTo(HypercallStatus.Function), "no client");
    }

    [Test]
    public void A_client_that_moves_to_another_machine_goes_on_with_its_tree()
    {
        using var source = new ClientCaller();
        using var target = new ClientCaller();
        var chosen = source.Call("finddevice", "/chosen");
        source.Write(ClientCaller.Buffer, [1, 2, 3, 4]);
        source.Call("setprop", chosen, "linux,test", ClientCaller.Buffer, 4);
        var claimed = source.Call("claim", 0u, 0x1000u, 0x1000u);
        using var stream = new MemoryStream();
        MigrationStream.Save(source.Machine, stream);
        stream.Position = 0;
        MigrationStream.Load(target.Machine, stream);
        Assert.That(target.Cell(chosen, "linux,test"), Is.EqualTo(0x01020304));
        Assert.That(target.Call("claim", claimed, 0x1000u, 0u), Is.EqualTo(ClientCaller.Failed), "it is taken");
        Assert.That(FlattenedDeviceTree.IsTree(target.Machine.FlattenedTree()), Is.True);
    }

    private static TestMachine<Pseries_7_2> Start(BootOptions boot) => new(new MachineOptions { RamSize = RamSize, Boot = boot });

    private static HypercallStatus Call(TestMachine<Pseries_7_2> machine, ulong number, params ulong[] arguments)
    {
        var registers = new ulong[9];
        arguments.CopyTo(registers, 0);
        return machine.Machine.Hypercall(number, registers, machine.Cpu);
    }

    private void SetLength(ulong length)
    {
        using var file = File.OpenWrite(_file);
        file.SetLength((long)length);
    }
}
