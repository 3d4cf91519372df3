using System.Buffers.Binary;
using Hv.Power.Assembly;
using Hv.Pseries.Versions;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Tests.Hypercalls;

/// <summary>Two processors that execute, and make calls at the same time with whatever their generators of random numbers give.</summary>
public sealed class HostileProcessorTests
{
    private const int Program = 0x1_0000;
    private const int Numbers = 0x2_0000;
    private const int TableSize = 256;
    private const int Vectors = 0x3000;
    private const ulong RamSize = 16 << 20;
    private const ulong EnoughCalls = 40_000;
    private const int Patience = 600;

    // Those that wait for others, end the guest, or overwrite the program: other tests have them.
    private static readonly uint[] LeftOut = [0xE0, 0xE4, 0x298, 0xF000, 0xF001, 0xF005, 0x2C, 0x40, 0x48];

    /// <summary>r14 is a random number, r15 the table of calls; registers get parts of the number, most of them small.</summary>
    private const string Calling = """
        again:      mulld   14,14,16
                    addi    14,14,12345
                    rldicl  17,14,30,56
                    sldi    17,17,3
                    ldx     3,15,17
                    rldicl  4,14,20,52
                    rldicl  5,14,11,49
                    mr      6,14
                    rldicl  7,14,40,60
                    srdi    8,14,7
                    sldi    9,14,3
                    rldicl  10,14,50,63
                    mr      11,5
                    mr      12,4
                    sc      1
                    b       again
        """;

    [TestCase(1)]
    [TestCase(2)]
    public void Calls_of_two_processors_at_once_get_answers(int seed)
    {
        var failures = new List<Exception>();
        using var machine = new Pseries_7_2 { Options = new MachineOptions { RamSize = RamSize, Cpus = 2, Execution = ExecutionMode.Threads } };
        machine.HandlerFailed += exception =>
        {
            lock (failures)
                failures.Add(exception);
        };
        machine.Realize();
        WriteProgram(machine, new Random(seed));
        machine.Processors.Last().Start(Program, 0, machine.Processors.First());
        StartAt(machine, Program);
        machine.Resume();

        // They go on until they have made enough calls; interrupts, which calls bring, lead back to the program.
        for (var turn = 0; turn < Patience && Calls(machine) < EnoughCalls; turn++)
            Thread.Sleep(100);

        machine.Pause();
        Assert.That(failures, Is.Empty);
        Assert.That(Calls(machine), Is.GreaterThanOrEqualTo(EnoughCalls));
        machine.Reset();
        Assert.That(machine.Hypercall(0x08, new ulong[] { 0, 0, 1, 0x10, 0, 0, 0, 0, 0 }, machine.Cpus[0]), Is.EqualTo(HypercallStatus.Success), "it goes on");
    }

    private static ulong Calls(Pseries_7_2 machine) => machine.Hypercalls.Probes.Aggregate(0UL, (sum, probe) => sum + probe.Calls);

    private static void StartAt(Pseries_7_2 machine, ulong address) => machine.Processors.First().Core.State.Nia = address;

    private static void WriteProgram(Pseries_7_2 machine, Random random)
    {
        uint[] numbers = [.. machine.Hypercalls.Probes.Select(probe => probe.Call.Number).Except(LeftOut)];
        Span<byte> table = stackalloc byte[TableSize * sizeof(ulong)];
        for (var place = 0; place < TableSize; place++)
            BinaryPrimitives.WriteUInt64BigEndian(table[(place * sizeof(ulong))..], numbers[random.Next(numbers.Length)]);

        Write(machine, Numbers, table);
        Write(machine, Program, Assemble($"mftb 14\nlis 15,{Numbers >> 16}\nlis 16,{random.Next(0x7FFF)}\nori 16,16,{random.Next(0x4000) * 4 + 1}\n{Calling}", Program));
        for (var vector = 0x100; vector < Vectors; vector += 0x20)
            Write(machine, (ulong)vector, Assemble($"b {Program}", (ulong)vector));
    }

    private static ReadOnlySpan<byte> Assemble(string source, ulong address) => PowerAssembler.Assemble(source, address, isBigEndian: true).Bytes.Span;

    private static void Write(Pseries_7_2 machine, ulong address, ReadOnlySpan<byte> bytes) =>
        Assert.That(machine.Memory.TryWrite(new GuestPhysicalAddress(address), bytes), Is.True);
}
