using System.Buffers.Binary;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Rtas;

/// <summary>
/// A random walk over all calls that can be compared, on every version. Left out is what stops the machine, and what is meant to
/// differ: other tests have that.
/// </summary>
public sealed class RandomCallTests : ConformanceTest
{
    private const int Calls = 1200;
    private const uint Buffer = 0x30_0000;
    private const int BufferSize = 0x100;
    private const uint NvramSize = 0x1_0000;
    private const uint HeaderEnd = 0x40;

    // Those that stop the machine.
    private static readonly string[] NotWalked = ["power-off", "system-reboot", "ibm,os-term", "ibm,suspend-me"];

    private static readonly uint[] Odd = [0, 1, 2, 3, 4, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, uint.MaxValue];

    private readonly HashSet<string> _walked = [];

    private static IEnumerable<TestCaseData> Walks =>
        TestedVersions.All.Select((version, index) => new TestCaseData(version, 100 + index));

    [TestCaseSource(nameof(Walks))]
    public void Random_walks_get_the_same_answers(string version, int seed)
    {
        // Where only Hv has dynamic windows by itself, the user switches them on for both.
        var switchedOn = version is "pseries-2.4" or "pseries-2.5" or "pseries-2.6" ? true : (bool?)null;
        var pair = Start(PciSetup.For(version) with { Cpus = 2, DynamicDmaWindows = switchedOn, Uuid = new Guid(seed, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) });
        var random = new Random(seed);
        while (pair.Calls < Calls)
            Step(pair, random);

        var declared = pair.Hv.Machine.Rtas.Probes.Select(probe => probe.Call.Name).Except(NotWalked);
        Assert.That(_walked, Is.EquivalentTo(declared), "every call that is not left out is walked over");
    }

    private void Step(PeerPair pair, Random random)
    {
        var (target, buidHigh, buidLow) = Place(random);
        switch (random.Next(18))
        {
            case 0:
                Call("ibm,query-pe-dma-window", [Word(), buidHigh, buidLow], random.Next(5, 7));
                break;
            case 1:
                _walked.Add("ibm,create-pe-dma-window");
                WindowCreation.Create(pair, [Word(), buidHigh, buidLow, Any(12, 16, 21, 24, 13, 64, Word()), Any(12, 20, 24, 28, 30, 33, Word())]);
                break;
            case 2:
                // What QEMU does with windows after a removal has tests of its own.
                Call("ibm,remove-pe-dma-window", [Any(0x8000_0000, 0x8000_0001, 0x8000_0300, 0x8000_0301, 0x8000_0002)], 1);
                Call("ibm,reset-pe-dma-window", [Word(), PciTarget.BuidHigh, PciSetup.Edu.BuidLow], 1);
                Call("ibm,reset-pe-dma-window", [Word(), PciTarget.BuidHigh, PciSetup.EduOnSecondBridge.BuidLow], 1);
                break;
            case < 6:
                ReadOrWrite();
                break;
            case < 9:
                ChangeMessages();
                break;
            case < 11:
                Call("ibm,set-xive", [Source(), Any(0, 1, 8, 2, Word()), (uint)random.Next(0x101)], 1);
                Call("ibm,get-xive", [Source()], 3);
                Call(random.Next(2) == 0 ? "ibm,int-on" : "ibm,int-off", [Source()], 1);
                Call("ibm,get-xive", [Source()], 3);
                break;
            case 11:
                SetTime();
                break;
            case 12:
                GetParameter();
                break;
            case 13:
                Call("get-power-level", [Any(0, 1, uint.MaxValue, Word())], 2);
                Call("set-power-level", [Any(0, 1, uint.MaxValue, Word()), Word()], 2);
                Call("set-indicator", [Any(9001, 9002, 9003, Word()), Connector(), Any(0, 1, 2, 3, Word())], 1);
                Call("get-sensor-state", [Any(9003, 9003, 9001, Word()), Connector()], 2);
                pair.Write(Buffer, BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(Connector())));
                Call("ibm,configure-connector", [Buffer, 0], 1);
                break;
            case 14:
                UseNvram();
                break;
            case 15:
                HandleErrors();
                break;
            case 16:
                Call("query-cpu-stopped-state", [Any(0, 1, 8, 2, Word())], 2);
                Call("start-cpu", [Any(0, 1, 8, 2, Word()), Word(), Word()], 1);
                Call("stop-self", [], random.Next(2));
                Call("event-scan", [Word(), Word(), Buffer, BufferSize], 1);
                Call("check-exception", [Word(), Word(), Word(), Word(), Buffer, BufferSize], 1);
                Call("display-character", [(uint)random.Next(0x20, 0x7F)], 1);
                break;
            default:
                Call("ibm,nmi-register", [Word(), Word()], 1);
                Call("ibm,nmi-interlock", [], 1);
                Call("ibm,set-tce-bypass", [Any(0x7100_0000, 0x7100_0001, 0x8000_0000, Word()), Word()], random.Next(1, 3));
                Call("quiesce", [], random.Next(1, 3));
                Call("read-pci-config", [Word(), Any(1, 2, 4, Word())], 2);
                Call("write-pci-config", [Word(), Any(1, 2, 4, Word()), Word()], 1);
                break;
        }

        CallObservation Call(string name, uint[] arguments, int returns)
        {
            _walked.Add(name);
            return pair.Call(name, arguments, returns);
        }

