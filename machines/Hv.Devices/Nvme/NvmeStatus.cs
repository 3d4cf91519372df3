namespace Hv.Devices.Nvme;

/// <summary>
/// The status field of a completion without its phase bit (NVM Express 1.4, 4.6.1): code, type from bit 8, "do not retry" bit 14.
/// </summary>
[Flags]
internal enum NvmeStatus : ushort
{
    Success = 0x000,
    InvalidOpcode = 0x001,
    InvalidField = 0x002,
    DataTransferError = 0x004,
    InternalError = 0x006,
    InvalidNamespace = 0x00B,
    CommandSequenceError = 0x00C,
    InvalidSglSegmentDescriptor = 0x00D,
    InvalidNumberOfSglDescriptors = 0x00E,
    DataSglLengthInvalid = 0x00F,
    SglDescriptorTypeInvalid = 0x011,
    PrpOffsetInvalid = 0x013,
    NamespaceIsWriteProtected = 0x020,
    CommandSetCombinationRejected = 0x02B,
    LbaOutOfRange = 0x080,
    CapacityExceeded = 0x081,
    CompletionQueueInvalid = 0x100,
    InvalidQueueIdentifier = 0x101,
    InvalidQueueSize = 0x102,
    AsynchronousEventLimitExceeded = 0x105,
    InvalidInterruptVector = 0x108,
    InvalidQueueDeletion = 0x10C,
    FeatureNotSaveable = 0x10D,
    FeatureNotChangeable = 0x10E,
    FeatureNotNamespaceSpecific = 0x10F,
    WriteFault = 0x280,
    UnrecoveredReadError = 0x281,
    CompareFailure = 0x285,

    /// <summary>The same command would fail again.</summary>
    DoNotRetry = 0x4000,
}
