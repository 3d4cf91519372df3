namespace Hv.Devices.Nvme;

/// <summary>The commands of the admin queue (NVM Express 1.4, chapter 5). They run under the machine's lock, one by one.</summary>
internal sealed class NvmeAdminCommands
{
    private const int LargestQueue = 0x7FF;
    private const uint PhysicallyContiguous = 1;
    private const uint InterruptsEnabled = 2;
    private const uint NotAborted = 1;

    private readonly NvmeController _controller;
    private readonly NvmeIdentify _identify;
    private bool _hasQueues;

    /// <summary>Makes the commands of a controller.</summary>
    public NvmeAdminCommands(NvmeController controller)
    {
        _controller = controller;
        _identify = new NvmeIdentify(controller);
        Events = new NvmeEvents(controller);
        Features = new NvmeFeatures(controller, Events);
        Logs = new NvmeLogPages(controller, Events);
    }

    /// <summary>The opcodes.</summary>
    public enum Opcode : byte
    {
        DeleteSubmissionQueue = 0x00,
        CreateSubmissionQueue = 0x01,
        GetLogPage = 0x02,
        DeleteCompletionQueue = 0x04,
        CreateCompletionQueue = 0x05,
        Identify = 0x06,
        Abort = 0x08,
        SetFeatures = 0x09,
        GetFeatures = 0x0A,
        AsynchronousEventRequest = 0x0C,
    }

    /// <summary>Asynchronous events.</summary>
    public NvmeEvents Events { get; }

    /// <summary>Features.</summary>
    public NvmeFeatures Features { get; }

    /// <summary>Log pages.</summary>
    public NvmeLogPages Logs { get; }

    /// <summary>The controller has started.</summary>
    public void Start() => Features.Start();

    /// <summary>The controller is reset.</summary>
    public void Reset()
    {
        _hasQueues = false;
        Events.Reset();
        Features.Reset();
    }

    /// <summary>Runs a command.</summary>
    /// <returns>How it ended; <see langword="null"/> when it has not.</returns>
    public NvmeCompletion? Execute(SubmissionQueue queue, in NvmeCommand command, NvmeWorker worker)
    {
        var opcode = (Opcode)command.Opcode;
        if (_controller.Trace.AdminCommand.IsEnabled)
            _controller.Trace.AdminCommand.Write($"cid {command.Id} sqid {queue.Id} opc 0x{command.Opcode:x} opname '{opcode}'");

        var result = 0u;
        var status = Check(command);
        if (status == NvmeStatus.Success)
        {
            switch (opcode)
            {
                case Opcode.AsynchronousEventRequest:
                    status = RequestEvent(queue, command);
                    if (status == NvmeStatus.Success)
                        return null;

                    break;
                case Opcode.DeleteSubmissionQueue:
                    status = DeleteSubmissionQueue(queue, command, out var isGone);
                    if (!isGone)
                        return null;

                    break;
                default:
                    status = Execute(opcode, command, worker, out result);
                    break;
            }
        }

        if (status != NvmeStatus.Success)
        {
            if (_controller.Trace.CommandFailed.IsEnabled)
                _controller.Trace.CommandFailed.Write($"cid {command.Id} status 0x{(ushort)status:x} opc 0x{command.Opcode:x} sqid {queue.Id}");

            Logs.Note(queue.Id, command, status);
        }

        return new NvmeCompletion(queue, command.Id, status, result);
    }

    private NvmeStatus Check(in NvmeCommand command)
    {
        if (!Enum.IsDefined((Opcode)command.Opcode))
        {
            _controller.Trace.InvalidAdminOpcode.Write($"opc 0x{command.Opcode:x}");
            return NvmeStatus.InvalidOpcode | NvmeStatus.DoNotRetry;
        }

        // Over PCI Express admin commands have PRP entries (4.4).
        if (command.DataPointerKind != 0)
            return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

        return command.Fuse != 0 ? NvmeStatus.InvalidField : NvmeStatus.Success;
    }

    private NvmeStatus Execute(Opcode opcode, in NvmeCommand command, NvmeWorker worker, out uint result)
    {
        result = 0;
        switch (opcode)
        {
            case Opcode.CreateSubmissionQueue:
                return CreateSubmissionQueue(command);
            case Opcode.CreateCompletionQueue:
                return CreateCompletionQueue(command);
            case Opcode.DeleteCompletionQueue:
                return DeleteCompletionQueue(command);
            case Opcode.Identify:
                return _identify.Execute(command, worker);
            case Opcode.GetLogPage:
                return Logs.Execute(command, worker);
            case Opcode.GetFeatures:
                return Features.Get(command, worker, out result);
            case Opcode.SetFeatures:
                return Features.Set(command, worker, _hasQueues, out result);
            default:
                return Abort(command, out result);
        }
    }

