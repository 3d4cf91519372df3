using Hv.Pseries.Pci;
using Hv.Pseries.Tests.Vio;
using Hv.Pseries.Versions;
using Hv.Runtime.Calls;
using Hv.Runtime.Dma;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;
using Hv.Testing;

namespace Hv.Pseries.Tests.Dma;

/// <summary>
/// A million calls of a hostile guest: any word in any argument, and those that lie on the borders, in the calls for DMA windows,
/// TCEs and in RTAS frames; and devices that transfer meanwhile. The machine works after it, and the host's memory is what it
/// was.
/// </summary>
public sealed class GuestCallFuzzTests
{
    private const int Calls = 1_000_000;
    private const ulong Bus64 = 0x0800_0000_0000_0000;
    private const ulong RamSize = 64 << 20;
    private const ulong Frame = 0x10_0000;
    private const ulong List = 0x20_0000;

    private static readonly Buid Phb = new(0x0800_0000_2000_0000);

    private static readonly ulong[] Words =
    [
        0, 1, 2, 3, 4, 8, 11, 12, 16, 21, 24, 30, 31, 32, 34, 43, 44, 47, 55, 63, 64, 76, 511, 512, 513, 4095, 4096, 0x1_0000, 1 << 18, (1 << 18) + 1,
        0x2000_0000, 0x4000_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1UL << 32, 1UL << 42, 1UL << 52, 1UL << 63, ulong.MaxValue - 4095, ulong.MaxValue,
    ];

    private static readonly uint[] Liobns =
        [0x8000_0000, 0x8000_0000, 0x8000_0001, 0x8000_0001, 0x8000_0001, 0x8000_0100, 0x8000_0101, 0x8000_0200, 0x2000, 0x7100_0000, 0, uint.MaxValue];

    private static readonly ulong[] Addresses =
        [0, 0x1000, 0x3FFF_F000, 0x4000_0000, Bus64, Bus64 + 0x1_0000, Bus64 + (1UL << 30), Bus64 + (1UL << 42), Bus64 - 1, ulong.MaxValue - 0xFFF];

    private static readonly ulong[] Places =
        [Frame, List, List + 4096, RamSize - 4096, RamSize - 8, RamSize - 4, RamSize, RamSize + 4096, 1UL << 40, (1UL << 40) + 2048, 1UL << 60, ulong.MaxValue - 4095];

    private static readonly ulong[] Hypercalls = [0x1C, 0x20, 0x20, 0x20, 0x138, 0x138, 0x13C, 0x13C];

    private readonly Random _random = new(20_250_101);
    private readonly ulong[] _registers = new ulong[HypercallFrame.SlotCount];
    private readonly byte[] _transfer = new byte[9000];

