using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;

namespace Hv.Pseries.Hypercalls;

/// <summary>Persistent memory (LoPAR, "storage class memory"). There is none: no connector has any, and there is nothing to unbind.</summary>
[Hypercalls]
internal static partial class PersistentMemoryHypercalls
{
    private const ulong AllMemory = 1;
    private const ulong MemoryOfConnector = 2;

    /// <summary>Reads metadata.</summary>
    [Hypercall(0x3E4, "H_SCM_READ_METADATA")]
    private static HypercallStatus ReadMetadata(PseriesMachine machine, ulong connector, ulong offset, ulong length) => HypercallStatus.Parameter;

    /// <summary>Writes metadata.</summary>
    [Hypercall(0x3E8, "H_SCM_WRITE_METADATA")]
    private static HypercallStatus WriteMetadata(PseriesMachine machine, ulong connector, ulong offset, ulong data, ulong length) =>
        HypercallStatus.Parameter;

    /// <summary>Gives memory an address.</summary>
    [Hypercall(0x3EC, "H_SCM_BIND_MEM")]
    private static HypercallStatus Bind(PseriesMachine machine, ulong connector, ulong block, ulong blocks, ulong address, ulong token) =>
        HypercallStatus.Parameter;

    /// <summary>Takes memory its address.</summary>
    [Hypercall(0x3F0, "H_SCM_UNBIND_MEM")]
    private static HypercallStatus Unbind(PseriesMachine machine, ulong connector, ulong address, ulong blocks, ulong token) =>
        HypercallStatus.Parameter;

    /// <summary>Takes all memory its addresses; r5 tells of how many blocks.</summary>
    [Hypercall(0x3FC, "H_SCM_UNBIND_ALL")]
    private static HypercallStatus UnbindAll(PseriesMachine machine, ulong scope, ulong connector, ulong token, HypercallFrame frame)
    {
        if (token != 0)
            return HypercallStatus.Parameter4;

        if (scope == MemoryOfConnector)
            return HypercallStatus.Parameter2;

        if (scope != AllMemory)
            return HypercallStatus.Parameter;

        frame.Registers[1] = 0;
        return HypercallStatus.Success;
    }

    /// <summary>Tells the health of memory.</summary>
    [Hypercall(0x400, "H_SCM_HEALTH")]
    private static HypercallStatus GetHealth(PseriesMachine machine, ulong connector) => HypercallStatus.Parameter;

    /// <summary>Has what was written last.</summary>
    [Hypercall(0x44C, "H_SCM_FLUSH")]
    private static HypercallStatus Flush(PseriesMachine machine, ulong connector, ulong token) => HypercallStatus.Parameter;
}
