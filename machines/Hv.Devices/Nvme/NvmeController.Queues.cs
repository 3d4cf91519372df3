using System.Buffers.Binary;
using Hv.Runtime.Dma;
using Hv.Runtime.Time;

namespace Hv.Devices.Nvme;

/// <content>Queues: doorbells, completions and their interrupts (NVM Express 1.4, chapters 4 and 7).</content>
public sealed partial class NvmeController
{
    private const int CoalescingUnit = 100;

    private SubmissionQueue?[] _submissions = [];
    private CompletionQueue?[] _completions = [];
    private MachineTimer? _coalescingTimer;

    /// <summary>Finds a submission queue.</summary>
    internal SubmissionQueue? FindSubmissionQueue(int id) => id < _submissions.Length ? _submissions[id] : null;

    /// <summary>Finds a completion queue.</summary>
    internal CompletionQueue? FindCompletionQueue(int id) => id < _completions.Length ? _completions[id] : null;

    /// <summary>Whether a queue of this number can be made.</summary>
    internal bool CanHaveQueue(int id) => id >= 1 && id <= QueuePairs;

    /// <summary>Makes a completion queue.</summary>
    internal void AddCompletionQueue(CompletionQueue queue) => _completions[queue.Id] = queue;

    /// <summary>Makes a submission queue.</summary>
    internal void AddSubmissionQueue(ushort id, ulong address, int size, CompletionQueue completions)
    {
        completions.Users++;
        _submissions[id] = new SubmissionQueue(id, address, size, completions, Workers.Generation);
    }

    /// <summary>Removes a completion queue that nothing completes to.</summary>
    internal void RemoveCompletionQueue(CompletionQueue queue)
    {
        _completions[queue.Id] = null;
        UpdatePin();
    }

    /// <summary>Removes a submission queue.</summary>
    /// <returns>Whether it is gone; otherwise the command completes when nothing is in flight any more.</returns>
    internal bool RemoveSubmissionQueue(SubmissionQueue queue, NvmeCompletion deletion)
    {
        _submissions[queue.Id] = null;

        // What waits for room waits in vain: the host does not look there any more.
        var waiting = queue.Completions.Waiting;
        for (var left = waiting.Count; left > 0; left--)
        {
            var completion = waiting.Dequeue();
            if (completion.Queue == queue)
                Workers.Retire(queue);
            else
                waiting.Enqueue(completion);
        }

        if (!Workers.TryDelete(queue, deletion))
            return false;

        queue.Completions.Users--;
        return true;
    }

    /// <summary>Completes a command that was in flight outside of its queue: an asynchronous event request.</summary>
    internal void CompleteLate(NvmeCompletion completion)
    {
        Workers.Retire(completion.Queue, count: 1);
        Complete(completion);
        WriteCompletions(completion.Queue.Completions);
    }

    /// <summary>A command leaves its queue and stays with the controller until something happens.</summary>
    internal void Keep(SubmissionQueue queue) => Workers.Retire(queue);

    /// <summary>Reads the data of a command.</summary>
    internal NvmeStatus Receive(in NvmeCommand command, Span<byte> destination, NvmeWorker worker)
    {
        var status = worker.Data.Map(command, destination.Length, PageSize);
        return status == NvmeStatus.Success ? worker.Data.FromHost(destination) : status;
    }

    /// <summary>Writes the data of a command.</summary>
    internal NvmeStatus Send(in NvmeCommand command, ReadOnlySpan<byte> source, NvmeWorker worker)
    {
        var status = worker.Data.Map(command, source.Length, PageSize);
        return status == NvmeStatus.Success ? worker.Data.ToHost(source) : status;
    }

    private void RingDoorbell(int index, int value)
    {
        var (id, isCompletion) = (index / 2, index % 2 != 0);
        if ((_status & (Ready | Fatal)) != Ready || _isResetting)
            return;

        if (isCompletion)
        {
            if (FindCompletionQueue(id) is not { } queue)
            {
                RefuseDoorbell(NvmeEvents.InvalidDoorbellRegister, $"cqid {id}");
            }
            else if (value >= queue.Size)
            {
                RefuseDoorbell(NvmeEvents.InvalidDoorbellValue, $"cqid {id} new_head {value}");
            }
            else
            {
                if (Trace.CompletionDoorbell.IsEnabled)
                    Trace.CompletionDoorbell.Write($"cqid {id} new_head {value}");

                queue.Head = value;
                WriteCompletions(queue);
                UpdatePin();
            }
        }
        else if (FindSubmissionQueue(id) is not { } queue)
        {
            RefuseDoorbell(NvmeEvents.InvalidDoorbellRegister, $"sqid {id}");
        }
        else if (value >= queue.Size)
        {
            RefuseDoorbell(NvmeEvents.InvalidDoorbellValue, $"sqid {id} new_tail {value}");
        }
        else
        {
            if (Trace.SubmissionDoorbell.IsEnabled)
                Trace.SubmissionDoorbell.Write($"sqid {id} new_tail {value}");

            Workers.SetTail(queue, value);
        }
    }

