using Hv.Runtime.Declarations;
using Hv.Runtime.Rtas;

namespace Hv.Benchmarks.Calls;

/// <summary>The calls around the one that is measured: they make the switch as large as a platform's.</summary>
[RtasCalls]
internal sealed partial class PlainCalls(BenchmarkMachine machine)
{
    private uint _last;

    [RtasCall(0x2000, "display-character")]
    internal RtasStatus DisplayCharacter(uint value, out uint result) => Exchange(value, out result);

    [RtasCall(0x2001, "get-time-of-day")]
    internal RtasStatus GetTimeOfDay(uint value, out uint result) => Exchange(value + 1, out result);

    [RtasCall(0x2002, "set-time-of-day")]
    internal RtasStatus SetTimeOfDay(uint value, out uint result) => Exchange(value + 2, out result);

    [RtasCall(0x2003, "event-scan")]
    internal RtasStatus EventScan(uint value, out uint result) => Exchange(value + 3, out result);

    [RtasCall(0x2004, "check-exception")]
    internal RtasStatus CheckException(uint value, out uint result) => Exchange(value + 4, out result);

    [RtasCall(0x2005, "nvram-fetch")]
    internal RtasStatus NvramFetch(uint value, out uint result) => Exchange(value + 5, out result);

    [RtasCall(0x2006, "nvram-store")]
    internal RtasStatus NvramStore(uint value, out uint result) => Exchange(value + 6, out result);

    [RtasCall(0x2009, "read-pci-config")]
    internal RtasStatus ReadPciConfig(uint value, out uint result) => Exchange(value + 7, out result);

    [RtasCall(0x200A, "write-pci-config")]
    internal RtasStatus WritePciConfig(uint value, out uint result) => Exchange(value + 8, out result);

    [RtasCall(0x200C, "get-power-level")]
    internal RtasStatus GetPowerLevel(uint value, out uint result) => Exchange(value + 9, out result);

    [RtasCall(0x200D, "set-power-level")]
    internal RtasStatus SetPowerLevel(uint value, out uint result) => Exchange(value + 10, out result);

    [RtasCall(0x2011, "ibm,get-system-parameter")]
    internal RtasStatus IbmGetSystemParameter(uint value, out uint result) => Exchange(value + 11, out result);

    [RtasCall(0x2012, "ibm,set-system-parameter")]
    internal RtasStatus IbmSetSystemParameter(uint value, out uint result) => Exchange(value + 12, out result);

    [RtasCall(0x2014, "query-cpu-stopped-state")]
    internal RtasStatus QueryCpuStoppedState(uint value, out uint result) => Exchange(value + 13, out result);

    [RtasCall(0x2015, "start-cpu")]
    internal RtasStatus StartCpu(uint value, out uint result) => Exchange(value + 14, out result);

    [RtasCall(0x201A, "set-indicator")]
    internal RtasStatus SetIndicator(uint value, out uint result) => Exchange(value + 15, out result);

    [RtasCall(0x201B, "get-sensor-state")]
    internal RtasStatus GetSensorState(uint value, out uint result) => Exchange(value + 16, out result);

    private RtasStatus Exchange(uint value, out uint result)
    {
        result = _last;
        _last = value;
        return machine.IsRealized ? RtasStatus.Success : RtasStatus.HardwareError;
    }
}
