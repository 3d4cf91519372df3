using System.Buffers.Binary;
using Hv.Runtime.Block;

namespace Hv.Devices.Nvme;

/// <summary>The commands of I/O queues (NVM Express 1.4, chapter 6). They run on threads of the device, many at once.</summary>
/// <param name="controller">The controller.</param>
internal sealed class NvmeIoCommands(NvmeController controller)
{
    private const int RangeSize = 16;
    private const uint ForceUnitAccess = 1u << 30;
    private const uint Deallocate = 1u << 2;

    /// <summary>The opcodes, and what they do to blocks, as the Commands Supported and Effects log page has it.</summary>
    public enum Opcode : byte
    {
        Flush = 0x00,
        Write = 0x01,
        Read = 0x02,
        Compare = 0x05,
        WriteZeroes = 0x08,
        DatasetManagement = 0x09,
    }

    /// <summary>Whether a command may take long, so that those before it complete first.</summary>
    public static bool IsSlow(byte opcode) => (Opcode)opcode is Opcode.Flush or Opcode.WriteZeroes or Opcode.DatasetManagement;

    /// <summary>Runs a command.</summary>
    public NvmeStatus Execute(in NvmeCommand command, NvmeWorker worker)
    {
        var id = command.NamespaceId;
        if (!NvmeController.IsNamespaceId(id))
            return NvmeStatus.InvalidNamespace | NvmeStatus.DoNotRetry;

        if ((Opcode)command.Opcode == Opcode.Flush)
            return Flush(id);

        if (controller.FindNamespace(id) is not { } target)
            return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

        if (!Enum.IsDefined((Opcode)command.Opcode))
        {
            controller.Trace.InvalidOpcode.Write($"opc 0x{command.Opcode:x}");
            return NvmeStatus.InvalidOpcode | NvmeStatus.DoNotRetry;
        }

        if (command.Fuse != 0)
            return NvmeStatus.InvalidField;

        return (Opcode)command.Opcode switch
        {
            Opcode.Read or Opcode.Write or Opcode.Compare => Transfer(command, target, worker),
            Opcode.WriteZeroes => WriteZeroes(command, target),
            _ => ManageDataset(command, target, worker),
        };
    }

    private NvmeStatus Flush(uint id)
    {
        if (id != NvmeController.AllNamespaces && controller.FindNamespace(id) is null)
            return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

        foreach (var target in controller.Namespaces)
        {
            if (id != NvmeController.AllNamespaces && id != target.Id)
                continue;

            if (controller.Trace.Flush.IsEnabled)
                controller.Trace.Flush.Write($"nsid 0x{target.Id:x}");

            var status = target.Block.Flush();
            if (status != BlockStatus.Success)
                return Fail(target, status, NvmeStatus.WriteFault);
        }

        return NvmeStatus.Success;
    }

    /// <summary>Moves the data of a command, or compares them: a part that fits the worker's room at a time.</summary>
    private NvmeStatus Transfer(in NvmeCommand command, NvmeNamespace target, NvmeWorker worker)
    {
        var opcode = (Opcode)command.Opcode;
        var trace = opcode switch
        {
            Opcode.Read => controller.Trace.Read,
            Opcode.Write => controller.Trace.Write,
            _ => controller.Trace.Compare,
        };
        if (trace.IsEnabled)
            trace.Write(Describe(command, target));

        var status = Prepare(command, target, worker, out var offset, out var left);
        if (status != NvmeStatus.Success)
            return status;

        if (opcode == Opcode.Write)
            target.CountWrite(left);
        else
            target.CountRead(left);

        worker.Moved += left;
        while (left > 0)
        {
            var part = worker.Buffer[..(int)Math.Min(left, NvmeWorker.BufferSize)];
            status = opcode switch
            {
                Opcode.Read => ReadPart(target, offset, part, worker.Data),
                Opcode.Write => WritePart(target, offset, part, worker.Data),
                _ => ComparePart(target, offset, part, worker),
            };
            if (status != NvmeStatus.Success)
                return status;

            offset += part.Length;
            left -= part.Length;
        }

        return opcode == Opcode.Write ? Force(command, target) : NvmeStatus.Success;
    }

    private NvmeStatus ReadPart(NvmeNamespace target, long offset, Span<byte> part, NvmeDataMap data)
    {
        var done = target.Block.Read(offset, part);
        return done == BlockStatus.Success ? Final(data.ToHost(part)) : Fail(target, done, NvmeStatus.UnrecoveredReadError);
    }

    private NvmeStatus WritePart(NvmeNamespace target, long offset, Span<byte> part, NvmeDataMap data)
    {
        var status = data.FromHost(part);
        if (status != NvmeStatus.Success)
            return Final(status);

        var done = target.Block.Write(offset, part);
        return done == BlockStatus.Success ? NvmeStatus.Success : Fail(target, done, NvmeStatus.WriteFault);
    }

