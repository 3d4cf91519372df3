using Hv.Runtime.Declarations;
using Hv.Runtime.Dma;
using Hv.Runtime.Memory;
using Hv.Runtime.Pci;
using Hv.Runtime.Time;

namespace Hv.Devices.Edu;

/// <summary>
/// The educational device of QEMU (its "EDU device" specification): identification, liveness, factorials, interrupts, and a DMA
/// engine between memory and a buffer of 4 KiB. For tests and for people who learn to write drivers.
/// </summary>
/// <remarks>
/// A transfer ends 100 ms of the machine's clock after it was started. One that lies outside the buffer moves nothing, and ends as
/// others do; QEMU ends the process there.
/// </remarks>
[Device("edu", Summary = "Educational device with a DMA engine")]
[VmState("edu", BaseName = "pdev")]
public sealed partial class Edu : PciFunction, IMmioDevice
{
    private const ushort Qemu = 0x1234;
    private const ushort EduId = 0x11E8;
    private const ushort RedHatSubsystem = 0x1AF4;
    private const ushort QemuSubsystem = 0x1100;
    private const uint Identification = 0x0100_00ED;
    private const uint RegistersSize = 1 << 20;
    private const ulong Buffer = 0x4_0000;
    private const uint BufferSize = 4096;
    private const ulong FirstWideRegister = 0x80;
    private const uint StatusInterrupt = 0x80;
    private const uint FactorialDone = 0x1;
    private const uint TransferDone = 0x100;
    private const int SmallestFactorialOf0 = 34;

    private static readonly TimeSpan TransferTime = TimeSpan.FromMilliseconds(100);

    [Migrated(Name = "timer")]
    private MachineTimer? _timer;

    [Migrated(Name = "liveness")]
    private uint _liveness;

    [Migrated(Name = "factorial")]
    private uint _factorial;

    [Migrated(Name = "status")]
    private uint _status;

    [Migrated(Name = "interrupt_status")]
    private uint _interruptStatus;

    [Migrated(Name = "dma_source")]
    private ulong _source;

    [Migrated(Name = "dma_destination")]
    private ulong _destination;

    [Migrated(Name = "dma_count")]
    private ulong _count;

    [Migrated(Name = "dma_command")]
    private TransferCommand _command;

    [Migrated(Name = "buffer")]
    private readonly byte[] _buffer = new byte[BufferSize];

    /// <summary>What the command register starts and how (EDU specification, offset 0x98).</summary>
    [Flags]
    private enum TransferCommand : ulong
    {
        None = 0,
        Run = 1,
        ToMemory = 2,
        Interrupt = 4,
    }

    /// <summary>The offsets of the registers (EDU specification, "MMIO area spec").</summary>
    private enum Register : ulong
    {
        Identification = 0x00,
        Liveness = 0x04,
        Factorial = 0x08,
        Status = 0x20,
        InterruptStatus = 0x24,
        InterruptRaise = 0x60,
        InterruptAcknowledge = 0x64,
        TransferSource = 0x80,
        TransferDestination = 0x88,
        TransferCount = 0x90,
        TransferCommand = 0x98,
    }

    /// <summary>The bus addresses that its DMA engine can have: all others lose the bits that are not here.</summary>
    [Property("dma_mask", Default = 0xFFF_FFFFUL, Format = PropertyFormat.Hexadecimal)]
    public partial ulong DmaMask { get; set; }

    /// <summary>How the last transfer ended.</summary>
    [HostOnly("tells users and tests")]
    public DmaResult LastTransfer { get; private set; }

    /// <inheritdoc/>
    public ulong ReadRegister(ulong offset, int width)
    {
        if (!IsRegisterWidth(offset, width))
            return ulong.MaxValue;

        return (Register)offset switch
        {
            Register.Identification => Identification,
            Register.Liveness => _liveness,
            Register.Factorial => _factorial,
            Register.Status => _status,
            Register.InterruptStatus => _interruptStatus,
            Register.TransferSource => _source,
            Register.TransferDestination => _destination,
            Register.TransferCount => _count,
            Register.TransferCommand => (ulong)_command,
            _ => ulong.MaxValue,
        };
    }

