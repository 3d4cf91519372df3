namespace Hv.Devices.Nvme;

/// <content>The registers (NVM Express 1.4, chapter 3).</content>
public sealed partial class NvmeController
{
    private const uint Version14 = 0x0001_0400;
    private const int MaximumQueueEntries = 0x800;
    private const int SmallestPageShift = 12;
    private const int LargestPageShift = 16;
    private const int NvmCommandSet = 0;
    private const int AllCommandSets = 6;
    private const int AdminOnly = 7;

    // MQES, CQR, TO of 7.5 s, CSS: the NVM command set, all that are supported, the admin commands alone; MPSMAX.
    private const ulong Capabilities = (MaximumQueueEntries - 1) | (1UL << 16) | (15UL << 24) | (1UL << (37 + NvmCommandSet))
        | (1UL << (37 + AllCommandSets)) | (1UL << (37 + AdminOnly)) | ((ulong)(LargestPageShift - SmallestPageShift) << 52);

    private const uint Enable = 1;
    private const uint ShutdownBits = 3u << 14;
    private const uint Ready = 1;
    private const uint Fatal = 2;
    private const uint ShutdownOccurring = 1u << 2;
    private const uint ShutdownComplete = 2u << 2;
    private const uint ShutdownStatus = 3u << 2;
    private const int CommandEntryShift = 6;
    private const int CompletionEntryShift = 4;

    private uint _configuration;
    private uint _status;
    private uint _interruptMask;
    private uint _adminAttributes;
    private ulong _adminSubmission;
    private ulong _adminCompletion;
    private bool _isResetting;

    private enum Register : ulong
    {
        Capabilities = 0x00,
        Version = 0x08,
        InterruptMaskSet = 0x0C,
        InterruptMaskClear = 0x10,
        Configuration = 0x14,
        Status = 0x1C,
        AdminAttributes = 0x24,
        AdminSubmission = 0x28,
        AdminCompletion = 0x30,
    }

    /// <summary>Which command sets the host has chosen (CC.CSS).</summary>
    internal uint CommandSets => (_configuration >> 4) & 7;

    /// <summary>Whether only admin commands can be used.</summary>
    internal bool IsAdminOnly => CommandSets == AdminOnly;

    /// <inheritdoc/>
    public ulong ReadRegister(ulong offset, int width)
    {
        if (Trace.RegisterRead.IsEnabled)
            Trace.RegisterRead.Write($"addr 0x{offset:x} size {width}");

        // Naturally aligned: no access reaches into the next eight bytes.
        var value = (offset & ~7UL) switch
        {
            (ulong)Register.Capabilities => Capabilities,
            (ulong)Register.Version => Version14 | ((ulong)_interruptMask << 32),
            (ulong)Register.InterruptMaskClear => _interruptMask | ((ulong)_configuration << 32),
            (ulong)Register.Status - sizeof(uint) => (ulong)_status << 32,
            (ulong)Register.AdminAttributes - sizeof(uint) => (ulong)_adminAttributes << 32,
            (ulong)Register.AdminSubmission => _adminSubmission,
            (ulong)Register.AdminCompletion => _adminCompletion,
            _ => 0UL,
        };
        value >>= (int)(offset & 7) * 8;
        return width == sizeof(ulong) ? value : value & ((1UL << (width * 8)) - 1);
    }

    /// <inheritdoc/>
    public void WriteRegister(ulong offset, int width, ulong value)
    {
        if (Trace.RegisterWrite.IsEnabled)
            Trace.RegisterWrite.Write($"addr 0x{offset:x} data 0x{value:x} size {width}");

        // Registers have 32 bits or two times as many; parts of them cannot be written.
        if (width < sizeof(uint))
            return;

        WriteWord(offset, (uint)value);
        if (width == sizeof(ulong))
            WriteWord(offset + sizeof(uint), (uint)(value >> 32));

        Workers.RunAll();
    }

    private void WriteWord(ulong offset, uint value)
    {
        if (offset >= RegistersEnd)
        {
            RingDoorbell((int)((offset - RegistersEnd) / sizeof(uint)), (int)(value & 0xFFFF));
            return;
        }

        switch ((Register)offset)
        {
            case Register.InterruptMaskSet:
                _interruptMask |= value;
                UpdatePin();
                break;
            case Register.InterruptMaskClear:
                _interruptMask &= ~value;
                UpdatePin();
                break;
            case Register.Configuration:
                Configure(value);
                break;
            case Register.AdminAttributes:
                _adminAttributes = value & 0x0FFF_0FFF;
                break;
            case Register.AdminSubmission:
                _adminSubmission = (_adminSubmission & ~(ulong)uint.MaxValue) | value;
                break;
            case Register.AdminSubmission + sizeof(uint):
                _adminSubmission = (uint)_adminSubmission | ((ulong)value << 32);
                break;
            case Register.AdminCompletion:
                _adminCompletion = (_adminCompletion & ~(ulong)uint.MaxValue) | value;
                break;
            case Register.AdminCompletion + sizeof(uint):
                _adminCompletion = (uint)_adminCompletion | ((ulong)value << 32);
                break;
        }
    }

