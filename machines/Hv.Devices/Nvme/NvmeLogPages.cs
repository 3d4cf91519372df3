using System.Buffers.Binary;
using System.Text;

namespace Hv.Devices.Nvme;

/// <summary>The command Get Log Page (NVM Express 1.4, 5.14), and what the pages hold.</summary>
/// <param name="controller">The controller.</param>
/// <param name="events">Of which the host is told again once it has read what they are about.</param>
internal sealed class NvmeLogPages(NvmeController controller, NvmeEvents events)
{
    /// <summary>Error Information.</summary>
    public const byte ErrorInformation = 0x01;

    /// <summary>SMART / Health Information.</summary>
    public const byte Health = 0x02;

    /// <summary>The revision of the firmware, as its slot has it.</summary>
    public const string FirmwareRevision = "1.0";

    private const byte FirmwareSlot = 0x03;
    private const byte ChangedNamespaces = 0x04;
    private const byte CommandEffects = 0x05;
    private const byte NoticeType = 2;
    private const int LargestPage = 4096;
    private const int ErrorEntrySize = 64;
    private const int HealthSize = 512;
    private const int SectorShift = 9;
    private const int Thousand = 1000;

    private readonly Lock _lock = new();
    private readonly byte[] _lastError = new byte[ErrorEntrySize];
    private ulong _errors;

    /// <summary>Keeps a failure as the newest error. Called on any thread.</summary>
    public void Note(ushort queue, in NvmeCommand command, NvmeStatus status)
    {
        lock (_lock)
        {
            _errors++;
            _lastError.AsSpan().Clear();
            BinaryPrimitives.WriteUInt64LittleEndian(_lastError, _errors);
            BinaryPrimitives.WriteUInt16LittleEndian(_lastError.AsSpan(8), queue);
            BinaryPrimitives.WriteUInt16LittleEndian(_lastError.AsSpan(10), command.Id);
            BinaryPrimitives.WriteUInt16LittleEndian(_lastError.AsSpan(12), (ushort)((int)status << 1));
            BinaryPrimitives.WriteUInt16LittleEndian(_lastError.AsSpan(14), ushort.MaxValue);
            BinaryPrimitives.WriteUInt64LittleEndian(_lastError.AsSpan(16), queue == 0 ? 0 : command.FirstBlock);
            BinaryPrimitives.WriteUInt32LittleEndian(_lastError.AsSpan(24), command.NamespaceId);
        }
    }

    /// <summary>Runs the command.</summary>
    public NvmeStatus Execute(in NvmeCommand command, NvmeWorker worker)
    {
        var page = (byte)command.Word(10);
        var keepsEvents = (command.Word(10) & 0x8000) != 0;
        var length = (((long)(command.Word(11) & 0xFFFF) << 16 | command.Word(10) >> 16) + 1) * sizeof(uint);
        var offset = ((ulong)command.Word(13) << 32) | command.Word(12);
        if (offset % sizeof(uint) != 0)
            return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

        if (controller.Trace.GetLog.IsEnabled)
            controller.Trace.GetLog.Write($"cid {command.Id} lid 0x{page:x} len {length} off {offset}");

        if (length > controller.LargestTransfer)
            return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

        var size = SizeOf(page);
        if (offset >= (ulong)size)
            return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

        Span<byte> data = stackalloc byte[LargestPage];
        data.Clear();
        var status = Fill(page, command, data);
        if (status != NvmeStatus.Success)
            return status;

        var part = data[(int)offset..size];
        status = controller.Send(command, part[..(int)Math.Min(part.Length, length)], worker);
        if (status == NvmeStatus.Success && !keepsEvents)
            ClearEvents(page);

        return status;
    }

    /// <summary>The bytes of a page; none of one that is not there.</summary>
    private static int SizeOf(byte page) => page switch
    {
        ErrorInformation => ErrorEntrySize,
        Health or FirmwareSlot => HealthSize,
        ChangedNamespaces or CommandEffects => LargestPage,
        _ => 0,
    };

