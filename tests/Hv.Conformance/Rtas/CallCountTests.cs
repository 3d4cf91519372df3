using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Rtas;

/// <summary>Every call with right and wrong numbers of arguments and return words.</summary>
public sealed class CallCountTests : ConformanceTest
{
    private const int MostWords = 8;
    private const uint Buffer = 0x30_0000;
    private const uint BuidHigh = 0x0800_0000;
    private const uint BuidLow = 0x2000_0000;

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    [Differs(nameof(Differences.NothingIsStoredWithoutReturnWords))]
    [Differs(nameof(Differences.ArgumentsAreNotReadBeyondTheirNumber))]
    [Differs(nameof(Differences.SensorsHaveNoValueWithoutRoom))]
    [Differs(nameof(Differences.DdwFrom24), On = "2.6")]
    public void Wrong_counts_get_the_same_answer(string version)
    {
        var pair = Start(new MachineSetup(version));
        foreach (var name in pair.Hv.Machine.Rtas.Probes.Select(probe => probe.Call.Name).Distinct())
        {
            for (var arguments = 0; arguments <= MostWords; arguments++)
            {
                for (var returns = 0; returns <= MostWords; returns++)
                {
                    // The time of day is another test's: it differs while the two are asked. What is suspended does not answer.
                    if ((name, arguments, returns) is not (("get-time-of-day", 0, 8) or ("ibm,suspend-me", 0, 1)))
                        pair.Call(name, BenignArguments(name).AsSpan(0, arguments), returns);
                }
            }
        }
    }

    /// <summary>Arguments with which the call succeeds, where it can.</summary>
    private static uint[] BenignArguments(string name)
    {
        uint[] arguments = name switch
        {
            "set-time-of-day" => [2026, 6, 15, 12, 30, 45],
            "ibm,get-system-parameter" => [20, Buffer, 200],
            "ibm,set-system-parameter" => [20, Buffer],
            "check-exception" => [0, 0, 0x4000_0000, 1, Buffer, 200],
            "nvram-fetch" or "nvram-store" => [0, Buffer, 16],
            "ibm,query-pe-dma-window" or "ibm,reset-pe-dma-window" => [0, BuidHigh, BuidLow],
            "ibm,create-pe-dma-window" => [0, BuidHigh, BuidLow, 16, 30],
            "ibm,remove-pe-dma-window" => [0x8000_0001],
            "set-power-level" or "get-power-level" => [uint.MaxValue, 50],
            "ibm,os-term" => [Buffer],
            _ => [],
        };
        return [.. arguments, .. new uint[MostWords - arguments.Length]];
    }
}
