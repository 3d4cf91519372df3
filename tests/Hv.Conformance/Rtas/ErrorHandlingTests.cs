using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Rtas;

/// <summary>Enhanced error handling, which functions that are not passed through do not have.</summary>
public sealed class ErrorHandlingTests : ConformanceTest
{
    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void No_function_has_it(string version)
    {
        var pair = Start(PciSetup.For(version));
        foreach (var target in PciSetup.Targets.Append(new PciTarget(0, 0, 9)).Append(new PciTarget(9, 0, 0)))
        {
            uint[] where = [target.Address(0), PciTarget.BuidHigh, target.BuidLow];
            for (var option = 0u; option < 6; option++)
            {
                pair.Call("ibm,set-eeh-option", [.. where, option], 1);
                pair.Call("ibm,get-config-addr-info2", [.. where, option], 2);
                pair.Call("ibm,set-slot-reset", [.. where, option], 1);
                pair.Call("ibm,slot-error-detail", [.. where, 0, 0, 0x30_0000, 64, option], 1);
            }

            pair.Call("ibm,read-slot-reset-state2", where, 4);
            pair.Call("ibm,read-slot-reset-state2", where, 5);
            pair.Call("ibm,configure-pe", where, 1);
        }
    }
}
