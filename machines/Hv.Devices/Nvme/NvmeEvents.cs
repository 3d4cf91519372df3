namespace Hv.Devices.Nvme;

/// <summary>Asynchronous events, and the requests that wait for them (NVM Express 1.4, 5.2). Used under the machine's lock.</summary>
/// <param name="controller">The controller.</param>
internal sealed class NvmeEvents(NvmeController controller)
{
    /// <summary>The type of errors.</summary>
    public const byte Error = 0;

    /// <summary>The type of changes of the device's health.</summary>
    public const byte Smart = 1;

    /// <summary>Of <see cref="Error"/>: a doorbell of a queue that does not exist.</summary>
    public const byte InvalidDoorbellRegister = 0;

    /// <summary>Of <see cref="Error"/>: a doorbell beyond the end of its queue.</summary>
    public const byte InvalidDoorbellValue = 1;

    /// <summary>Of <see cref="Smart"/>: the temperature is beyond a threshold.</summary>
    public const byte Temperature = 1;

    private readonly Stack<(SubmissionQueue Queue, ushort CommandId)> _requests = [];
    private readonly List<(byte Type, byte Information, byte LogPage)> _waiting = [];
    private int _masked;

    /// <summary>Forgets requests and events.</summary>
    public void Reset()
    {
        _requests.Clear();
        _waiting.Clear();
        _masked = 0;
    }

    /// <summary>Takes a request.</summary>
    /// <returns><see langword="false"/> when there are too many.</returns>
    public bool TryAdd(SubmissionQueue queue, ushort commandId)
    {
        if (_requests.Count > controller.EventRequestLimit)
            return false;

        _requests.Push((queue, commandId));
        return true;
    }

    /// <summary>Something has happened. An error is told of only when a request waits; of others some are kept.</summary>
    public void Raise(byte type, byte information, byte logPage)
    {
        if ((type == Error && _requests.Count == 0) || _waiting.Count >= controller.QueuedEventLimit)
            return;

        _waiting.Add((type, information, logPage));
        Process();
    }

    /// <summary>The host has read what a type of events is about: it is told of the next one.</summary>
    public void Clear(byte type)
    {
        _masked &= ~(1 << type);
        Process();
    }

    /// <summary>Completes requests with the events that can be told.</summary>
    public void Process()
    {
        for (var index = 0; index < _waiting.Count && _requests.Count > 0;)
        {
            var (type, information, logPage) = _waiting[index];
            if ((_masked & (1 << type)) != 0)
            {
                index++;
                continue;
            }

            _waiting.RemoveAt(index);
            _masked |= 1 << type;
            var (queue, id) = _requests.Pop();
            if (controller.Trace.EventPosted.IsEnabled)
                controller.Trace.EventPosted.Write($"type 0x{type:x} info 0x{information:x} lid 0x{logPage:x}");

            controller.CompleteLate(new NvmeCompletion(
                queue, id, NvmeStatus.Success, type | ((uint)information << 8) | ((uint)logPage << 16)));
        }
    }
}
