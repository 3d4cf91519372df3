using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.Observation;
using Hv.Power.Tests.Infrastructure;

namespace Hv.Power.Tests.Observation;

/// <summary>How often each mnemonic completes.</summary>
public sealed class InstructionCountsTests
{
    private const string Source =
        """
              li r3,3
        loop: add r4,r4,r3
              addo. r5,r5,r3
              addi r3,r3,-1
              cmpdi r3,0
              bne loop
              bl leaf
              lwz r6,0(r1)
              nop
        leaf: blr
        """;

    private static readonly KeyValuePair<string, long>[] Expected =
    [
        new("addi", 4), new("add", 3), new("addo.", 3), new("bc", 3), new("cmpi", 3), new("bclr", 1), new("bl", 1),
    ];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(7)]
    [TestCase(1000)]
    public void What_completes_is_counted_whatever_it_is_run_in(int budget)
    {
        using var program = new Program<BigEndian64>(Source);
        var counts = new InstructionCounts();
        program.Processor.Observer = counts;
        RunResult result;
        do
            result = program.Run(budget);
        while (result.Reason == StopReason.Budget);

        // The load that fails does not count, nor does what stands behind it.
        Assert.That(result.Interrupt.Cause, Is.EqualTo(Outcome.Storage));
        Assert.That(counts.Counts, Is.EqualTo(Expected));
    }

    [Test]
    public void A_mnemonic_that_is_executed_in_several_ways_is_counted_as_one()
    {
        using var program = new Program<BigEndian64>("li r3,2\nmtctr r3\nloop: bdnz loop\nbeq 0x10010\nbne 0x10014\nsc");
        var counts = new InstructionCounts();
        program.Processor.Observer = counts;
        program.Run();
        Assert.That(counts.Counts.Single(entry => entry.Key == "bc").Value, Is.EqualTo(4));
    }

    [Test]
    public void Counts_outlive_the_code()
    {
        using var program = new Program<BigEndian64>(Source);
        var counts = new InstructionCounts();
        program.Processor.Observer = counts;
        program.Run();
        program.Processor.InvalidateCode();
        program.Bytes(Program<BigEndian64>.Start, 4).Clear();
        program.State.Nia = Program<BigEndian64>.Start;
        program.Run();
        Assert.That(counts.Counts, Is.EqualTo(Expected));
    }

    [Test]
    public void They_begin_from_zero_again()
    {
        using var program = new Program<BigEndian64>(Source);
        var counts = new InstructionCounts();
        program.Processor.Observer = counts;
        program.Run();
        counts.Reset();
        Assert.That(counts.Counts, Is.Empty);
        program.State.Nia = Program<BigEndian64>.Start;
        program.Run(1);
        Assert.That(counts.Counts, Is.EqualTo([KeyValuePair.Create("addi", 1L)]));
    }

    [Test]
    public void A_system_call_completes()
    {
        using var program = new Program<BigEndian64>("sc");
        var counts = new InstructionCounts();
        program.Processor.Observer = counts;
        program.Run();
        Assert.That(counts.Counts, Is.EqualTo([KeyValuePair.Create("sc", 1L)]));
    }
}