    private void RefuseDoorbell(byte information, string what)
    {
        if (Trace.InvalidDoorbell.IsEnabled)
            Trace.InvalidDoorbell.Write(what);

        _admin!.Events.Raise(NvmeEvents.Error, information, NvmeLogPages.ErrorInformation);
    }

    /// <summary>Writes what a thread has completed to the completion queue, with one interrupt for all of it.</summary>
    private void CompleteAll(SubmissionQueue queue, NvmeWorker worker)
    {
        worker.Moved = 0;
        if (worker.Completions.Count == 0)
            return;

        lock (Machine.Lock)
        {
            if (queue.Generation == Workers.Generation)
            {
                foreach (var completion in worker.Completions)
                    Complete(completion);

                WriteCompletions(queue.Completions);
            }
        }

        worker.Completions.Clear();
    }

    private void Complete(NvmeCompletion completion)
    {
        if (Trace.Completion.IsEnabled)
        {
            Trace.Completion.Write(
                $"cid {completion.CommandId} cqid {completion.Queue.Completions.Id} dw0 0x{completion.Result:x}"
                + $" status 0x{(ushort)completion.Status:x}");
        }

        // Nobody will make room for those of a queue that is deleted.
        if (completion.Queue.IsDeleted && completion.Queue.Completions.IsFull)
            Retire(completion.Queue);
        else
            completion.Queue.Completions.Waiting.Enqueue(completion);
    }

    private int Retire(SubmissionQueue queue)
    {
        var (head, deletion) = Workers.Retire(queue);
        if (deletion is { } deleted)
        {
            queue.Completions.Users--;
            Complete(deleted);
            WriteCompletions(deleted.Queue.Completions);
        }

        return head;
    }

    private void WriteCompletions(CompletionQueue queue)
    {
        Span<byte> entry = stackalloc byte[NvmeCompletion.Size];
        var count = 0;
        while ((_status & Fatal) == 0 && !queue.IsFull && queue.Waiting.TryDequeue(out var completion))
        {
            var head = Retire(completion.Queue);
            entry.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(entry, completion.Result);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[8..], (ushort)head);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[10..], completion.Queue.Id);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[12..], completion.CommandId);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[14..], (ushort)(((int)completion.Status << 1) | (queue.Phase ? 1 : 0)));

            // The phase bit says that the entry is there: it comes last.
            var address = unchecked(queue.Address + ((ulong)queue.Tail * NvmeCompletion.Size));
            if (WriteRam(address, entry[..12]) != DmaResult.Success || WriteRam(unchecked(address + 12), entry[12..]) != DmaResult.Success)
            {
                SetFatal($"cqid {queue.Id}: entry at 0x{address:x} cannot be written");
                return;
            }

            queue.Advance();
            count++;
        }

        if (count > 0 && queue.Interrupts)
            Interrupt(queue, count);
    }

    private void Interrupt(CompletionQueue queue, int count)
    {
        var features = _admin!.Features;
        if (queue.Id != 0 && features.Coalesces(queue.Vector) && Msix is { IsEnabled: true })
        {
            queue.Coalesced += count;
            if (queue.Coalesced <= features.CoalescingThreshold)
            {
                if (_coalescingTimer is { Expiry: MachineTimer.NotSet } timer)
                    timer.Start(TimeSpan.FromMicroseconds(features.CoalescingTime * CoalescingUnit));

                return;
            }
        }

        Raise(queue);
    }

    private void EndCoalescing()
    {
        foreach (var queue in _completions)
        {
            if (queue is { Coalesced: > 0 })
                Raise(queue);
        }
    }

    private void Raise(CompletionQueue queue)
    {
        queue.Coalesced = 0;
        if (Msix is { IsEnabled: true } msix)
        {
            if (Trace.MessageInterrupt.IsEnabled)
                Trace.MessageInterrupt.Write($"vector {queue.Vector}");

            msix.Notify(queue.Vector);
        }
        else
        {
            UpdatePin();
        }
    }

    /// <summary>The pin says that a queue that interrupts has entries which the host has not taken, and its vector is not masked.</summary>
    private void UpdatePin()
    {
        if (Msix is { IsEnabled: true })
            return;

        var isRequested = false;
        foreach (var queue in _completions)
        {
            isRequested |= queue is { Interrupts: true, IsEmpty: false }
                && (queue.Vector >= 32 || (_interruptMask & (1u << queue.Vector)) == 0);
        }

        if (isRequested)
            Trace.PinInterrupt.Write("");

        SetInterrupt(isRequested);
    }
}
