using Hv.Pseries.Configuration;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Firmware.Nodes;

/// <summary>The <c>/rtas</c> node of the device tree (LoPAR 7.2.4, B.6.3.1): tokens by name, and what else RTAS offers.</summary>
public static class RtasNode
{
    /// <summary>The name of the node.</summary>
    [GuestIdentity("/rtas name")]
    public const string Name = "rtas";

    /// <summary>The property that says where firmware has put the RTAS code.</summary>
    public const string Base = "linux,rtas-base";

    /// <summary>What every machine offers (LoPAR 14.2), in the order in which it is told.</summary>
    [GuestIdentity("/rtas ibm,hypertas-functions: always")]
    private const string AlwaysOffered =
        "hcall-pft hcall-term hcall-dabr hcall-interrupt hcall-tce hcall-vio hcall-splpar hcall-join "
        + "hcall-bulk hcall-set-mode hcall-sprg0 hcall-copy hcall-debug hcall-vphn";

    [GuestIdentity("/rtas ibm,hypertas-functions: with cap-rpt-invalidate")]
    private const string RptInvalidate = "hcall-rpt-invalidate";

    [GuestIdentity("/rtas ibm,hypertas-functions: then always")]
    private const string MultiTce = "hcall-multi-tce";

    [GuestIdentity("/rtas ibm,hypertas-functions: with resize-hpt")]
    private const string HptResize = "hcall-hpt-resize";

    [GuestIdentity("/rtas ibm,hypertas-functions: last")]
    private const string Watchdog = "hcall-watchdog";

    [GuestIdentity("/rtas qemu,hypertas-functions")]
    private const string OwnFunctions = "hcall-memop1";

    /// <summary>The RTAS code in guest memory: load the token, H_RTAS, return. Five instructions.</summary>
    [GuestIdentity("/rtas rtas-size: code")]
    private const uint CodeSize = 20;

    [GuestIdentity("/rtas rtas-error-log-max")]
    private const uint ErrorLogSize = 2048;

    [GuestIdentity("/rtas rtas-event-scan-rate")]
    private const uint EventScanRate = 1;

    [GuestIdentity("/rtas ibm,lrdr-capacity: block size")]
    private const uint LogicalMemoryBlockSize = 0x1000_0000;

    private const uint NumaNodes = 1;

    /// <summary>The properties of the node, tokens first.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="guestTakesForm2">
    /// Whether the guest has negotiated FORM2 affinity (LoPAR option vector 5, byte 5 bit 2); FORM1 until it has.
    /// </param>
    /// <exception cref="InvalidOperationException">The machine is not realized.</exception>
    public static IReadOnlyList<DeviceTreeProperty> Properties(PseriesMachine machine, bool guestTakesForm2)
    {
        var maximumCpus = (uint)machine.MaximumCpuCount;
        var lastAddress = machine.LastMemoryAddress;
        return
        [
            .. machine.Rtas.Probes.Select(probe => (probe.Call.Token, probe.Call.Name)).Distinct().OrderBy(call => call.Token)
                .Select(call => DeviceTreeProperty.OfCells(call.Name, call.Token)),
            DeviceTreeProperty.OfTexts("ibm,hypertas-functions", HypervisorFunctions(machine)),
            DeviceTreeProperty.OfTexts("qemu,hypertas-functions", [OwnFunctions]),
            .. Affinity(machine, guestTakesForm2 && machine.Form2Affinity),
            DeviceTreeProperty.OfCells("rtas-size", CodeSize + ErrorLogSize + (16 * maximumCpus) + 8),
            DeviceTreeProperty.OfCells("rtas-error-log-max", ErrorLogSize),
            DeviceTreeProperty.OfCells("rtas-event-scan-rate", EventScanRate),
            DeviceTreeProperty.Empty("ibm,change-msix-capable"),
            DeviceTreeProperty.Empty("ibm,extended-os-term"),
            DeviceTreeProperty.OfCells(
                "ibm,lrdr-capacity", (uint)(lastAddress >> 32), (uint)lastAddress, 0, LogicalMemoryBlockSize, machine.WholeCores),
        ];
    }

    private static IEnumerable<string> HypervisorFunctions(PseriesMachine machine)
    {
        foreach (var function in AlwaysOffered.Split(' '))
            yield return function;

        if (machine.CapRptInvalidate)
            yield return RptInvalidate;

        yield return MultiTce;
        if (machine.EffectiveHptResizing != HptResizing.Disabled)
            yield return HptResize;

        yield return Watchdog;
    }

    /// <summary>How near resources are, for the one NUMA node that a machine has.</summary>
    private static IEnumerable<DeviceTreeProperty> Affinity(PseriesMachine machine, bool isForm2)
    {
        if (isForm2)
        {
            yield return DeviceTreeProperty.OfCells("ibm,associativity-reference-points", 1);
            yield return DeviceTreeProperty.OfCells("ibm,max-associativity-domains", 1, NumaNodes);
            yield return DeviceTreeProperty.OfCells("ibm,numa-lookup-index-table", 1, 0);

            // One node: one byte, its distance to itself.
            yield return new DeviceTreeProperty("ibm,numa-distance-table", [0, 0, 0, 1, 10]);
            yield break;
        }

        yield return machine.AssociativityReferencePoints == AssociativityReferencePoints.TwoLevels
            ? DeviceTreeProperty.OfCells("ibm,associativity-reference-points", 4, 4)
            : DeviceTreeProperty.OfCells("ibm,associativity-reference-points", 4, 4, 2);
        yield return DeviceTreeProperty.OfCells("ibm,max-associativity-domains", 4, 0, 0, 0, NumaNodes);
    }
}