    private void Configure(uint value)
    {
        if (Trace.Configured.IsEnabled)
            Trace.Configured.Write($"config=0x{value:x}");

        var before = _configuration;
        _configuration = value;
        if ((value & ShutdownBits) != 0 && (before & ShutdownBits) == 0)
        {
            Trace.ShutdownSet.Write("");
            _status = (_status & ~ShutdownStatus) | ShutdownOccurring;
            Workers.RequestShutdown();
        }
        else if ((value & ShutdownBits) == 0)
        {
            _status &= ~ShutdownStatus;
        }

        if ((value & Enable) != 0 && (before & Enable) == 0)
        {
            // While what the host asked for before is not over it waits for that.
            if (!_isResetting)
                StartController();
        }
        else if ((value & Enable) == 0 && (before & Enable) != 0)
        {
            Trace.Stopped.Write("");
            ResetController(waits: false);
        }
    }

    private void StartController()
    {
        var pageShift = SmallestPageShift + (int)((_configuration >> 7) & 0xF);
        var submissions = (int)(_adminAttributes & 0xFFF);
        var completions = (int)((_adminAttributes >> 16) & 0xFFF);
        var reason = FindStartFailure(pageShift, submissions, completions);
        if (reason is not null)
        {
            Trace.StartFailed.Write(reason);
            _status = Fatal;
            return;
        }

        PageSize = 1 << pageShift;
        _completions[0] = new CompletionQueue(0, _adminCompletion, completions + 1, vector: 0, interrupts: true) { Users = 1 };
        _submissions[0] = new SubmissionQueue(0, _adminSubmission, submissions + 1, _completions[0]!, Workers.Generation);
        _admin!.Start();
        _status = Ready;
        Trace.Started.Write("");
    }

    private string? FindStartFailure(int pageShift, int submissions, int completions)
    {
        var inPage = (1UL << pageShift) - 1;
        if (pageShift > LargestPageShift)
            return $"pages of 2^{pageShift} bytes";

        if ((_adminSubmission & inPage) != 0)
            return $"asq 0x{_adminSubmission:x} is not aligned";

        if ((_adminCompletion & inPage) != 0)
            return $"acq 0x{_adminCompletion:x} is not aligned";

        if (CommandSets is not (NvmCommandSet or AllCommandSets or AdminOnly))
            return $"css {CommandSets}";

        if (((_configuration >> 16) & 0xF) != CommandEntryShift || ((_configuration >> 20) & 0xF) != CompletionEntryShift)
            return $"entries of 2^{(_configuration >> 16) & 0xF} and 2^{(_configuration >> 20) & 0xF} bytes";

        return submissions == 0 || completions == 0 ? $"aqa 0x{_adminAttributes:x}" : null;
    }

    /// <summary>
    /// Resets the controller: what is being done is not done any more, or not completed. The admin queue's registers stay.
    /// </summary>
    /// <param name="waits">
    /// Whether it is over when it returns. Otherwise the controller is ready (CSTS.RDY) until nothing reaches guest memory any more.
    /// </param>
    private void ResetController(bool waits)
    {
        Workers.StartGeneration(waits);
        Array.Clear(_submissions);
        Array.Clear(_completions);
        _coalescingTimer?.Stop();
        _admin!.Reset();
        _interruptMask = 0;
        _configuration = 0;
        SetInterrupt(false);

        // Set before it is looked whether anybody is left: whoever ends the last transfer after that sees it.
        Volatile.Write(ref _isResetting, true);
        if (!waits && Workers.IsTransferring)
        {
            _status &= ~ShutdownStatus;
            return;
        }

        _isResetting = false;
        _status = 0;
    }

    /// <summary>The last transfer of before a reset is over.</summary>
    private void FinishReset()
    {
        lock (Machine.Lock)
        {
            if (!_isResetting || Workers.IsTransferring)
                return;

            _isResetting = false;
            _status = 0;
            if ((_configuration & Enable) != 0)
                StartController();
        }
    }

    private void FinishShutdown()
    {
        lock (Machine.Lock)
        {
            if ((_configuration & ShutdownBits) != 0)
                _status = (_status & ~ShutdownStatus) | ShutdownComplete;
        }
    }

    /// <summary>Nothing can be done for the host any more until it resets the controller: its queues are not where it says.</summary>
    private void SetFatal(string reason)
    {
        Trace.FatalStatus.Write(reason);
        _status |= Fatal;
    }
}
