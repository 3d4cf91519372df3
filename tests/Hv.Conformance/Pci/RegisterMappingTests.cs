using Hv.Conformance.Infrastructure;
using Hv.Pseries.Pci;

namespace Hv.Conformance.Pci;

/// <summary>Registers of functions through the windows of host bridges and bridges: where they appear, and what they do.</summary>
public sealed class RegisterMappingTests : ConformanceTest
{
    private const uint Bar0 = 0x9000_0000;

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    public void Edu_does_the_same_through_the_window_of_each_host_bridge(string version)
    {
        var pair = Start(PciSetup.For(version));
        foreach (var target in new[] { PciSetup.Edu, PciSetup.EduOnSecondBridge })
        {
            UseEdu(pair, target, new EduRegisters(pair, Map(pair, target, Bar0)));
        }
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void Edu_does_the_same_behind_a_bridge(string version)
    {
        var pair = Start(PciSetup.For(version));
        var target = PciSetup.EduBehindBridge;
        var edu = new EduRegisters(pair, Map(pair, target, Bar0));
        edu.Look("the bridge is closed");

        OpenBridge(pair, Bar0, Bar0 + 0xF_FFFF);
        UseEdu(pair, target, edu);
        PciSetup.Bridge.Write(pair, 0x04, 2, 0);
        edu.Look("the bridge's memory decoding is off");
        PciSetup.Bridge.Write(pair, 0x04, 2, 2);
        edu.Look("it is on again");
        foreach (var (first, last) in new (uint, uint)[]
        {
            (Bar0 + 0x10_0000, Bar0 + 0x1F_FFFF), (Bar0 - 0x10_0000, Bar0 + 0x2F_FFFF), (Bar0 + 0x10_0000, Bar0), (0, uint.MaxValue), (0x8000_0000, 0x8000_0000),
        })
        {
            OpenBridge(pair, first, last);
            edu.Look($"window {first:x} to {last:x}");
        }

        // The prefetchable window forwards too.
        PciSetup.Bridge.Write(pair, 0x20, 4, 0x0000_FFF0);
        PciSetup.Bridge.Write(pair, 0x24, 4, (Bar0 & 0xFFF0_0000) | (Bar0 >> 16));
        edu.Look("prefetchable window");
        PciSetup.Bridge.Write(pair, 0x2C, 4, 1);
        edu.Look("prefetchable window up to more than 4 GiB");
        PciSetup.Bridge.Write(pair, 0x28, 4, 1);
        edu.Look("prefetchable window above 4 GiB");
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void Registers_are_where_the_base_address_register_says(string version)
    {
        var pair = Start(PciSetup.For(version));
        foreach (var bar in new uint[]
        {
            0x8000_0000, 0x8010_0000, 0x9000_0000, 0xFFE0_0000, 0xFFF0_0000, 0x7FF0_0000, 0, 0x1000_0000, uint.MaxValue, 0x8008_0000,
        })
        {
            var edu = new EduRegisters(pair, Map(pair, PciSetup.Edu, bar));
            foreach (var command in new uint[] { 0, 1, 2, 4, 7, 0x107, 0x400 })
            {
                PciSetup.Edu.Write(pair, 0x04, 2, command);
                edu.Look($"at {bar:x} with command {command:x}");
            }
        }
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void Registers_take_accesses_of_the_same_widths(string version)
    {
        var pair = Start(PciSetup.For(version));
        var edu = new EduRegisters(pair, Map(pair, PciSetup.Edu, Bar0));
        uint[] offsets = [.. Range(0, 0x28), .. Range(0x58, 0xB0), 0x4_0000, 0x4_0001, 0xF_FFF8, 0xF_FFFC, 0xF_FFFF];
        foreach (var offset in offsets)
        {
            foreach (var width in new[] { 1, 2, 3, 4, 5, 7, 8, 12, 16 })
                edu.CompareBytes(offset, width, "first");
        }

        // Not the command at 0x98: it would start a transfer. Not the factorial: QEMU would still be at it.
        foreach (var offset in new uint[] { 0x00, 0x04, 0x05, 0x06, 0x0C, 0x20, 0x7C, 0x80, 0x84, 0x88, 0x8C, 0x90, 0x94, 0x9C })
        {
            foreach (var width in new[] { 1, 2, 4, 8 })
            {
                if ((offset < 0x9C && offset + width > 0x98) || (offset < 0x0C && offset + width > 0x08))
                    continue;

                edu.WriteBytes(offset, [.. Enumerable.Range(1, width).Select(value => (byte)(value * 0x11))]);
                foreach (var register in Range(0, 0xA0).Where(register => register % 4 == 0))
                {
                    edu.CompareBytes(register, 4, $"after a write of {width} bytes at {offset:x}");
                    edu.CompareBytes(register & ~7u, 8, $"after a write of {width} bytes at {offset:x}");
                }
            }
        }

        static IEnumerable<uint> Range(uint first, uint end) => Enumerable.Range((int)first, (int)(end - first)).Select(value => (uint)value);
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    [Differs(nameof(Differences.EduIsLittleEndian))]
    public void Registers_of_a_pci_device_are_little_endian(string version)
    {
        var pair = Start(PciSetup.For(version));
        pair.Read(Map(pair, PciSetup.Edu, Bar0), sizeof(uint), "identification of edu");
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void Of_two_functions_at_one_address_the_same_one_answers(string version)
    {
        var pair = Start(PciSetup.For(version) with
        {
            Devices = [new DeviceSetup("edu", "bus=pci.0,addr=3"), new DeviceSetup("edu", "bus=pci.0,addr=6")],
        });
        PciTarget[] targets = [PciSetup.Edu, new PciTarget(0, 0, 6, PciSetup.Edu.End)];
        var random = new Random(1);
        uint[] bars = [Bar0, Bar0 + 0x10_0000];
        EduRegisters[] places = [.. bars.Select(bar => new EduRegisters(pair, Address(pair, PciSetup.Edu, bar)))];
        for (var step = 0u; step < 200; step++)
        {
            var target = targets[random.Next(2)];
            if (random.Next(2) == 0)
                target.Write(pair, 0x10, 4, bars[random.Next(2)]);
            else
                target.Write(pair, 0x04, 2, (uint)random.Next(2) * 2);

            // Which of the two answers shows in the liveness register, which keeps what each was told.
            foreach (var place in places)
                place.Look($"before step {step}");

            foreach (var place in places)
                place.Write(EduRegisters.Liveness, step);

            foreach (var place in places)
                place.Look($"after step {step}");
        }
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void The_table_of_messages_is_the_same(string version)
    {
        const uint Table = 0x3000;
        const uint Pending = 0x3800;
        const int TableSize = 16 * 16;
        var pair = Start(PciSetup.For(version));
        var target = PciSetup.Messages;
        var address = Map(pair, target, Bar0);
        var random = new Random(1);
        for (var step = 0; step < 300; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    target.Write(pair, 0x92, 2, (uint)random.Next(4) << 14);
                    break;
                case 1:
                    pair.Call(
                        "ibm,change-msi",
                        [target.Address(0), PciTarget.BuidHigh, target.BuidLow, 4, (uint)random.Next(18), 0], 4);
                    break;
                case 2:
                    pair.Write(address + Pending, [0xFF, 0xFF, 0xFF, 0xFF]);
                    break;
                default:
                    var width = 1 << random.Next(4);
                    var content = new byte[width];
                    random.NextBytes(content);
                    pair.Write(address + Table + (ulong)(random.Next(TableSize) & ~(width - 1)), content);
                    break;
            }

            pair.Read(address + Table, TableSize, $"the table after step {step}");
            pair.Read(address + Pending, 16, $"pending bits after step {step}");
        }

        pair.Reset();
        Map(pair, target, Bar0);
        pair.Read(address + Table, TableSize, "the table after a reset");
    }

    private static void UseEdu(PeerPair pair, PciTarget target, EduRegisters edu)
    {
        edu.Look("first");
        edu.Write(EduRegisters.Liveness, 0x1234_5678);
        edu.Look("alive");
        edu.ComputeFactorial(5, interrupts: false);
        edu.Compare(EduRegisters.Factorial, "5!");

        edu.Write(EduRegisters.InterruptRaise, 0x5);
        Interrupts("raised");
        edu.Write(EduRegisters.InterruptAcknowledge, 0x1);
        Interrupts("acknowledged in part");
        edu.Write(EduRegisters.InterruptAcknowledge, 0xFFFF_FFFF);
        Interrupts("acknowledged");
        edu.Write(EduRegisters.InterruptRaise, 0);
        Interrupts("raised for no reason");

        edu.Write(EduRegisters.Status, 0xFF);
        edu.Compare(EduRegisters.Status, "interrupts after factorials");
        edu.ComputeFactorial(12, interrupts: true);
        edu.Compare(EduRegisters.Factorial, "12!");
        Interrupts("12!");
        target.Write(pair, 0x04, 2, 0x402);
        Interrupts("with the pin disabled");
        edu.Write(EduRegisters.InterruptAcknowledge, 1);
        Interrupts("acknowledged with the pin disabled");
        edu.Write(EduRegisters.Status, 0);
        edu.ComputeFactorial(40, interrupts: false);
        edu.Compare(EduRegisters.Factorial, "40!");
        Interrupts("40!");
        target.Write(pair, 0x04, 2, 2);

        void Interrupts(string when)
        {
            edu.Compare(EduRegisters.InterruptStatus, when);
            target.Read(pair, 0x04, 4);
        }
    }

    /// <summary>Sets the base address register and lets the function answer.</summary>
    /// <returns>Where the processor finds it.</returns>
    private static ulong Map(PeerPair pair, PciTarget target, uint bar)
    {
        target.Write(pair, 0x10, 4, bar);
        target.Write(pair, 0x04, 2, 2);
        target.Read(pair, 0x10, 4);
        return Address(pair, target, bar);
    }

    private static ulong Address(PeerPair pair, PciTarget target, uint bar)
    {
        var window = Bridge(pair, target).Windows.Memory32;
        return window.Address + (bar - window.BusAddress);
    }

    private static PciHostBridge Bridge(PeerPair pair, PciTarget target) =>
        pair.Hv.Machine.HostBridges.Single(bridge => bridge.Index == target.HostBridge);

    private static void OpenBridge(PeerPair pair, uint first, uint last)
    {
        PciSetup.Bridge.Write(pair, 0x20, 4, (last & 0xFFF0_0000) | ((first & 0xFFF0_0000) >> 16));
        PciSetup.Bridge.Write(pair, 0x04, 2, 2);
    }
}
