using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hv.Cli.Output;
using Hv.Cli.Tests.Infrastructure;

namespace Hv.Cli.Tests.Run;

/// <summary>Machines that go from one process to another, or through a file.</summary>
public sealed class MigrationTests
{
    private const string Machine = "-M pseries-7.2 -m 64 -serial null";
    private const string Pattern = "0x1122334455667788";

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("hv-migration-");

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    [TestCase("unix:{0}/socket")]
    [TestCase("tcp:127.0.0.1:0")]
    public void A_machine_goes_to_another_process_over_a_socket(string uri)
    {
        uri = string.Format(CultureInfo.InvariantCulture, uri, _folder.FullName);
        using var target = new LibqtestProcess(BuiltProgram.System, $"{Machine} -incoming {uri}");
        Assert.That(Status(target), Is.EqualTo("inmigrate"));
        if (Call(target, "query-migrate")["socket-address"]![0]!["port"] is { } port)
            uri = $"tcp:127.0.0.1:{port}";

        using var source = new LibqtestProcess(BuiltProgram.System, Machine);
        var window = CreateWindow(source);
        source.Qtest($"writeq 0x2345678 {Pattern}");
        Finish(source, uri);
        WaitForEnd(target, "completed");
        Assert.That((Status(source), Status(target)), Is.EqualTo(("postmigrate", "running")));
        Assert.That(target.Qtest("readq 0x2345678"), Is.EqualTo($"OK {Pattern}"));
        Assert.That(Windows(target), Is.EqualTo(Windows(source)).And.Contain(window));
        Assert.That(target.WaitFor("RESUME"), Is.Not.Null);
        Assert.That((source.Terminate(), target.Terminate()), Is.EqualTo((0, 0)));
        Assert.That(Complaints(source).Concat(Complaints(target)), Is.Empty);
    }

    [TestCase("file:{0}/machine", "file:{0}/machine")]
    [TestCase("exec:cat>{0}/machine", "exec:cat<{0}/machine")]
    public void A_machine_goes_through_a_file(string to, string from)
    {
        using var source = new LibqtestProcess(BuiltProgram.System, Machine);
        var window = CreateWindow(source);
        source.Qtest($"writeq 0x2345678 {Pattern}");
        Finish(source, string.Format(CultureInfo.InvariantCulture, to, _folder.FullName));

        using var target = new LibqtestProcess(BuiltProgram.System, $"{Machine} -incoming defer -S");
        var uri = string.Format(CultureInfo.InvariantCulture, from, _folder.FullName);
        Assert.That(target.Qmp(Command("migrate-incoming", new JsonObject { ["uri"] = uri }))["error"], Is.Null);
        WaitForEnd(target, "completed");
        Assert.That(Status(target), Is.EqualTo("paused"), "it ran, and was told not to here");
        Assert.That(target.Qtest("readq 0x2345678"), Is.EqualTo($"OK {Pattern}"));
        Assert.That(Windows(target), Is.EqualTo(Windows(source)).And.Contain(window));
    }

    [Test]
    public void A_machine_that_does_not_fit_is_refused_in_one_line_and_can_still_be_run()
    {
        using var source = new LibqtestProcess(BuiltProgram.System, "-M pseries-7.1 -m 64 -serial null");
        Finish(source, $"file:{_folder.FullName}/machine");
        using var target = new LibqtestProcess(BuiltProgram.System, $"{Machine} -incoming file:{_folder.FullName}/machine");
        var report = WaitForEnd(target, "failed");
        Assert.That((string)report["error-desc"]!, Does.StartWith("section 'configuration', name at offset 0xd: the stream is of a machine 'pseries-7.1'"));
        Assert.That(Status(target), Is.EqualTo("prelaunch"));
        Call(target, "cont");
        Assert.That(Status(target), Is.EqualTo("running"));
        Assert.That(target.Terminate(), Is.Zero);
        Assert.That(Complaints(target), Is.EqualTo(new[] { $"hv-system-ppc64: migration failed: {report["error-desc"]}" }));
    }

    [TestCase("foo:x", "'foo:x' is no address of a migration; allowed: file:PATH[,offset=N], exec:COMMAND, unix:PATH, tcp:HOST:PORT or fd:N")]
    [TestCase("file:/nonexistent", "Failed to open '/nonexistent': Could not find file '/nonexistent'.")]
    public void An_incoming_that_cannot_come_is_an_error_at_once(string uri, string message)
    {
        var (exitCode, _, error) = RunHere("run", "-M", "pseries", "-serial", "null", "-display", "none", "-incoming", uri);
        Assert.That((exitCode, error), Is.EqualTo((1, $"hv run: {message}\n")));
    }

