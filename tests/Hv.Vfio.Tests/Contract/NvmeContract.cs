using System.Buffers.Binary;
using System.Text;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Tests.Contract;

/// <summary>
/// QEMU's NVMe controller, driven by hand through VFIO: registers, queues in mapped memory, MSI-X. Offsets and commands are those of
/// the NVM Express Base Specification 1.4. Its serial number is <c>vfiolab</c>.
/// </summary>
public abstract class NvmeContract : DeviceFixture
{
    private const string Serial = "vfiolab";
    private const string Model = "QEMU NVMe Ctrl";
    private const uint IsResettable = 1;

    private const ulong Capabilities = 0x0;
    private const ulong Version = 0x8;
    private const ulong Settings = 0x14;
    private const ulong Status = 0x1C;
    private const ulong QueueSizes = 0x24;
    private const ulong SubmissionQueue = 0x28;
    private const ulong CompletionQueue = 0x30;
    private const ulong Doorbells = 0x1000;

    // Entries of 64 and 16 bytes, enabled.
    private const uint Enabled = 0x0046_0001;
    private const uint TwoEntriesEach = 0x0001_0001;

    private const ulong Iova = 0x400_0000;
    private const ulong CompletionOffset = 0x1000;
    private const ulong DataOffset = 0x2000;
    private const int DataSize = 4096;
    private const byte Identify = 6;
    private const ushort CommandId = 0x1234;

    /// <summary>Stops the controller, whatever the test left.</summary>
    [TearDown]
    public void Stop()
    {
        WriteRegister(Settings, 0);
        WaitForReady(0);
    }

    [Test]
    public void The_configuration_space_tells_its_class()
    {
        var code = new byte[3];
        Assert.That(Kernel.Read(Device, code, Configuration + 9).Value, Is.EqualTo(3));
        Assert.That(code, Is.EqualTo((byte[])[2, 8, 1]));
    }

    [Test]
    public void Its_registers_tell_what_it_is()
    {
        Assert.That(ReadRegister(Capabilities) & 0xFFFF, Is.Not.Zero, "entries of a queue");
        Assert.That(ReadRegister(Version) >> 16, Is.EqualTo(1));
    }

    [Test]
    public void It_has_vectors_of_MSI_X()
    {
        var interrupt = new InterruptInfo { ArgumentSize = 16, Index = Msix };
        Succeeds(Kernel.Control(Device, VfioRequest.DeviceGetIrqInfo, ref interrupt));
        Assert.That(interrupt.Count, Is.GreaterThan(1u));
    }

    [Test]
    public void A_reset_stops_it()
    {
        var memory = Allocate(1 << 16);
        MapForDevice(Iova, memory);
        Start();
        var information = new DeviceInfo { ArgumentSize = 16 };
        Succeeds(Kernel.Control(Device, VfioRequest.DeviceGetInfo, ref information));
        Assert.That(information.Flags & IsResettable, Is.EqualTo(IsResettable));
        Succeeds(Kernel.Control(Device, VfioRequest.DeviceReset));
        Assert.That(ReadRegister(Settings), Is.Zero);
        Assert.That(ReadRegister(Status), Is.Zero);
        UnmapForDevice(Iova, memory);
    }

    [Test]
    public void It_identifies_itself_by_DMA_and_signals_the_vectors_event()
    {
        var memory = Allocate(1 << 16);
        MapForDevice(Iova, memory);
        var signal = Own(Kernel.CreateEvent());
        Succeeds(SetInterrupts(Msix, TriggerByEvent, 0, 1, [signal]));
        Start();

        var command = new byte[64];
        command[0] = Identify;
        BinaryPrimitives.WriteUInt16LittleEndian(command.AsSpan(2), CommandId);
        BinaryPrimitives.WriteUInt64LittleEndian(command.AsSpan(24), Iova + DataOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(command.AsSpan(40), 1); // The controller itself.
        memory.Write(0, command);
        WriteRegister(Doorbells, 1);
        Assert.That(WaitFor(signal), Is.EqualTo(1));

        var completion = memory.Read(CompletionOffset, 16);
        Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(completion.AsSpan(12)), Is.EqualTo(CommandId));
        Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(completion.AsSpan(14)), Is.EqualTo(1), "success, of the first round");
        var data = memory.Read(DataOffset, DataSize);
        Assert.That(Encoding.ASCII.GetString(data, 4, 20).TrimEnd(), Is.EqualTo(Serial));
        Assert.That(Encoding.ASCII.GetString(data, 24, 40).TrimEnd(), Is.EqualTo(Model));

        Stop();
        Succeeds(SetInterrupts(Msix, TriggerNone, 0, 0));
        UnmapForDevice(Iova, memory);
    }

    /// <summary>Starts it with queues of two entries at the start of the mapped memory.</summary>
    private void Start()
    {
        WriteRegister(QueueSizes, TwoEntriesEach);
        WriteAddress(SubmissionQueue, Iova);
        WriteAddress(CompletionQueue, Iova + CompletionOffset);
        WriteRegister(Settings, Enabled);
        WaitForReady(1);
    }

    private void WriteAddress(ulong register, ulong address)
    {
        WriteRegister(register, (uint)address);
        WriteRegister(register + 4, (uint)(address >> 32));
    }

    private void WaitForReady(uint ready)
    {
        for (var attempt = 0; attempt < 1000 && (ReadRegister(Status) & 1) != ready; attempt++)
            Thread.Sleep(1);

        Assert.That(ReadRegister(Status), Is.EqualTo(ready));
    }
}
