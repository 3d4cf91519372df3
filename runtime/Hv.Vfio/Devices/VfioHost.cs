using System.Runtime.CompilerServices;
using Hv.Runtime.Machines;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Devices;

/// <summary>Which kernel the devices of a machine are passed through from: the host's own, unless a test says otherwise.</summary>
public static class VfioHost
{
    private static readonly ConditionalWeakTable<Machine, IHostKernel> Kernels = [];
    private static readonly Lazy<LinuxKernel> Own = new(() => new LinuxKernel());

    /// <summary>The kernel of a machine.</summary>
    /// <exception cref="PlatformNotSupportedException">There is none set, and the host is not Linux.</exception>
    public static IHostKernel KernelOf(Machine machine) => Kernels.TryGetValue(machine, out var kernel) ? kernel : Own.Value;

    /// <summary>Sets the kernel that devices are passed through from that are added to a machine from then on.</summary>
    public static void SetKernel(Machine machine, IHostKernel kernel) => Kernels.AddOrUpdate(machine, kernel);
}
