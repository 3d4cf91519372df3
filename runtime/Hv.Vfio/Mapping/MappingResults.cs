using Hv.Vfio.Kernel;

namespace Hv.Vfio.Mapping;

/// <summary>How errors of the kernel end changes of mappings.</summary>
internal static class MappingResults
{
    /// <summary>The result for what the kernel answered.</summary>
    public static MappingResult Of(KernelResult result) => result.Error switch
    {
        Errno.None => MappingResult.Success,
        Errno.NoSpace => MappingResult.NoEntries,
        Errno.NoMemory => MappingResult.NoMemory,
        _ => MappingResult.Refused,
    };
}
