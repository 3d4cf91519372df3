using System.Buffers.Binary;
using Hv.Devices.Edu;
using Hv.Pseries.Versions;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Testing;

namespace Hv.Pseries.Tests.Hypercalls;

/// <summary>A guest that makes every call with whatever is in its registers: it gets an answer, and the machine goes on.</summary>
public sealed class HostileCallTests
{
    private const ulong RamSize = 16 << 20;
    private const ulong Frame = RamSize - 4096;
    private const int Calls = 60_000;

    private static readonly ulong[] Odd =
    [
        0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 18, 19, 20, 31, 63, 64, 0xFF, 0x100, 0x280, 0x1000, 0x1001, 0x1100, 0x1200, 0x8000, 0x10_0000, RamSize - 8, RamSize,
        0x7100_0000, 0x8000_0000, 0x8000_0001, 0xFFFF_FFFF, 1UL << 32, 1UL << 39, 2UL << 44, 1UL << 46, 1UL << 60, 1UL << 62, 3UL << 62, 1UL << 63,
        ulong.MaxValue - 1, ulong.MaxValue,
    ];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Random_calls_get_answers(int seed)
    {
        var random = new Random(seed);
        var clock = new TestClock(DateTimeOffset.UnixEpoch);
        var failures = new List<Exception>();
        using var machine = new TestMachine<Pseries_7_2>(
            new MachineOptions { RamSize = RamSize, Cpus = 2, MaximumCpus = 4, Clock = clock }, made => made.CreateDevice<Edu>("edu", ("addr", "3")));
        machine.Machine.HandlerFailed += failures.Add;
        ulong[] numbers = [.. machine.Machine.Hypercalls.Probes.Select(probe => (ulong)probe.Call.Number)];
        uint[] tokens = [.. machine.Machine.Rtas.Probes.Select(probe => probe.Call.Token)];
        var registers = new ulong[HypercallFrame.SlotCount];
        var made = new HashSet<ulong>();
        for (var call = 0; call < Calls; call++)
        {
            for (var register = 0; register < registers.Length; register++)
                registers[register] = Word();

            var number = random.Next(50) == 0 ? Word() : numbers[random.Next(numbers.Length)];
            if (number == 0xF000)
                registers[0] = WriteFrame();

            made.Add(number);
            var status = machine.Machine.Hypercall(number, registers, machine.Machine.Cpus[random.Next(2)]);
            Assert.That(failures, Is.Empty, $"call {call}: 0x{number:x}");
            Assert.That(Enum.IsDefined(status), Is.True, $"{status}");
            if (call % 1000 == 0)
                clock.Advance(TimeSpan.FromMilliseconds(random.Next(3000)));
        }

        Assert.That(numbers, Is.SubsetOf(made));
        machine.Machine.Reset();
        Assert.That(machine.Hypercall("H_ENTER", 0, 0, 1, 0x10).Status, Is.EqualTo(HypercallStatus.Success), "it goes on");

        ulong Word() => random.Next(4) switch
        {
            0 => Odd[random.Next(Odd.Length)],
            1 => (ulong)random.Next(0x200),
            2 => (ulong)random.NextInt64((long)RamSize) & ~7UL,
            _ => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        };

        ulong WriteFrame()
        {
            Span<byte> bytes = stackalloc byte[16 * sizeof(uint)];
            var token = random.Next(20) == 0 ? (uint)Word() : tokens[random.Next(tokens.Length)];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, token);
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], (uint)random.Next(9));
            BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], (uint)random.Next(9));
            for (var word = 3; word < 16; word++)
                BinaryPrimitives.WriteUInt32BigEndian(bytes[(word * sizeof(uint))..], (uint)Word());

            machine.Memory.TryWrite(new GuestPhysicalAddress(Frame), bytes);
            return Frame;
        }
    }
}