    private NvmeStatus Fill(byte page, in NvmeCommand command, Span<byte> data)
    {
        switch (page)
        {
            case ErrorInformation:
                lock (_lock)
                    _lastError.CopyTo(data);

                return NvmeStatus.Success;
            case Health:
                return FillHealth(command.NamespaceId, data);
            case FirmwareSlot:
                data[0] = 1;
                data.Slice(8, 8).Fill((byte)' ');
                Encoding.ASCII.GetBytes(FirmwareRevision, data[8..]);
                return NvmeStatus.Success;
            case CommandEffects:
                FillEffects(data, (byte)(command.Word(14) >> 24));
                return NvmeStatus.Success;
            default:
                // Namespaces are those the controller started with: none has changed.
                return NvmeStatus.Success;
        }
    }

    private NvmeStatus FillHealth(uint id, Span<byte> data)
    {
        var isOne = id is not (0 or NvmeController.AllNamespaces);
        if (isOne && controller.FindNamespace(id) is null)
            return NvmeStatus.InvalidNamespace | NvmeStatus.DoNotRetry;

        long read = 0, written = 0, reads = 0, writes = 0, failures = 0;
        foreach (var counted in controller.Namespaces)
        {
            if (isOne && counted.Id != id)
                continue;

            var statistics = counted.Statistics;
            read += statistics.BytesRead;
            written += statistics.BytesWritten;
            reads += statistics.Reads;
            writes += statistics.Writes;
            failures += statistics.Errors;
        }

        var features = controller.Features;
        data[0] = (byte)(features.IsTemperatureExceeded ? 2 : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(data[1..], NvmeFeatures.Temperature);

        // Nothing wears out: all of the spare is there. Thousands of sectors, rounded up; commands; hours; failures; errors.
        data[3] = 100;
        BinaryPrimitives.WriteUInt64LittleEndian(data[32..], Units(read));
        BinaryPrimitives.WriteUInt64LittleEndian(data[48..], Units(written));
        BinaryPrimitives.WriteUInt64LittleEndian(data[64..], (ulong)reads);
        BinaryPrimitives.WriteUInt64LittleEndian(data[80..], (ulong)writes);
        BinaryPrimitives.WriteUInt64LittleEndian(data[128..], (ulong)(controller.Machine.Clock.Now / (3600L * 1_000_000_000)));
        BinaryPrimitives.WriteUInt64LittleEndian(data[160..], (ulong)failures);
        lock (_lock)
            BinaryPrimitives.WriteUInt64LittleEndian(data[176..], _errors);

        return NvmeStatus.Success;
    }

    private static ulong Units(long bytes) => (ulong)(((bytes >> SectorShift) + (Thousand - 1)) / Thousand);

    private void FillEffects(Span<byte> data, byte commandSet)
    {
        const byte Supported = 1;
        const byte ChangesContent = 2;
        foreach (var opcode in Enum.GetValues<NvmeAdminCommands.Opcode>())
            data[(int)opcode * sizeof(uint)] = Supported;

        if (controller.IsAdminOnly || commandSet != 0)
            return;

        foreach (var opcode in Enum.GetValues<NvmeIoCommands.Opcode>())
        {
            var reads = opcode is NvmeIoCommands.Opcode.Read or NvmeIoCommands.Opcode.Compare;
            data[1024 + ((int)opcode * sizeof(uint))] = (byte)(reads ? Supported : Supported | ChangesContent);
        }
    }

    private void ClearEvents(byte page)
    {
        switch (page)
        {
            case ErrorInformation:
                events.Clear(NvmeEvents.Error);
                break;
            case Health:
                events.Clear(NvmeEvents.Smart);
                break;
            case ChangedNamespaces:
                events.Clear(NoticeType);
                break;
        }
    }
}
