namespace Hv.Vfio.Kernel;

/// <summary>The numbers that requests have on an architecture.</summary>
public static class VfioRequests
{
    /// <summary><c>_IO(';', 100)</c> where "no data" is 0.</summary>
    private const uint GenericBase = 0x3B64;

    /// <summary>The same where "no data" is 1 &lt;&lt; 29.</summary>
    private const uint PowerPcBase = 0x2000_3B64;

    private const int RequestCount = 22;

    /// <summary>The number by which the kernel knows a request.</summary>
    public static uint Number(this VfioRequest request, HostArchitecture architecture) =>
        (architecture == HostArchitecture.PowerPc ? PowerPcBase : GenericBase) + (uint)request;

    /// <summary>Finds the request of a number, as who stands for a kernel needs it.</summary>
    /// <returns><see langword="false"/> when VFIO has no such request.</returns>
    public static bool TryFind(uint number, HostArchitecture architecture, out VfioRequest request)
    {
        request = (VfioRequest)unchecked((int)(number - VfioRequest.GetApiVersion.Number(architecture)));
        return (uint)request < RequestCount;
    }
}