    [Test]
    public void A_machine_that_runs_is_saved_and_goes_on_and_another_is_run_out_of_the_file()
    {
        var file = Path.Combine(_folder.FullName, "guest.mig");
        File.WriteAllText(file, "what was there before");
        using var source = new LibqtestProcess(
            BuiltProgram.System, $"-M pseries-4.1 -m 64 -serial null -qmp unix:{_folder.FullName}/qmp,server=on,wait=off");
        source.Qtest($"writeq 0x2345678 {Pattern}");
        for (var round = 0; round < 2; round++)
        {
            var (exitCode, output, error) = RunHere("snapshot", "save", "--qmp", $"unix:{_folder.FullName}/qmp", file);
            Assert.That((exitCode, error), Is.EqualTo((0, "")));
            Assert.That(output, Does.StartWith($"{file}: ").And.Contain($"{new FileInfo(file).Length:N0} bytes in "));
            Assert.That(Status(source), Is.EqualTo("running"));
        }

        Assert.That(_folder.GetFiles().Select(found => found.Name), Is.EquivalentTo(new[] { "guest.mig", "qmp" }), "nothing else is left");
        Assert.That(source.WaitFor("STOP"), Is.Not.Null);
        Assert.That(source.WaitFor("RESUME"), Is.Not.Null);

        // Machine version and RAM are those of the file.
        using var target = new LibqtestProcess(BuiltProgram.Hv + $" snapshot load {file}", "-serial null");
        WaitForEnd(target, "completed");
        Assert.That(Status(target), Is.EqualTo("running"));
        Assert.That(target.Qtest("readq 0x2345678"), Is.EqualTo($"OK {Pattern}"));
        Assert.That((long)Call(target, "query-memory-size-summary")["base-memory"]!, Is.EqualTo(64 << 20));
        Assert.That((string)Call(target, "qom-get", new JsonObject { ["path"] = "/machine", ["property"] = "type" })!, Is.EqualTo("pseries-4.1-machine"));
    }

    [Test]
    public void A_snapshot_that_cannot_be_written_leaves_the_machine_running_and_the_old_file_as_it_was()
    {
        using var source = new LibqtestProcess(
            BuiltProgram.System, $"{Machine} -qmp unix:{_folder.FullName}/qmp,server=on,wait=off");
        var (exitCode, _, error) = RunHere("snapshot", "save", "--qmp", $"unix:{_folder.FullName}/qmp", "/nonexistent/guest.mig");
        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(error, Does.StartWith($"hv: 'unix:{_folder.FullName}/qmp' was not saved: Failed to open '/nonexistent/guest.mig."));
        Assert.That(Status(source), Is.EqualTo("running"));
    }

    [TestCase(1, "hv snapshot load: cannot read '/nonexistent': Could not find file '/nonexistent'.\n", "load", "/nonexistent")]
    [TestCase(1, "hv snapshot load: '/dev/null' is no snapshot: offset 0x0: the stream ends here, 4 bytes too early\n", "load", "/dev/null")]
    [TestCase(2, "hv: 'hv snapshot save' needs FILE.\n", "save")]
    public void What_is_wrong_with_a_snapshot_is_said(int expected, string message, params string[] arguments)
    {
        var (exitCode, output, error) = RunHere(["snapshot", .. arguments]);
        Assert.That((exitCode, output, error), Is.EqualTo((expected, "", message)));
    }

    /// <summary>Creates a DMA window of 2^12 pages of 64 KiB.</summary>
    /// <returns>A text that describes it.</returns>
    private static string CreateWindow(LibqtestProcess program)
    {
        foreach (var (word, index) in new uint[] { 0, 0x0800_0000, 0x2000_0000, 16, 28 }.Select((word, index) => (word, index)))
            program.Qtest($"writel {0x1000 + (4 * index)} {word}");

        Assert.That(program.Qtest("rtas ibm,create-pe-dma-window 5 0x1000 4 0x2000"), Is.EqualTo("OK 0"));
        Assert.That(program.Qtest("readl 0x2000"), Is.EqualTo("OK 0x0000000000000000"));
        return "\"liobn\":2147483649,\"default\":false,\"enabled\":true,\"bus-address\":576460752303423488";
    }

    private static string Windows(LibqtestProcess program) => Call(program, "x-query-dma-windows").ToJsonString();

    private static void Finish(LibqtestProcess source, string uri)
    {
        Assert.That(source.Qmp(Command("migrate", new JsonObject { ["uri"] = uri }))["error"], Is.Null);
        WaitForEnd(source, "completed");
    }

    private static JsonNode WaitForEnd(LibqtestProcess program, string status)
    {
        var until = Stopwatch.StartNew();
        while (true)
        {
            var report = Call(program, "query-migrate");
            if ((string?)report["status"] is "completed" or "failed" or "cancelled" || until.Elapsed > LibqtestProcess.Patience)
            {
                Assert.That((string?)report["status"], Is.EqualTo(status), report.ToJsonString());
                return report;
            }

            Thread.Sleep(20);
        }
    }

    private static IEnumerable<string> Complaints(LibqtestProcess program) =>
        program.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains("terminating on SIGTERM", StringComparison.Ordinal));

    private static string Status(LibqtestProcess program) => (string)Call(program, "query-status")["status"]!;

    private static JsonNode Call(LibqtestProcess program, string command, JsonObject? arguments = null) =>
        program.Qmp(Command(command, arguments))["return"]!;

    private static string Command(string name, JsonObject? arguments) =>
        new JsonObject { ["execute"] = name, ["arguments"] = arguments ?? [] }.ToJsonString();

    private static (int ExitCode, string Output, string Error) RunHere(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (DeliveredPlatforms.Application(new CliConsole(output, error)).Run(arguments), output.ToString(), error.ToString());
    }
}
