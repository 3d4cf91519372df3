using Hv.Generators.Machines;
using Hv.Generators.Tests.Infrastructure;
using static Hv.Generators.Tests.Devices.DevicePagesTests;

namespace Hv.Generators.Tests.Machines;

/// <summary>The pages of machine versions have whole examples, which are what they are said to be.</summary>
internal sealed class MachinePagesTests
{
    private static IEnumerable<string> Ids => new MachineAnalyzer().SupportedDiagnostics.Select(descriptor => descriptor.Id);

    [TestCaseSource(nameof(Ids))]
    public void The_wrong_example_is_reported(string id) => Assert.That(Reported(Example(id, "Wrong")), Is.EqualTo([id]));

    [TestCaseSource(nameof(Ids))]
    public void The_right_example_compiles(string id)
    {
        var right = Example(id, "Right");
        Assert.That(Reported(right), Is.Empty);
        GeneratorTest.Run(right);
    }
}
