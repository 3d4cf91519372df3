using Hv.Vfio.Tests.Runner;

namespace Hv.Vfio.Tests;

/// <summary>Runs the tests where there is no test host: <c>Hv.Vfio.Tests --where "cat == RealType1" --result=/tmp/result.xml</c>.</summary>
internal static class Program
{
    private const string Usage = """
        Hv.Vfio.Tests [--where "cat == NAME" | --where "test == FULLNAME"] [--result=FILE] [--labels=All]
          --where    runs these tests alone; without it all that are not explicit
          --result   writes the results as NUnit's XML
          --labels   accepted for NUnitLite's sake: each test is told as it begins and ends
        """;

    private static int Main(string[] arguments)
    {
        if (!RunnerOptions.TryParse(arguments, out var options))
        {
            Console.Error.WriteLine(Usage);
            return 255;
        }

        return new TestRunner(options, Console.Out).Run();
    }
}