    private NvmeStatus ComparePart(NvmeNamespace target, long offset, Span<byte> stored, NvmeWorker worker)
    {
        var done = target.Block.Read(offset, stored);
        if (done != BlockStatus.Success)
            return Fail(target, done, NvmeStatus.UnrecoveredReadError);

        var given = worker.OtherBuffer[..stored.Length];
        var status = worker.Data.FromHost(given);
        if (status != NvmeStatus.Success)
            return Final(status);

        return stored.SequenceEqual(given) ? NvmeStatus.Success : NvmeStatus.CompareFailure;
    }

    private NvmeStatus WriteZeroes(in NvmeCommand command, NvmeNamespace target)
    {
        if (controller.Trace.Write.IsEnabled)
            controller.Trace.Write.Write(Describe(command, target));

        if (!target.Contains(command.FirstBlock, (ulong)command.Blocks))
            return NvmeStatus.LbaOutOfRange | NvmeStatus.DoNotRetry;

        var done = target.Block.WriteZeroes((long)(command.FirstBlock << target.BlockShift), (long)command.Blocks << target.BlockShift);
        if (done != BlockStatus.Success)
            return Fail(target, done, NvmeStatus.WriteFault);

        target.CountWrite((long)command.Blocks << target.BlockShift);
        return Force(command, target);
    }

    private NvmeStatus ManageDataset(in NvmeCommand command, NvmeNamespace target, NvmeWorker worker)
    {
        var count = (int)(command.Word(10) & 0xFF) + 1;
        var attributes = command.Word(11);
        if (controller.Trace.DatasetManagement.IsEnabled)
            controller.Trace.DatasetManagement.Write($"nr {count} attr 0x{attributes:x}");

        // The other attributes are hints about how blocks will be used.
        if ((attributes & Deallocate) == 0)
            return NvmeStatus.Success;

        var ranges = worker.Buffer[..(count * RangeSize)];
        var status = controller.Receive(command, ranges, worker);
        if (status != NvmeStatus.Success)
            return status;

        if (target.Block.IsReadOnly)
            return NvmeStatus.NamespaceIsWriteProtected | NvmeStatus.DoNotRetry;

        for (var at = 0; at < ranges.Length; at += RangeSize)
        {
            var (first, blocks) = Range(ranges[at..]);
            if (!target.Contains(first, blocks))
                return NvmeStatus.LbaOutOfRange | NvmeStatus.DoNotRetry;
        }

        for (var at = 0; at < ranges.Length; at += RangeSize)
        {
            var (first, blocks) = Range(ranges[at..]);
            var done = target.Block.Discard((long)(first << target.BlockShift), (long)blocks << target.BlockShift);
            if (done != BlockStatus.Success)
                return Fail(target, done, NvmeStatus.WriteFault);
        }

        return NvmeStatus.Success;
    }

    private static (ulong First, uint Blocks) Range(ReadOnlySpan<byte> range) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(range[8..]), BinaryPrimitives.ReadUInt32LittleEndian(range[4..]));

    /// <summary>Checks the blocks of a command and finds its data.</summary>
    private NvmeStatus Prepare(in NvmeCommand command, NvmeNamespace target, NvmeWorker worker, out long offset, out long length)
    {
        (offset, length) = (0, (long)command.Blocks << target.BlockShift);
        if (length > controller.LargestTransfer)
            return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

        if (!target.Contains(command.FirstBlock, (ulong)command.Blocks))
            return NvmeStatus.LbaOutOfRange | NvmeStatus.DoNotRetry;

        offset = (long)(command.FirstBlock << target.BlockShift);
        return Final(worker.Data.Map(command, length, controller.PageSize));
    }

    /// <summary>What failed with the guest's memory fails again.</summary>
    private static NvmeStatus Final(NvmeStatus status) => status == NvmeStatus.Success ? status : status | NvmeStatus.DoNotRetry;

    private NvmeStatus Force(in NvmeCommand command, NvmeNamespace target)
    {
        if ((command.Word(12) & ForceUnitAccess) == 0)
            return NvmeStatus.Success;

        var done = target.Block.Flush();
        return done == BlockStatus.Success ? NvmeStatus.Success : Fail(target, done, NvmeStatus.WriteFault);
    }

    private NvmeStatus Fail(NvmeNamespace target, BlockStatus done, NvmeStatus otherwise)
    {
        target.CountError();
        var status = done switch
        {
            BlockStatus.ReadOnly => NvmeStatus.NamespaceIsWriteProtected | NvmeStatus.DoNotRetry,
            BlockStatus.NoSpace => NvmeStatus.CapacityExceeded | NvmeStatus.DoNotRetry,
            BlockStatus.OutOfRange => NvmeStatus.LbaOutOfRange | NvmeStatus.DoNotRetry,
            _ => otherwise,
        };
        if (controller.Trace.DiskFailed.IsEnabled)
            controller.Trace.DiskFailed.Write($"nsid {target.Id} err '{target.Block.LastError ?? done.ToString()}' status 0x{(ushort)status:x}");

        return status;
    }

    private static string Describe(in NvmeCommand command, NvmeNamespace target) =>
        $"cid {command.Id} opname '{(Opcode)command.Opcode}' nsid {target.Id} nlb {command.Blocks}"
        + $" count {(long)command.Blocks << target.BlockShift} lba 0x{command.FirstBlock:x}";
}
