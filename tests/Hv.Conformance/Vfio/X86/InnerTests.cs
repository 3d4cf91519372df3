using System.Xml.Linq;
using Hv.Conformance.Vfio.Machines;
using Hv.Conformance.Vfio.Packages;
using Hv.Vfio.Tests.Contract;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;

namespace Hv.Conformance.Vfio.X86;

/// <summary>The tests that Hv.Vfio.Tests has for a real type1 IOMMU, and how they ended inside a machine that has one.</summary>
internal static class InnerTests
{
    private const string Category = "RealType1";
    private const string Program = "Hv.Vfio.Tests";
    private const string ResultFile = "result.xml";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly Lazy<(IReadOnlyDictionary<string, XElement>? Results, Exception? Failure)> Run = new(RunInside);

    /// <summary>The full names of the tests.</summary>
    public static IEnumerable<string> Names()
    {
        var tests = new DefaultTestAssemblyBuilder().Build(typeof(ContractFixture).Assembly, new Dictionary<string, object>());
        return Named(tests, isWanted: false);
    }

    /// <summary>Fails, or is skipped, as the test did inside.</summary>
    public static void Repeat(string name)
    {
        var (results, failure) = Run.Value;
        if (failure is ResultStateException)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);

        if (failure is not null)
            throw new InvalidOperationException(failure.Message, failure);

        Assert.That(results, Contains.Key(name), "It has not run inside.");
        var result = results![name];
        var said = string.Concat(result.Descendants("message").Concat(result.Descendants("stack-trace")).Select(text => text.Value + "\n"));
        foreach (var output in result.Elements("output"))
            TestContext.Out.Write(output.Value);

        switch ((string?)result.Attribute("result"))
        {
            case "Passed":
                break;
            case "Skipped":
                Assert.Ignore(said);
                break;
            default:
                Assert.Fail($"Inside the machine: {said}");
                break;
        }
    }

    private static IEnumerable<string> Named(ITest test, bool isWanted)
    {
        isWanted |= test.Properties["Category"].Contains(Category);
        if (!test.IsSuite)
            return isWanted ? [test.FullName] : [];

        return test.Tests.SelectMany(inner => Named(inner, isWanted));
    }

    private static (IReadOnlyDictionary<string, XElement>? Results, Exception? Failure) RunInside()
    {
        try
        {
            // What is missing here is told before anything is built.
            _ = MachineKind.Q35.Program();
            _ = LabPackages.Require(MachineKind.Q35.Packages);
            var program = new MachineProgram(
                Program,
                PublishedProgram.Of($"tests/{Program}"),
                $"./{Program} --where 'cat == {Category}' --result=$RESULTS/{ResultFile}",
                Patience);
            var outcome = ProgramMachine.Run(MachineKind.Q35, program)[Program];
            if (!outcome.Files.TryGetValue(ResultFile, out var result))
                throw new IOException($"{Program} ended with {outcome.ExitCode} and without results:\n{outcome.Output}");

            using var stream = new MemoryStream(result);
            return (XDocument.Load(stream).Descendants("test-case").ToDictionary(test => (string)test.Attribute("fullname")!), null);
        }
        catch (Exception exception)
        {
            // Each test tells of it.
            return (null, exception);
        }
    }
}
