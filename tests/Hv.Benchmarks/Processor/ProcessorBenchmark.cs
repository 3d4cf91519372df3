using Hv.Benchmarks.Reporting;

namespace Hv.Benchmarks.Processor;

/// <summary>The interpreter: how many instructions of a guest it executes in a second.</summary>
internal static class ProcessorBenchmark
{
    private const int Rounds = 9;
    private const long Instructions = 20_000_000;
    private const string Integer = "integer";
    private const string Adds = "register adds";
    private const string Loads = "loads";

    private static readonly (string Name, string Source)[] Loops =
    [
        (Integer,
            """
            loop:   add r3,r3,r4
                    addi r5,r5,1
                    xor r6,r3,r5
                    rlwinm r7,r6,3,0,28
                    subf r8,r7,r3
                    and r9,r8,r6
                    cmpldi r9,0
                    or r10,r9,r3
                    beq loop
                    b loop
            """),
        (Adds, "loop:\n" + string.Concat(Enumerable.Range(0, 30).Select(index => $"add r{3 + (index % 8)},r{3 + (index % 8)},r12\n")) + "b loop"),
        (Loads, "loop:\n" + string.Concat(Enumerable.Range(0, 30).Select(index => $"ld r{3 + (index % 8)},{8 * index}(r1)\n")) + "b loop"),
        ("stores", "loop:\n" + string.Concat(Enumerable.Range(0, 30).Select(index => $"std r{3 + (index % 8)},{8 * index}(r1)\n")) + "b loop"),
        ("branches",
            """
            loop:   addi r5,r5,1
                    andi. r6,r5,1
                    beq even
                    addi r7,r7,1
            even:   andi. r6,r5,4
                    bne loop
                    bl leaf
                    b loop
            leaf:   addi r8,r8,1
                    blr
            """),
        ("pointer chase",
            """
                    mr r4,r1
                    li r5,4000
                    mtctr r5
            fill:   addi r6,r4,8
                    std r6,0(r4)
                    mr r4,r6
                    bdnz fill
                    std r1,0(r4)
            loop:   ld r1,0(r1)
                    ld r1,0(r1)
                    ld r1,0(r1)
                    ld r1,0(r1)
                    b loop
            """),
        ("carries and CR0",
            """
            loop:   addc r3,r3,r4
                    adde. r5,r5,r6
                    subfe r7,r7,r8
                    addze. r9,r9
                    b loop
            """),
        ("multiply and divide",
            """
            loop:   mulld r3,r4,r5
                    mulhdu r6,r4,r5
                    divd r7,r6,r4
                    divwu r8,r6,r5
                    b loop
            """),
    ];

    /// <summary>Runs all of it.</summary>
    public static IEnumerable<ResultRow> Run()
    {
        var loops = Loops.Select(loop => new GuestLoop(loop.Name, loop.Source)).ToList();
        try
        {
            foreach (var loop in loops)
                loop.Run(Instructions / 10);

            var rounds = Enumerable.Range(0, Rounds)
                .Select(_ => loops.ToDictionary(loop => loop.Name, loop => loop.Run(Instructions))).ToList();
            foreach (var loop in loops)
            {
                var rate = Median.Of(rounds.Select(round => 1000 / round[loop.Name].Nanoseconds));
                yield return loop.Name == Integer
                    ? ResultRow.AtLeast($"processor: {loop.Name}, million instructions a second", rate, 120, "M/s")
                    : ResultRow.Of($"processor: {loop.Name}, million instructions a second", rate, "M/s");
            }

            yield return ResultRow.AtMost(
                "processor: load ÷ register add", Median.Of(rounds.Select(round => round[Loads].Nanoseconds / round[Adds].Nanoseconds)), 2.5, "×");
            yield return ResultRow.AtMost("processor: allocated while running", rounds.Max(round => round.Values.Max(value => value.Bytes)), 0, "B");
        }
        finally
        {
            foreach (var loop in loops)
                loop.Dispose();
        }
    }
}
