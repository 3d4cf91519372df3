using System.Reflection;
using NUnit.Framework.Interfaces;

namespace Hv.Conformance.Infrastructure;

/// <summary>A test that compares Hv with QEMU. The machine version is its first argument.</summary>
public abstract class ConformanceTest
{
    private readonly List<IDisposable> _pairs = [];
    private DifferenceLog? _log;

    [SetUp]
    public void ReadDeclaredDifferences()
    {
        QemuInstallation.Require();
        var test = TestContext.CurrentContext.Test;
        var version = test.Arguments.FirstOrDefault() as string;
        _log = new DifferenceLog([.. GetType().GetMethod(test.MethodName!)!.GetCustomAttributes<DiffersAttribute>()
            .Where(attribute => attribute.IsOn(version)).Select(attribute => attribute.Difference)]);
    }

    [TearDown]
    public void VerifyDifferences()
    {
        foreach (var pair in _pairs)
            pair.Dispose();

        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Passed)
            _log?.Verify();
    }

    /// <summary>Takes note of something in which the two sides differ.</summary>
    private protected void Note<T>(T observation)
        where T : notnull => _log!.Note(observation);

    /// <summary>Starts both sides.</summary>
    private protected PeerPair Start(MachineSetup setup)
    {
        var pair = new PeerPair(setup, _log!);
        _pairs.Add(pair);
        return pair;
    }

    /// <summary>Starts both sides' programs, as libqtest does.</summary>
    private protected MonitorPair StartPrograms(string version, string arguments = "")
    {
        var pair = new MonitorPair(version, arguments, _log!);
        _pairs.Add(pair);
        return pair;
    }
}
