using Hv.Pseries.Vio;
using Hv.Runtime.Declarations;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>Access to NVRAM (LoPAR 7.3.1). The calls exist only on a machine that has one.</summary>
[RtasCalls]
internal sealed partial class NvramCalls(PseriesMachine machine)
{
    /// <summary>Whether the machine has NVRAM.</summary>
    internal bool HasNvram => machine.Nvram is not null;

    private Nvram Nvram => machine.Nvram ?? throw new InvalidOperationException("The dispatcher asks HasNvram first.");

    /// <summary>Copies from NVRAM to memory.</summary>
    [RtasCall(0x2012, "nvram-fetch", When = nameof(HasNvram))]
    private RtasStatus Fetch(uint offset, GuestPhysicalAddress buffer, uint length, [StoredOnError] out uint bytes)
    {
        bytes = 0;
        if (!IsInside(offset, length) || !machine.Memory.TryWrite(buffer.RealMode, Nvram.Content.Slice((int)offset, (int)length)))
            return RtasStatus.ParameterError;

        bytes = length;
        return RtasStatus.Success;
    }

    /// <summary>Copies from memory to NVRAM.</summary>
    [RtasCall(0x2013, "nvram-store", When = nameof(HasNvram))]
    private RtasStatus Store(uint offset, GuestPhysicalAddress buffer, uint length, out uint bytes)
    {
        bytes = 0;
        if (!IsInside(offset, length) || !machine.Memory.TryRead(buffer.RealMode, Nvram.Content.Slice((int)offset, (int)length)))
            return RtasStatus.ParameterError;

        if (!Nvram.Store((int)offset, (int)length))
            return RtasStatus.HardwareError;

        bytes = length;
        return RtasStatus.Success;
    }

    private bool IsInside(uint offset, uint length) => (ulong)offset + length <= Nvram.Size;
}
