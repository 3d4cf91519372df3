using System.Reflection;
using Hv.Conformance.Infrastructure;
using Hv.Power.Execution;
using NUnit.Framework.Interfaces;

namespace Hv.Conformance.BareMetal;

/// <summary>A test that runs programs without an operating system here and under QEMU, and compares what they print.</summary>
public abstract class BareMetalTest
{
    /// <summary>The models that QEMU has, and that guests of today run on.</summary>
    protected static readonly PowerModel[] Models = [PowerModel.Power8, PowerModel.Power9];

    private DifferenceLog? _log;

    [SetUp]
    public void ReadDeclaredDifferences()
    {
        QemuInstallation.Require();
        var method = GetType().GetMethod(TestContext.CurrentContext.Test.MethodName!)!;
        _log = new DifferenceLog([.. method.GetCustomAttributes<DiffersAttribute>().Select(attribute => attribute.Difference)]);
    }

    [TearDown]
    public void VerifyDifferences()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Passed)
            _log?.Verify();
    }

    /// <summary>Runs a program on both sides. It must end, print something, and print the same but for the differences of the test.</summary>
    private protected void Compare(BareMetalImage image, PowerModel model, int processors = 1)
    {
        var bytes = image.Build();
        var here = BareMetalRun.OnHv(bytes, model, processors);
        var there = BareMetalRun.OnQemu(bytes, model, processors);
        var (ours, theirs) = (here.Split('\n'), there.Split('\n'));
        Assert.That(ours, Has.Length.GreaterThan(1));
        foreach (var (line, other) in ours.Zip(theirs).Where(pair => pair.First != pair.Second))
            Note(model.Name, line, other);

        Assert.That(theirs, Has.Length.EqualTo(ours.Length), () => $"{model}\n--- Hv\n{here}\n--- QEMU\n{there}");
    }

    /// <summary>Takes note of a line that differs.</summary>
    private protected virtual void Note(string model, string here, string there) => Note(new ConsoleObservation(model, here, there));

    /// <summary>Takes note of something that differs.</summary>
    private protected void Note<T>(T observation)
        where T : notnull => _log!.Note(observation);
}
