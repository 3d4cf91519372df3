using System.Runtime.InteropServices;
using Hv.Runtime.Dma;

namespace Hv.Devices.Nvme;

/// <content>The execution of commands, on threads of the device: what is here takes the machine's lock where it needs it.</content>
public sealed partial class NvmeController
{
    private const long MovedBetweenCompletions = 256 << 10;

    /// <summary>Fetches and executes commands of a queue, or ends what a shutdown asks for; on a thread of the device.</summary>
    private void Serve(SubmissionQueue? queue, NvmeWorker worker)
    {
        try
        {
            if (queue is not null)
                ServeQueue(queue, worker);
            else if (TryFlushAll(Workers.Generation))
                FinishShutdown();
        }
        catch (Exception exception)
        {
            // A defect of the device: the guest sees a controller that failed.
            Machine.OnHandlerFailed(exception);
            lock (Machine.Lock)
                SetFatal(exception.Message);
        }
    }

    private void ServeQueue(SubmissionQueue queue, NvmeWorker worker)
    {
        var count = Workers.BeginFetch(queue, out var head);
        if (count == 0)
            return;

        var entries = worker.Entries.AsSpan(0, count * NvmeCommand.Size);
        var isFetched = false;
        try
        {
            isFetched = ReadRam(unchecked(queue.Address + ((ulong)head * NvmeCommand.Size)), entries) == DmaResult.Success;
        }
        finally
        {
            if (Workers.EndFetch(queue, count) && Volatile.Read(ref _isResetting))
                FinishReset();
        }

        if (!isFetched)
        {
            FailQueue(queue, $"sqid {queue.Id}: entries at 0x{queue.Address:x} cannot be read");
            return;
        }

        worker.Completions.Clear();
        worker.Moved = 0;
        foreach (ref readonly var command in MemoryMarshal.Cast<byte, NvmeCommand>(entries))
        {
            if (queue.Id == 0)
                ExecuteAdmin(queue, command, worker);
            else if (!TryExecuteIo(queue, command, worker))
                return;
        }

        CompleteAll(queue, worker);
        if (queue.Id == 0)
            Workers.Release(queue);
    }

    private void ExecuteAdmin(SubmissionQueue queue, in NvmeCommand command, NvmeWorker worker)
    {
        // What waits for a disk is done without the lock.
        if (NvmeFeatures.DisablesWriteCache(command))
            TryFlushAll(queue.Generation);

        lock (Machine.Lock)
        {
            if (queue.Generation == Workers.Generation && (_status & Fatal) == 0
                && _admin!.Execute(queue, command, worker) is { } completion)
            {
                worker.Completions.Add(completion);
            }
        }

        // One by one: the next one may delete what this one asks for.
        CompleteAll(queue, worker);
    }

    /// <summary>Has all disks written.</summary>
    /// <returns><see langword="false"/> when a reset has come before.</returns>
    private bool TryFlushAll(int generation)
    {
        if (!Workers.TryBegin(generation))
            return false;

        try
        {
            foreach (var flushed in Namespaces)
                flushed.Block.Flush();
        }
        finally
        {
            End(generation);
        }

        return true;
    }

    private bool TryExecuteIo(SubmissionQueue queue, in NvmeCommand command, NvmeWorker worker)
    {
        if (NvmeIoCommands.IsSlow(command.Opcode) || worker.Moved >= MovedBetweenCompletions)
            CompleteAll(queue, worker);

        if (!Workers.TryBegin(queue.Generation))
            return false;

        var status = NvmeStatus.InternalError;
        try
        {
            if (Trace.IoCommand.IsEnabled)
            {
                Trace.IoCommand.Write(
                    $"cid {command.Id} nsid 0x{command.NamespaceId:x} sqid {queue.Id} opc 0x{command.Opcode:x}"
                    + $" opname '{(NvmeIoCommands.Opcode)command.Opcode}'");
            }

            status = _io!.Execute(command, worker);
            if (status != NvmeStatus.Success)
                NoteFailure(queue.Id, command, status);
        }
        finally
        {
            worker.Completions.Add(new NvmeCompletion(queue, command.Id, status));
            End(queue.Generation);
        }

        return true;
    }

    private void NoteFailure(ushort queue, in NvmeCommand command, NvmeStatus status)
    {
        if (Trace.CommandFailed.IsEnabled)
        {
            Trace.CommandFailed.Write(
                $"cid {command.Id} nsid {command.NamespaceId} status 0x{(ushort)status:x} opc 0x{command.Opcode:x} sqid {queue}");
        }

        _admin!.Logs.Note(queue, command, status);
    }

    private void End(int generation)
    {
        if (Workers.End(generation))
            FinishReset();
    }

    private void FailQueue(SubmissionQueue queue, string reason)
    {
        lock (Machine.Lock)
        {
            if (queue.Generation == Workers.Generation)
                SetFatal(reason);
        }
    }
}
