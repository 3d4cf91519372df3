using System.Diagnostics;
using Hv.Cli.Tests.Guests;

namespace Hv.Cli.Tests;

/// <summary>The qtest sessions that the README shows are what happens.</summary>
internal sealed class ReadmeSessionTests
{
    private const string Options = "-device edu,addr=3,dma_mask=0xffffffffffffffff -accel qtest -qtest stdio -qtest-log none -display none";

    private static readonly string[] Readme = File.ReadAllLines(Path.Combine(FindRoot(), "README.md"));

    [TestCase("pseries-2.4")]
    [TestCase("pseries-2.3")]
    public async Task A_session_of_the_README_is_answered_as_it_says(string machine)
    {
        var lines = Session(machine);
        var arguments = $"{Path.Combine(AppContext.BaseDirectory, "hv.dll")} run -machine {machine} {Options}";
        using var program = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        foreach (var line in lines.Where(line => line.StartsWith("> ", StringComparison.Ordinal)))
            await program.StandardInput.WriteLineAsync(line[2..]);

        program.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            var output = await program.StandardOutput.ReadToEndAsync(patience.Token);
            await program.WaitForExitAsync(patience.Token);

            var expected = lines.Where(line => line.Length > 0 && line[0] is not ('>' or '#'));
            Assert.That(output.TrimEnd('\n').Split('\n'), Is.EqualTo(expected));
            Assert.That(program.ExitCode, Is.Zero);
        }
        finally
        {
            program.Kill();
        }
    }

    [Test]
    public void The_command_that_starts_the_session_is_the_one_tested() =>
        Assert.That(Readme, Does.Contain($"hv run -machine pseries-2.4 {Options}"));

    [Test]
    public async Task The_first_command_runs_the_guest_that_the_README_shows()
    {
        var session = string.Join('\n', Session("pseries-7.2", "guest"));
        Assert.That(Readme.First(line => line.StartsWith("dotnet ", StringComparison.Ordinal)), Is.EqualTo("dotnet run --project machines/Hv.Cli -- run"));
        Assert.That(session, Does.Not.Contain("(N ticks)"), "what was recorded has times");

        using var program = Process.Start(
            new ProcessStartInfo("dotnet", $"{Path.Combine(AppContext.BaseDirectory, "hv.dll")} run") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            var output = await program.StandardOutput.ReadToEndAsync(patience.Token);
            await program.WaitForExitAsync(patience.Token);

            Assert.That(BuiltInGuestTests.WithoutTimes(output.TrimEnd('\n')), Is.EqualTo(BuiltInGuestTests.WithoutTimes(session)));
            Assert.That(program.ExitCode, Is.Zero);
        }
        finally
        {
            program.Kill();
        }
    }

    private static List<string> Session(string machine, string kind = "session")
    {
        var start = Array.IndexOf(Readme, $"<!-- {kind}: {machine} -->");
        Assert.That(start, Is.Not.Negative, $"The README has no session on {machine}.");
        start = Array.IndexOf(Readme, "```text", start) + 1;
        var session = Readme[start..Array.IndexOf(Readme, "```", start)].ToList();
        Assert.That(session, Is.Not.Empty);
        return session;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hv.sln")))
            folder = folder.Parent;

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