        uint Any(params ReadOnlySpan<uint> values) => values[random.Next(values.Length)];

        uint Word() => random.Next(3) switch { 0 => Any(Odd), 1 => (uint)random.Next(0x100), _ => (uint)random.NextInt64(1L << 32) };

        uint Connector() => random.Next(8) == 0 ? Word()
            : Any(0x4000_0018, 0x4000_0020, 0x4000_00F8, 0x1000_0000, 0x1000_0001, 0x1000_0008, 0x2000_0000, 0x2000_0001, 0x2000_001E, 0x8000_0000);

        uint Source() => random.Next(5) == 0 ? Word() : 0x1000 + (uint)random.Next(0x1100);

        void ReadOrWrite()
        {
            // In the header alone: what MSI is told has tests of its own.
            var width = random.Next(10) == 0 ? Word() : 1u << random.Next(3);
            var register = random.Next(10) == 0 ? Word() & 0xF000_00FC : (uint)random.Next((int)HeaderEnd) & ~3u;
            var address = (target.Address(0) & ~0xFFu) | register;
            if (random.Next(2) == 0)
                Call("ibm,read-pci-config", [address, buidHigh, buidLow, width], 2);
            else if (register < HeaderEnd)
                Call("ibm,write-pci-config", [address, buidHigh, buidLow, width, Word()], 1);

            if (random.Next(4) == 0)
                PciSetup.Bridge.Write(pair, 0x18, sizeof(uint), 0x0001_0100);
        }

        void ChangeMessages()
        {
            target = random.Next(3) == 0 ? PciSetup.Messages : target;
            uint[] where = [target.Address(random.Next(8) == 0 ? random.Next(0x100) : 0), buidHigh, target.BuidLow];
            var before = Sources();
            Call("ibm,change-msi", [.. where, Any(1, 3, 4, 4, Word()), Any(0, 1, 1, 2, 5, 8, 16, 17, Word()), Word()], random.Next(3, 5));
            Call("ibm,query-interrupt-source-number", [.. where, Any(0, 0, 1, 7, Word())], 3);

            // What becomes of the routing of a source that is freed has a test of its own.
            foreach (var number in before.Except(Sources()))
                Call("ibm,set-xive", [number, 0, 0xFF], 1);
        }

        List<uint> Sources() => [.. pair.Hv.Machine.Interrupts.All.Where(source => source.IsClaimed).Select(source => source.Number)];

        void SetTime()
        {
            var year = random.Next(1970, 2200);
            var month = random.Next(1, 13);
            var day = random.Next(1, DateTime.DaysInMonth(year, month) + 1);
            Call("set-time-of-day", [(uint)year, (uint)month, (uint)day, (uint)random.Next(24), (uint)random.Next(60), (uint)random.Next(30), Word()], 1);

            // Up to the minute: seconds pass while the two are asked.
            _walked.Add("get-time-of-day");
            var time = pair.Observe("get-time-of-day", [], 8);
            pair.Compare(time with { Qemu = time.Qemu[..6], Hv = time.Hv[..6] });
        }

        void GetParameter()
        {
            var content = new byte[BufferSize];
            random.NextBytes(content);
            pair.Write(Buffer, content);
            Call("ibm,get-system-parameter", [Any(20, 42, 48, Word()), Buffer, Any(0, 1, 2, 3, 20, 100, 0x1000)], 1);
            Call("ibm,set-system-parameter", [Any(20, 42, 48, Word()), Buffer], 1);
            pair.Read(Buffer, BufferSize, "system parameter");
        }

        void UseNvram()
        {
            var content = new byte[BufferSize];
            random.NextBytes(content);
            pair.Write(Buffer, content);
            Call(
                random.Next(2) == 0 ? "nvram-store" : "nvram-fetch",
                [Any(0, 1, NvramSize - 1, NvramSize, (uint)random.Next((int)NvramSize), Word()), Buffer, Any(0, 1, 7, BufferSize, Word() & 0xFFFF)], 2);
            pair.Read(Buffer, BufferSize, "NVRAM");
        }

        void HandleErrors()
        {
            uint[] where = [target.Address(0), buidHigh, buidLow];
            Call("ibm,set-eeh-option", [.. where, Any(0, 1, 2, 3, Word())], 1);
            Call("ibm,get-config-addr-info2", [.. where, Any(0, 1, 2, Word())], 2);
            Call("ibm,read-slot-reset-state2", where, random.Next(4, 6));
            Call("ibm,set-slot-reset", [.. where, Any(0, 1, 3, Word())], 1);
            Call("ibm,configure-pe", where, 1);
            Call("ibm,slot-error-detail", [.. where, Word(), Word(), Buffer, BufferSize, Any(1, 2, Word())], 1);
        }
    }

    /// <summary>A function most of the time, and otherwise none, or one of no host bridge.</summary>
    private static (PciTarget Target, uint BuidHigh, uint BuidLow) Place(Random random)
    {
        var target = random.Next(8) == 0
            ? new PciTarget(random.Next(2) == 0 ? 0 : PciSetup.SecondBridge, (uint)random.Next(3), (uint)random.Next(32))
            : PciSetup.Targets[random.Next(PciSetup.Targets.Count)];
        var isReal = random.Next(15) != 0;
        return (target, isReal ? PciTarget.BuidHigh : (uint)random.Next(), isReal ? target.BuidLow : 0x2000_0000 + (uint)random.Next(32));
    }
}
