using System.CommandLine;
using Hv.Benchmarks.Calls;
using Hv.Benchmarks.Dma;
using Hv.Benchmarks.FloatingPoint;
using Hv.Benchmarks.Generators;
using Hv.Benchmarks.Guests;
using Hv.Benchmarks.Migration;
using Hv.Benchmarks.Processor;
using Hv.Benchmarks.Reporting;
using Hv.Benchmarks.Vfio;

var boots = new Option<int>("--boots")
{
    Description = "How often each program boots the guest; the median counts.",
    DefaultValueFactory = _ => 3,
};
boots.Validators.Add(result =>
{
    if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out var count) || count < 1))
        result.AddError("--boots takes a number from 1.");
});
var bootCount = 0;
var parts = new Dictionary<string, Func<IEnumerable<ResultRow>>>
{
    ["dispatch"] = () => CallComparison.Run<RtasBenchmarks>("RTAS call"),
    ["hypercall"] = () => CallComparison.Run<HypercallBenchmarks>("hypercall"),
    ["dma"] = DmaBenchmark.Run,
    ["vfio"] = VfioBenchmark.Run,
    ["migration"] = MigrationBenchmark.Run,
    ["floating-point"] = FloatingPointBenchmark.Run,
    ["generator"] = GeneratorBenchmark.Run,
    ["processor"] = ProcessorBenchmark.Run,
    ["system"] = SystemBenchmark.Run,
    ["guest"] = () => GuestBenchmark.Run(bootCount),
};

var chosen = new Argument<string[]>("part")
{
    Description = "What is measured; everything when nothing is named.",
    Arity = ArgumentArity.ZeroOrMore,
};
chosen.AcceptOnlyFromAmong([.. parts.Keys]);
var command = new RootCommand("Measures Hv: what a call, a DMA window, a device of the host, a migration and an instruction cost, what the generators cost while someone types, and how long a guest takes. Takes four to ten minutes.")
{
    chosen,
    boots,
};
command.SetAction(result =>
{
    bootCount = result.GetValue(boots);
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