    /// <inheritdoc/>
    public void WriteRegister(ulong offset, int width, ulong value)
    {
        if (!IsRegisterWidth(offset, width))
            return;

        var isTransferring = _command.HasFlag(TransferCommand.Run);
        switch ((Register)offset)
        {
            case Register.Liveness:
                _liveness = ~(uint)value;
                break;
            case Register.Factorial:
                _factorial = Factorial((uint)value);
                if ((_status & StatusInterrupt) != 0)
                    RaiseInterrupt(FactorialDone);

                break;
            case Register.Status:
                _status = (uint)value & StatusInterrupt;
                break;
            case Register.InterruptRaise:
                RaiseInterrupt((uint)value);
                break;
            case Register.InterruptAcknowledge:
                AcknowledgeInterrupt((uint)value);
                break;
            case Register.TransferSource when !isTransferring:
                _source = value;
                break;
            case Register.TransferDestination when !isTransferring:
                _destination = value;
                break;
            case Register.TransferCount when !isTransferring:
                _count = value;
                break;
            case Register.TransferCommand when !isTransferring && ((TransferCommand)value).HasFlag(TransferCommand.Run):
                _command = (TransferCommand)value;
                _timer?.Start(TransferTime);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnRealizeFunction()
    {
        Configuration.SetIdentity(Qemu, EduId, classCode: 0x00FF, revision: 0x10);
        Configuration.SetUInt16(PciRegister.SubsystemVendorId, RedHatSubsystem);
        Configuration.SetUInt16(PciRegister.SubsystemId, QemuSubsystem);
        Configuration.SetByte(PciRegister.InterruptPin, 1);
        AddMsi(vectors: 1);
        AddBar(0, PciBarKind.Memory32, new MmioRegion("edu-mmio", RegistersSize, this, Machine.Lock, minimumWidth: 4));
        _timer = Machine.CreateTimer(EndTransfer);
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        base.OnReset();
        _timer?.Stop();
        _buffer.AsSpan().Clear();
        (_liveness, _factorial, _status, _interruptStatus) = (0, 0, 0, 0);
        (_source, _destination, _count, _command) = (0, 0, 0, TransferCommand.None);
        LastTransfer = DmaResult.Success;
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        // A transfer that is due already may be waiting for the lock: it finds nothing to do.
        _command = TransferCommand.None;
        _timer?.Dispose();
        _timer = null;
        base.OnUnrealize();
    }

    private static bool IsRegisterWidth(ulong offset, int width) => width == 4 || (width == 8 && offset >= FirstWideRegister);

    /// <summary>The factorial, modulo 2^32: it has 32 factors of two from 34 on.</summary>
    private static uint Factorial(uint of)
    {
        if (of >= SmallestFactorialOf0)
            return 0;

        var product = 1u;
        for (var factor = 2u; factor <= of; factor++)
            product = unchecked(product * factor);

        return product;
    }

    private static bool IsInBuffer(ulong address, ulong count) => address >= Buffer && count <= BufferSize && address - Buffer <= BufferSize - count;

    private void EndTransfer()
    {
        // A reset may have come between the clock and the lock.
        if (!_command.HasFlag(TransferCommand.Run))
            return;

        Transfer();
        _command &= ~TransferCommand.Run;
        if (_command.HasFlag(TransferCommand.Interrupt))
            RaiseInterrupt(TransferDone);
    }

    private void Transfer()
    {
        var isToMemory = _command.HasFlag(TransferCommand.ToMemory);
        var inner = isToMemory ? _source : _destination;
        var outer = (isToMemory ? _destination : _source) & DmaMask;
        if (!IsInBuffer(inner, _count))
        {
            LastTransfer = DmaResult.NotDecoded;
            return;
        }

        var part = _buffer.AsSpan((int)(inner - Buffer), (int)_count);
        LastTransfer = isToMemory ? WriteMemory(outer, part) : ReadMemory(outer, part);
    }

    private void RaiseInterrupt(uint reason)
    {
        _interruptStatus |= reason;
        if (_interruptStatus == 0)
            return;

        if (Msi is { IsEnabled: true } msi)
            msi.Notify(0);
        else
            SetInterrupt(true);
    }

    private void AcknowledgeInterrupt(uint reason)
    {
        _interruptStatus &= ~reason;
        if (_interruptStatus == 0)
            SetInterrupt(false);
    }
}
