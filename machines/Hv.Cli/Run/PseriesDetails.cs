using Hv.Pseries;
using Hv.Runtime.Machines;
using Hv.Runtime.Monitors;

namespace Hv.Cli.Run;

/// <summary>Tells monitors what the values of pseries versions mean in their terms.</summary>
internal static class PseriesDetails
{
    /// <summary>Describes a version.</summary>
    public static MachineDetails Describe(MachineVersion version)
    {
        using var machine = version.Create();
        return machine is PseriesMachine pseries
            ? new MachineDetails(
                $"{pseries.DefaultCpu}-powerpc64-cpu", pseries.MaximumCpus, pseries.CpuHotplug, pseries.NumaNodeMemory, pseries.DefaultRamId)
            : new MachineDetails();
    }
}