    private NvmeStatus CreateCompletionQueue(in NvmeCommand command)
    {
        var (id, size) = ((ushort)command.Word(10), (int)(command.Word(10) >> 16));
        var (flags, vector) = (command.Word(11) & 0xFFFF, (ushort)(command.Word(11) >> 16));
        if (_controller.Trace.CreateCompletionQueue.IsEnabled)
        {
            _controller.Trace.CreateCompletionQueue.Write(
                $"create completion queue, addr=0x{command.Prp1:x}, cqid={id}, vector={vector}, qsize={size}, qflags={flags}");
        }

        if (!_controller.CanHaveQueue(id) || _controller.FindCompletionQueue(id) is not null)
            return NvmeStatus.InvalidQueueIdentifier | NvmeStatus.DoNotRetry;

        var status = CheckQueue(command.Prp1, size);
        if (status != NvmeStatus.Success)
            return status;

        if ((vector != 0 && _controller.Msix is not { IsEnabled: true }) || vector >= _controller.MessageVectors)
            return NvmeStatus.InvalidInterruptVector | NvmeStatus.DoNotRetry;

        if ((flags & PhysicallyContiguous) == 0)
            return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

        _controller.AddCompletionQueue(
            new CompletionQueue(id, command.Prp1, size + 1, vector, interrupts: (flags & InterruptsEnabled) != 0));
        _hasQueues = true;
        return NvmeStatus.Success;
    }

    private NvmeStatus CreateSubmissionQueue(in NvmeCommand command)
    {
        var (id, size) = ((ushort)command.Word(10), (int)(command.Word(10) >> 16));
        var (flags, completions) = (command.Word(11) & 0xFFFF, (int)(command.Word(11) >> 16));
        if (_controller.Trace.CreateSubmissionQueue.IsEnabled)
        {
            _controller.Trace.CreateSubmissionQueue.Write(
                $"create submission queue, addr=0x{command.Prp1:x}, sqid={id}, cqid={completions}, qsize={size}, qflags={flags}");
        }

        if (completions == 0 || _controller.FindCompletionQueue(completions) is not { } queue)
            return NvmeStatus.CompletionQueueInvalid | NvmeStatus.DoNotRetry;

        if (!_controller.CanHaveQueue(id) || _controller.FindSubmissionQueue(id) is not null)
            return NvmeStatus.InvalidQueueIdentifier | NvmeStatus.DoNotRetry;

        var status = CheckQueue(command.Prp1, size);
        if (status != NvmeStatus.Success)
            return status;

        if ((flags & PhysicallyContiguous) == 0)
            return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

        _controller.AddSubmissionQueue(id, command.Prp1, size + 1, queue);
        return NvmeStatus.Success;
    }

    private NvmeStatus CheckQueue(ulong address, int size)
    {
        if (size is 0 or > LargestQueue)
            return NvmeStatus.InvalidQueueSize | NvmeStatus.DoNotRetry;

        return (address & (ulong)(_controller.PageSize - 1)) != 0
            ? NvmeStatus.PrpOffsetInvalid | NvmeStatus.DoNotRetry
            : NvmeStatus.Success;
    }

    private NvmeStatus DeleteSubmissionQueue(SubmissionQueue admin, in NvmeCommand command, out bool isGone)
    {
        isGone = true;
        var id = (ushort)command.Word(10);
        if (id == 0 || _controller.FindSubmissionQueue(id) is not { } queue)
            return NvmeStatus.InvalidQueueIdentifier | NvmeStatus.DoNotRetry;

        if (_controller.Trace.DeleteSubmissionQueue.IsEnabled)
            _controller.Trace.DeleteSubmissionQueue.Write($"deleting submission queue sqid={id}");

        isGone = _controller.RemoveSubmissionQueue(queue, new NvmeCompletion(admin, command.Id, NvmeStatus.Success));
        return NvmeStatus.Success;
    }

    private NvmeStatus DeleteCompletionQueue(in NvmeCommand command)
    {
        var id = (ushort)command.Word(10);
        if (id == 0 || _controller.FindCompletionQueue(id) is not { } queue)
            return NvmeStatus.CompletionQueueInvalid | NvmeStatus.DoNotRetry;

        if (queue.Users > 0)
            return NvmeStatus.InvalidQueueDeletion;

        if (_controller.Trace.DeleteCompletionQueue.IsEnabled)
            _controller.Trace.DeleteCompletionQueue.Write($"deleted completion queue, cqid={id}");

        _controller.RemoveCompletionQueue(queue);
        return NvmeStatus.Success;
    }

    /// <summary>Nothing is aborted: a command that has been fetched ends soon.</summary>
    private NvmeStatus Abort(in NvmeCommand command, out uint result)
    {
        result = NotAborted;
        return _controller.FindSubmissionQueue((int)(command.Word(10) & 0xFFFF)) is null
            ? NvmeStatus.InvalidField | NvmeStatus.DoNotRetry
            : NvmeStatus.Success;
    }

    private NvmeStatus RequestEvent(SubmissionQueue queue, in NvmeCommand command)
    {
        if (_controller.Trace.EventRequest.IsEnabled)
            _controller.Trace.EventRequest.Write($"cid {command.Id}");

        if (!Events.TryAdd(queue, command.Id))
            return NvmeStatus.AsynchronousEventLimitExceeded;

        _controller.Keep(queue);
        Events.Process();
        return NvmeStatus.Success;
    }
}
