using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Pci;

/// <summary>Configuration spaces: what they hold, which bits the guest can write, what a reset brings back.</summary>
public sealed class ConfigurationSpaceTests : ConformanceTest
{
    private const int RandomWrites = 1500;

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    [Differs(nameof(Differences.ResetBringsBackEveryByte))]
    public void Registers_have_the_same_content_the_same_writable_bits_and_the_same_content_after_a_reset(string version)
    {
        var pair = Start(PciSetup.For(version));
        CompareAll(pair, "at power-on");

        // The bridge last: with other bus numbers what is behind it is gone.
        foreach (var target in PciSetup.Targets.OrderBy(target => target == PciSetup.Bridge))
        {
            foreach (var value in new uint[] { 0xFFFF_FFFF, 0, 0x5555_5555, 0xAAAA_AAAA })
            {
                for (var register = 0; register < PciTarget.Size; register += sizeof(uint))
                    target.Write(pair, register, sizeof(uint), value);

                target.Compare(pair, $"after writes of {value:x}");
            }
        }

        pair.Reset();
        CompareAll(pair, "after a reset");
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void Registers_are_read_in_every_width_at_every_offset(string version)
    {
        var pair = Start(PciSetup.For(version));
        foreach (var target in PciSetup.Targets)
        {
            foreach (var width in new[] { 0, 1, 2, 3, 4, 5, 8, -1 })
            {
                for (var register = 0; register < PciTarget.Size; register++)
                    target.Read(pair, register, width);
            }

            foreach (var register in new[] { 0x100, 0x104, 0x1FF, 0xF00, 0xFFC, 0xFFE, 0xFFF })
            {
                foreach (var width in new[] { 1, 2, 4 })
                {
                    target.Read(pair, register, width);
                    target.Write(pair, register, width, uint.MaxValue);
                }
            }
        }
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void Functions_that_do_not_exist_are_not_there(string version)
    {
        var pair = Start(PciSetup.For(version));
        (uint High, uint Low)[] buids =
        [
            (0, 0), (PciTarget.BuidHigh, 0x2000_0001), (0, 0x2000_0000), (PciTarget.BuidHigh, 0x2000_0000), (uint.MaxValue, uint.MaxValue),
        ];
        foreach (var buid in buids)
        {
            for (var slot = 0u; slot < 32; slot++)
            {
                foreach (var bus in new uint[] { 0, 1, 2, 0x80, 0xFF, 0x100 })
                {
                    foreach (var function in new uint[] { 0, 1, 7 })
                        pair.Call("ibm,read-pci-config", [(bus << 16) | (slot << 11) | (function << 8), buid.High, buid.Low, 4], 2);
                }

                pair.Call("read-pci-config", [slot << 11, 4], 2);
                pair.Call("write-pci-config", [slot << 11, 4, 0], 1);
            }
        }
    }

    [TestCase("pseries-7.2", 1)]
    [TestCase("pseries-7.2", 2)]
    [TestCase("pseries-4.1", 3)]
    [TestCase("pseries-2.7", 4)]
    [TestCase("pseries-2.3", 5)]
    public void Random_writes_leave_the_same_behind(string version, int seed)
    {
        var pair = Start(PciSetup.For(version));
        var random = new Random(seed);
        for (var step = 0; step < RandomWrites; step++)
        {
            var target = PciSetup.Targets[random.Next(PciSetup.Targets.Count)];
            var width = 1 << random.Next(3);

            // What follows the registers is left out: QEMU keeps it when the bridge resets what is behind it.
            var register = random.Next(target.End - width + 1) & ~(width - 1);
            var value = random.Next(3) switch { 0 => uint.MaxValue, 1 => 0u, _ => (uint)random.NextInt64(uint.MaxValue) };
            target.Write(pair, register, width, value);
            target.Read(pair, register, width);

            // Now and then the bridge leads again to what is behind it.
            if (random.Next(10) == 0)
                PciSetup.Bridge.Write(pair, 0x18, sizeof(uint), 0x0001_0100);

            if (step % 250 == 249)
            {
                PciSetup.Bridge.Write(pair, 0x18, sizeof(uint), 0x0001_0100);
                CompareAll(pair, $"after step {step}");
            }
        }
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void Bus_numbers_lead_to_the_same_functions(string version)
    {
        var pair = Start(PciSetup.For(version));
        foreach (var (primary, secondary, subordinate) in new (uint, uint, uint)[]
        {
            (0, 1, 1), (0, 2, 2), (0, 1, 255), (0, 7, 9), (0, 0, 0), (0, 0, 255), (0, 5, 4), (0, 255, 255), (3, 1, 1), (1, 1, 1), (255, 255, 0), (0, 255, 1),
        })
        {
            PciSetup.Bridge.Write(pair, 0x18, sizeof(uint), primary | (secondary << 8) | (subordinate << 16));
            for (var bus = 0u; bus < 256; bus++)
            {
                foreach (var slot in new uint[] { 1, 3, 5 })
                    new PciTarget(0, bus, slot).Read(pair, 0, sizeof(uint));
            }
        }
    }

    private static void CompareAll(PeerPair pair, string when)
    {
        foreach (var target in PciSetup.Targets)
            target.Compare(pair, when);
    }
}
