namespace Hv.Devices.Nvme;

/// <summary>What goes into a completion queue, but for what is known only then: head, phase.</summary>
/// <param name="Queue">The submission queue the command came by.</param>
/// <param name="CommandId">The command.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Result">Dword 0: what the command says besides.</param>
internal readonly record struct NvmeCompletion(SubmissionQueue Queue, ushort CommandId, NvmeStatus Status, uint Result = 0)
{
    /// <summary>The bytes of an entry of a completion queue.</summary>
    public const int Size = 16;
}
