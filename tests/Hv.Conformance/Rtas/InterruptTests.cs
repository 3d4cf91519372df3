using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Rtas;

/// <summary>External interrupt sources: their servers and priorities.</summary>
public sealed class InterruptTests : ConformanceTest
{
    private static readonly uint[] Numbers =
    [
        0, 1, 0xFFF, 0x1000, 0x1001, 0x1002, 0x10FF, 0x1100, 0x1101, 0x11FF, 0x1200, 0x1203, 0x12FF, 0x1300, 0x13FF, 0x1400, 0x1FFF, 0x2000,
        0x7FFF_FFFF, 0x8000_1000, uint.MaxValue,
    ];

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    public void Every_source_is_off_at_first(string version)
    {
        var pair = Start(new MachineSetup(version));
        foreach (var number in Numbers)
            pair.Call("ibm,get-xive", [number], 3);
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    [Differs(nameof(Differences.FreedSourcesAreOff))]
    public void A_source_that_is_freed_is_off_for_who_gets_it_next(string version)
    {
        var pair = Start(PciSetup.For(version));
        uint[] where = [PciSetup.Edu.Address(0), PciTarget.BuidHigh, PciSetup.Edu.BuidLow];
        pair.Call("ibm,change-msi", [.. where, 3, 1, 0], 4);
        var number = pair.Call("ibm,query-interrupt-source-number", [.. where, 0], 3).Hv[1];
        pair.Call("ibm,get-xive", [number], 3);
        pair.Call("ibm,set-xive", [number, 0, 5], 1);
        pair.Call("ibm,change-msi", [.. where, 3, 0, 0], 4);
        pair.Call("ibm,get-xive", [number], 3);
        pair.Call("ibm,change-msi", [.. where, 3, 1, 0], 4);
        pair.Call("ibm,get-xive", [number], 3);
    }

    [TestCase("pseries-7.2", 2)]
    [TestCase("pseries-4.1", 2)]
    [TestCase("pseries-3.0", 2)]
    [TestCase("pseries-2.7", 2)]
    [TestCase("pseries-2.3", 2)]
    [TestCase("pseries-2.3", 1)]
    public void Random_sequences_get_the_same_answers(string version, int cpus)
    {
        var pair = Start(PciSetup.For(version) with { Cpus = cpus });
        var random = new Random(cpus);
        uint[] servers = [0, 0, 1, 8, 8, 2, 16, 0x1000, uint.MaxValue];
        uint[] priorities = [0, 1, 5, 0xFE, 0xFF, 0x100, 0x1FF, uint.MaxValue];
        for (var step = 0; step < 1500; step++)
        {
            var number = random.Next(3) == 0 ? 0x1000 + (uint)random.Next(0x1100) : Any(Numbers);
            switch (random.Next(7))
            {
                case < 3:
                    pair.Call("ibm,set-xive", [number, Any(servers), Any(priorities)], 1);
                    break;
                case 3:
                    pair.Call("ibm,int-off", [number], 1);
                    break;
                case 4:
                    pair.Call("ibm,int-on", [number], 1);
                    break;
            }

            pair.Call("ibm,get-xive", [number], 3);
            if (step == 1000)
                pair.Reset();
        }

        uint Any(uint[] values) => values[random.Next(values.Length)];
    }
}
