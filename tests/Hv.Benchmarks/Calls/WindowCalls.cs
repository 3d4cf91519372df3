using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Rtas;

namespace Hv.Benchmarks.Calls;

/// <summary>
/// The call that is measured, ibm,query-pe-dma-window, with three argument words and five return words; and its other shape.
/// All contestants call this handler.
/// </summary>
[RtasCalls]
internal sealed partial class WindowCalls(BenchmarkMachine machine)
{
    /// <summary>The only host bridge.</summary>
    public const ulong Bridge = 0x8000_0002_0000_0000;

    private uint _windowsAvailable = 2;

    [RtasCall(0x2026, "ibm,query-pe-dma-window")]
    internal RtasStatus Query(
        PciConfigAddress device, Buid phb, out uint windowsAvailable, out uint largestWindow, out uint pageSizes, out uint migration)
    {
        windowsAvailable = _windowsAvailable;
        largestWindow = 0x8000_0000;
        pageSizes = device.Bus == 0 ? 7u : 3u;
        migration = 0;
        return phb.Value == Bridge ? RtasStatus.Success : RtasStatus.ParameterError;
    }

    [RtasCall(0x2026, "ibm,query-pe-dma-window")]
    internal RtasStatus QueryWide(
        PciConfigAddress device, Buid phb, out uint windowsAvailable, out ulong largestWindow, out uint pageSizes, out uint migration)
    {
        var status = Query(device, phb, out windowsAvailable, out var largest, out pageSizes, out migration);
        largestWindow = (ulong)largest << 1;
        return status;
    }

    [RtasCall(0x2028, "ibm,remove-pe-dma-window")]
    internal RtasStatus Remove(Liobn liobn)
    {
        _windowsAvailable = liobn.Value == 0 ? 1u : 2u;
        return machine.IsRealized ? RtasStatus.Success : RtasStatus.HardwareError;
    }
}