    [Test]
    public void A_million_random_calls_leave_a_machine_that_works()
    {
        MappingDevice vio = null!;
        using var machine = new TestMachine<Pseries_7_2>(configure: made =>
        {
            made.CreateDevice<PciHostBridge>(properties: ("index", "0"));
            made.CreateDevice<PciHostBridge>(properties: [("index", "1"), ("ddw", "off")]);
            vio = made.CreateDevice<MappingDevice>(properties: ("reg", "0x2000"));
        });
        machine.Machine.AddressSpace.Map(new MmioRegion("registers", 4096, new Registers(), machine.Machine.Lock), 1UL << 40);
        DmaAddressSpace[] buses = [.. machine.Machine.HostBridges.Select(bridge => bridge.Dma), vio.Dma!];
        var failures = new List<Exception>();
        machine.Machine.HandlerFailed += failures.Add;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var answers = new Dictionary<HypercallStatus, int>();
        var largest = 0L;
        for (var call = 0; call < Calls; call++)
        {
            var status = _random.Next(4) == 0 ? CallRtas(machine.Machine) : CallHypercall(machine.Machine);
            answers[status] = answers.GetValueOrDefault(status) + 1;
            if (call % 16 == 0)
                Transfer(buses[_random.Next(buses.Length)]);

            if (call % 4096 == 0)
                largest = Math.Max(largest, GC.GetTotalMemory(forceFullCollection: false) - before);
        }

        Assert.Multiple(() =>
        {
            Assert.That(failures, Is.Empty);
            Assert.That(answers.Keys, Is.All.Matches<HypercallStatus>(Enum.IsDefined));
            Assert.That(answers.Keys, Is.Not.Contains(HypercallStatus.Hardware), "what a handler that fails answers");
            Assert.That(answers[HypercallStatus.Success], Is.GreaterThan(Calls / 5), "not all of it is refused at once");
            Assert.That(answers[HypercallStatus.Parameter], Is.GreaterThan(Calls / 5));
            foreach (var probe in machine.Machine.Hypercalls.Probes.Where(probe => probe.Event.Name.StartsWith("spapr_iommu_", StringComparison.Ordinal)))
                Assert.That(probe.Calls - probe.Errors, Is.GreaterThan(Calls / 200), probe.Call.Name);

            foreach (var probe in machine.Machine.Rtas.Probes.Where(probe => probe.Event.Name.StartsWith("spapr_iommu_", StringComparison.Ordinal)))
                Assert.That(probe.Calls - probe.Errors, Is.GreaterThan(Calls / 1000), probe.Event.Name);

            Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(16 << 20));
            Assert.That(largest, Is.LessThan(128 << 20));
        });
        Works(machine);
    }

    private static void Works(TestMachine<Pseries_7_2> machine)
    {
        var buffer = machine.Allocate(8192).Value + 4095 & ~4095UL;
        var bridge = machine.Machine.HostBridges.First();
        machine.Machine.Reset();
        Assert.Multiple(() =>
        {
            Assert.That(machine.Rtas().IbmCreatePeDmaWindow(default, Phb, 12, 44, out _, out _), Is.EqualTo(RtasStatus.HardwareError));
            Assert.That(machine.Rtas().IbmCreatePeDmaWindow(default, Phb, 16, 47, out var liobn, out var address), Is.EqualTo(RtasStatus.Success));
            Assert.That((liobn.Value, address), Is.EqualTo((0x8000_0001u, Bus64)));
            Assert.That(machine.Rtas().IbmQueryPeDmaWindow(default, Phb, out var available, out uint _, out _, out _), Is.EqualTo(RtasStatus.Success));
            Assert.That(available, Is.Zero);
            Assert.That(bridge.Dma.Read(address, new byte[1]), Is.EqualTo(DmaResult.NotMapped));
            Assert.That(machine.Hypercalls().HPutTce(liobn, address + 0x1_0000, (buffer & ~0xFFFFUL) | 3), Is.EqualTo(HypercallStatus.Success));
            Assert.That(bridge.Dma.Write(address + 0x1_0000 + (buffer & 0xFFFF), "alive"u8), Is.EqualTo(DmaResult.Success));
            Assert.That(machine.Read(new GuestPhysicalAddress(buffer), 5), Is.EqualTo("alive"u8.ToArray()));
        });
    }

    private HypercallStatus CallHypercall(Pseries_7_2 machine)
    {
        _registers[0] = _random.Next(16) == 0 ? Word() : Any(Liobns);
        _registers[1] = _random.Next(8) == 0 ? Word() : unchecked(Any(Addresses) + ((ulong)_random.Next(1 << 12) << 12));
        _registers[2] = _random.Next(2) == 0 ? Any(Places) : Word();
        _registers[3] = _random.Next(4) == 0 ? Word() : (ulong)_random.Next(600);
        for (var index = 4; index < _registers.Length; index++)
            _registers[index] = Word();

        return machine.Hypercall(_random.Next(200) == 0 ? Word() & 0xFFF : Any(Hypercalls), _registers, machine.Cpus[0]);
    }

    private HypercallStatus CallRtas(Pseries_7_2 machine)
    {
        var (token, arguments, returns) = _random.Next(8) switch
        {
            0 => (0x2026u, 3u, 5u + (uint)_random.Next(2)),
            1 or 2 or 3 => (0x2027u, 5u, 4u),
            4 or 5 => (0x2028u, 1u, 1u),
            6 when _random.Next(4) == 0 => (0x2010u + (uint)_random.Next(2), (uint)_random.Next(3), 1u),
            _ => (0x2029u, 3u, 1u),
        };
        if (_random.Next(10) == 0)
            (arguments, returns) = ((uint)Word(), (uint)Word());

        var frame = _random.Next(10) == 0 ? Any(Places) : Frame;
        Write(machine, frame, token, arguments, returns);
        var place = frame + 12;
        for (var index = 0u; index < Math.Min(arguments, 20); index++, place += 4)
        {
            var word = _random.Next(8) == 0 ? (uint)Word() : (token, index) switch
            {
                (0x2028, 0) => Any(Liobns),
                (_, 1) => 0x0800_0000u,
                (_, 2) => 0x2000_0000u + (uint)_random.Next(2),
                (_, 3) => _random.Next(2) == 0 ? 12u : 16u,
                (_, 4) => (uint)_random.Next(10, 50),
                _ => (uint)Word(),
            };
            Write(machine, place, word);
        }

        _registers.AsSpan().Clear();
        _registers[0] = frame;
        return machine.Hypercall(0xF000, _registers, machine.Cpus[0]);
    }

    /// <summary>Lists of TCEs lie where transfers and frames may change them: what they hold is as random as the rest.</summary>
    private void Transfer(DmaAddressSpace bus)
    {
        if (_random.Next(64) == 0)
            _random.NextBytes(_transfer);

        var address = _random.Next(8) == 0 ? Word() : unchecked(Any(Addresses) + (ulong)_random.Next(1 << 24));
        var length = _random.Next(_transfer.Length);
        if (_random.Next(2) == 0)
            bus.Read(address, _transfer.AsSpan(0, length));
        else
            bus.Write(address, _transfer.AsSpan(0, length));
    }

    private static void Write(Pseries_7_2 machine, ulong address, params ReadOnlySpan<uint> words)
    {
        foreach (var word in words)
        {
            machine.Memory.TryWriteUInt32(new GuestPhysicalAddress(address), word);
            address = unchecked(address + sizeof(uint));
        }
    }

    private ulong Word() => _random.Next(4) switch
    {
        0 => (ulong)_random.NextInt64() << 1 | (uint)_random.Next(2),
        1 => (uint)_random.NextInt64(1L << 32),
        _ => Any(Words),
    };

    private T Any<T>(T[] values) => values[_random.Next(values.Length)];

    private sealed class Registers : IMmioDevice
    {
        public ulong ReadRegister(ulong offset, int width) => 0;

        public void WriteRegister(ulong offset, int width, ulong value)
        {
        }
    }
}
