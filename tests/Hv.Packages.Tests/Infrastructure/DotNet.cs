using System.Diagnostics;

namespace Hv.Packages.Tests.Infrastructure;

/// <summary>Runs commands as a user does in a shell, and shows what they said when one fails.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>
    /// For commands that build: nothing is left running behind them, and the compiler is a process of its own, so that no server
    /// holds on to the generators of an earlier test.
    /// </summary>
    public static string[] BuildOptions { get; } = ["-m:1", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-tl:off", "-nologo"];

    /// <summary>Runs <c>dotnet</c> in a folder.</summary>
    public static Task<Outcome> Run(string folder, params IEnumerable<string> arguments) => RunProgram("dotnet", folder, arguments);

    /// <summary>Runs a program in a folder and waits for its end.</summary>
    /// <exception cref="TimeoutException">It did not end in five minutes.</exception>
    public static async Task<Outcome> RunProgram(string program, string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A build must not know that it runs inside of a test, which runs inside of a build.
        foreach (var name in start.Environment.Keys.Where(IsOfTheTestRun).ToArray())
            start.Environment.Remove(name);

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Longest);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} did not end in {Longest}.\n{await output}{await errors}");
        }

        return new Outcome($"{program} {string.Join(' ', start.ArgumentList)}", process.ExitCode, await output, await errors);
    }

    private static bool IsOfTheTestRun(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a command answered.</summary>
    internal sealed record Outcome(string Command, int ExitCode, string Output, string Errors)
    {
        /// <summary>The output in lines.</summary>
        public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        /// <summary>The codes of the errors that a build reported, each once.</summary>
        public string[] ErrorCodes => CodesAfter("error ");

        /// <summary>The codes of the warnings that a build reported, each once.</summary>
        public string[] WarningCodes => CodesAfter("warning ");

        /// <summary>Fails the test, and shows all that was said, unless the command succeeded.</summary>
        public Outcome Succeeded()
        {
            Assert.That(ExitCode, Is.Zero, ToString());
            return this;
        }

        public override string ToString() => $"{Command}\n{Output}{Errors}";

        private string[] CodesAfter(string kind) =>
        [
            .. Lines.Select(line => line.Split(": " + kind))
                .Where(parts => parts.Length > 1)
                .Select(parts => parts[1].Split(':')[0])
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }
}
