using Hv.Conformance.Infrastructure;
using Hv.Pseries.Dma;
using Hv.Pseries.Pci;

namespace Hv.Conformance.Rtas;

/// <summary>Dynamic DMA windows: random sequences of the four calls, adversarial arguments among them.</summary>
public sealed class DynamicDmaWindowTests : ConformanceTest
{
    private const uint BuidHigh = 0x0800_0000;
    private const uint BuidLow = 0x2000_0000;
    private const uint SecondBridge = 3;
    private const int Steps = 2500;

    private static readonly uint[] BusUnits = [BuidLow, BuidLow, BuidLow, BuidLow + SecondBridge, BuidLow + 1, 0, uint.MaxValue];

    private static readonly uint[] PageShifts =
        [12, 12, 12, 12, 16, 16, 16, 16, 16, 21, 24, 0, 1, 11, 13, 20, 22, 25, 26, 28, 34, 40, 62, 63, 64, 76, 80, 85, 88, 0x8000_000C, uint.MaxValue];

    private static readonly uint[] WindowShifts = 
        [0, 11, 12, 15, 16, 20, 24, 25, 26, 28, 28, 30, 30, 31, 34, 38, 38, 40, 42, 50, 63, 64, 76, 0x8000_0010, uint.MaxValue];

    // Those of other devices are left out: QEMU aborts when it is to remove one.
    private static readonly uint[] WindowNumbers =
    [
        0x8000_0000, 0x8000_0000, 0x8000_0001, 0x8000_0001, 0x8000_0300, 0x8000_0301, 0x8000_0002, 0x8000_0100, 0x8000_0200, 0, 1,
        uint.MaxValue,
    ];

    [TestCase("pseries-7.2", 1)]
    [TestCase("pseries-7.2", 2)]
    [TestCase("pseries-5.0", 3)]
    [TestCase("pseries-4.1", 4)]
    [TestCase("pseries-3.0", 5)]
    [TestCase("pseries-2.8", 6)]
    [TestCase("pseries-2.7", 7)]
    [Differs(nameof(Differences.FirstWindowGoesTo64BitAddress))]
    [Differs(nameof(Differences.WindowsNeverOverlap))]
    [Differs(nameof(Differences.DefaultWindowComesBack))]
    public void Random_sequences_get_the_same_answers(string version, int seed) =>
        RunSequence(new MachineSetup(version) { SecondBridge = SecondBridge }, seed);

    [TestCase("pseries-2.6", 8)]
    [TestCase("pseries-2.4", 9)]
    [Differs(nameof(Differences.FirstWindowGoesTo64BitAddress))]
    [Differs(nameof(Differences.WindowsNeverOverlap))]
    [Differs(nameof(Differences.DefaultWindowComesBack))]
    public void Random_sequences_get_the_same_answers_where_the_user_switches_them_on(string version, int seed) =>
        RunSequence(new MachineSetup(version) { SecondBridge = SecondBridge, DynamicDmaWindows = true }, seed);

    [TestCase("pseries-7.2", 10)]
    [TestCase("pseries-2.7", 11)]
    [TestCase("pseries-2.6", 12)]
    public void Random_sequences_get_the_same_answers_where_the_user_switches_them_off(string version, int seed) =>
        RunSequence(new MachineSetup(version) { SecondBridge = SecondBridge, DynamicDmaWindows = false }, seed);

    [TestCase("pseries-2.6", 13)]
    [TestCase("pseries-2.5", 14)]
    [TestCase("pseries-2.4", 15)]
    [TestCase("pseries-2.3", 16)]
    [TestCase("pseries-2.1", 17)]
    [Differs(nameof(Differences.DdwFrom24), On = "2.6 2.5 2.4")]
    public void The_oldest_version_with_dynamic_dma_windows_is_2_4_here_and_2_7_there(string version, int seed) =>
        RunSequence(new MachineSetup(version) { SecondBridge = SecondBridge }, seed);

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    [Differs(nameof(Differences.DdwFrom24), On = "2.6")]
    public void Every_page_shift_of_64_bits_gets_the_same_answer(string version)
    {
        var pair = Start(new MachineSetup(version));
        for (var shift = 0u; shift < 64; shift++)
        {
            pair.Call("ibm,create-pe-dma-window", [0, BuidHigh, BuidLow, shift, shift + 2], 4);
            pair.Call("ibm,create-pe-dma-window", [0, BuidHigh, BuidLow, shift, shift - 1], 4);
            pair.Call("ibm,query-pe-dma-window", [0, BuidHigh, BuidLow], 6);
            pair.Call("ibm,reset-pe-dma-window", [0, BuidHigh, BuidLow], 1);
        }
    }

    [TestCase("pseries-7.2")]
    [TestCase("pseries-2.8")]
    [Differs(nameof(Differences.WindowNumbersAreTakenInOrder))]
    public void A_bridge_without_windows_gives_the_first_number_first(string version)
    {
        const uint Index = 28;
        var pair = Start(new MachineSetup(version) { SecondBridge = Index });
        pair.Call("ibm,remove-pe-dma-window", [0x8000_0000 + (Index << 8)], 1);
        pair.Call("ibm,create-pe-dma-window", [0, BuidHigh, BuidLow + Index, 16, 30], 4);
    }

    private void RunSequence(MachineSetup setup, int seed)
    {
        var pair = Start(setup);
        var random = new Random(seed);
        uint Any(uint[] values) => values[random.Next(values.Length)];
        for (var step = 0; step < Steps; step++)
        {
            var high = random.Next(20) == 0 ? (uint)random.Next() : BuidHigh;
            switch (random.Next(20))
            {
                case < 3:
                    pair.Call("ibm,query-pe-dma-window", [(uint)random.Next(), high, Any(BusUnits)], 5);
                    break;
                case < 6:
                    pair.Call("ibm,query-pe-dma-window", [(uint)random.Next(), high, Any(BusUnits)], 6);
                    break;
                case < 13:
                    WindowCreation.Create(pair, [(uint)random.Next(), high, Any(BusUnits), Any(PageShifts), Any(WindowShifts)]);
                    break;
                case < 19:
                    Remove(pair, Any(WindowNumbers));
                    break;
                default:
                    pair.Call("ibm,reset-pe-dma-window", [(uint)random.Next(), high, Any(BusUnits)], 1);
                    break;
            }
        }
    }

    /// <summary>
    /// Removes a window on both sides and looks at what is left. Where the two differ they go on from the state after reset.
    /// </summary>
    private static void Remove(PeerPair pair, uint window)
    {
        if (pair.Call("ibm,remove-pe-dma-window", [window], 1).Hv[0] != 0)
            return;

        var bus = BuidLow + ((window >> 8) & 0xFF);
        if (!pair.Call("ibm,query-pe-dma-window", [0, BuidHigh, bus], 5).EqualFrom(0))
            pair.Call("ibm,reset-pe-dma-window", [0, BuidHigh, bus], 1);
    }
}
