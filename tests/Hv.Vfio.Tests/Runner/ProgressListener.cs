using NUnit.Framework.Interfaces;

namespace Hv.Vfio.Tests.Runner;

/// <summary>Tells each test as it begins and ends: <c>=&gt; name</c>, then <c>Passed name</c> or <c>Failed name</c> and why.</summary>
internal sealed class ProgressListener(TextWriter output) : ITestListener
{
    /// <inheritdoc/>
    public void TestStarted(ITest test)
    {
        if (!test.IsSuite)
            Write($"=> {test.FullName}");
    }

    /// <inheritdoc/>
    public void TestFinished(ITestResult result)
    {
        // A set-up that fails is the suite's own; its tests tell of it as well, but without the trace.
        if (result.Test.IsSuite && result.ResultState.Site != FailureSite.SetUp && result.ResultState.Site != FailureSite.TearDown)
            return;

        Write($"{result.ResultState.Status} {result.FullName}");
        if (result.ResultState.Status == TestStatus.Failed)
            Write($"{result.Message}\n{result.StackTrace}");
    }

    /// <inheritdoc/>
    public void TestOutput(TestOutput output)
    {
    }

    /// <inheritdoc/>
    public void SendMessage(TestMessage message)
    {
    }

    private void Write(string text)
    {
        lock (output)
        {
            output.WriteLine(text);
            output.Flush();
        }
    }
}
