using System.CommandLine;
using Hv.Benchmarks.Calls;
using Hv.Benchmarks.Dma;
using Hv.Benchmarks.FloatingPoint;
using Hv.Benchmarks.Generators;
using Hv.Benchmarks.Migration;
using Hv.Benchmarks.Processor;
using Hv.Benchmarks.Reporting;

var parts = new Dictionary<string, Func<IEnumerable<ResultRow>>>
{
    ["dispatch"] = () => CallComparison.Run<RtasBenchmarks>("RTAS call"),
    ["hypercall"] = () => CallComparison.Run<HypercallBenchmarks>("hypercall"),
    ["dma"] = DmaBenchmark.Run,
    ["migration"] = MigrationBenchmark.Run,
    ["floating-point"] = FloatingPointBenchmark.Run,
    ["generator"] = GeneratorBenchmark.Run,
    ["processor"] = ProcessorBenchmark.Run,
    ["system"] = SystemBenchmark.Run,
};

var chosen = new Argument<string[]>("part")
{
    Description = "What is measured; everything when nothing is named.",
    Arity = ArgumentArity.ZeroOrMore,
};
chosen.AcceptOnlyFromAmong([.. parts.Keys]);
var command = new RootCommand("Measures Hv: what a call, a DMA window, a migration and an instruction cost, and what the generators cost while someone types. Takes two to four minutes.")
{
    chosen,
};
command.SetAction(result =>
{
    var rows = new List<ResultRow>();
    foreach (var (name, run) in parts)
    {
        if (result.GetValue(chosen) is { Length: > 0 } names && !names.Contains(name))
            continue;

        Console.Error.WriteLine($"measuring: {name}");
        rows.AddRange(run());
    }

    ResultTable.Print(rows);
});

return command.Parse(args).Invoke();
