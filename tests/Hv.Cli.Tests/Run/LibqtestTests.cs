using System.Globalization;
using Hv.Cli.Tests.Infrastructure;

namespace Hv.Cli.Tests.Run;

/// <summary>What libqtest's programs do, with the built executable and the real clock: start, talk, end.</summary>
public sealed class LibqtestTests
{
    [Test]
    public void The_program_starts_answers_and_ends_with_success()
    {
        using var process = new LibqtestProcess(BuiltProgram.System, "-machine pseries");

        Assert.That(process.Greeting["QMP"]!["capabilities"]!.AsArray().Select(node => node!.GetValue<string>()), Does.Contain("oob"));
        Assert.That(process.Qtest("writel 0x4000 0xcafec0de"), Is.EqualTo("OK"));
        Assert.That(process.Qtest("readl 0x4000"), Is.EqualTo("OK 0x00000000cafec0de"));
        Assert.That(process.Qtest("clock_step 1000"), Is.EqualTo("OK 1000"));
        Assert.That(process.Terminate(), Is.Zero);
    }

    [Test]
    public void Which_machines_there_are_is_asked_of_the_machine_none()
    {
        using var process = new LibqtestProcess(BuiltProgram.System, "-machine none");

        var machines = process.Qmp("""{"execute": "query-machines"}""")["return"]!.AsArray().Select(machine => machine!["name"]!.GetValue<string>());
        Assert.That(machines, Does.Contain("pseries-2.12-sxxm").And.Contain("none"));
        Assert.That(process.Terminate(), Is.Zero);
    }

    [Test]
    public void The_time_of_day_is_that_of_the_host()
    {
        using var process = new LibqtestProcess(BuiltProgram.System, "-machine pseries");

        Assert.That(process.Qtest("rtas get-time-of-day 0 0 8 0x1000"), Is.EqualTo("OK 0"));
        var words = Enumerable.Range(0, 7)
            .Select(index => int.Parse(process.Qtest($"readl {0x1000 + (4 * index)}")["OK 0x".Length..], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .ToArray();
        Assert.That(words[0], Is.Zero);
        Assert.That(
            new DateTime(words[1], words[2], words[3], words[4], words[5], words[6], DateTimeKind.Utc),
            Is.EqualTo(DateTime.UtcNow).Within(TimeSpan.FromMinutes(5)));
    }

    [TestCase("-device edu,id=dev0")]
    [TestCase("-device spapr-pci-host-bridge,index=1,id=dev0")]
    [TestCase("-device '{\"driver\": \"edu\", \"id\": \"dev0\"}'")]
    public void A_device_that_was_there_from_the_start_is_unplugged_at_a_reset(string device)
    {
        using var process = new LibqtestProcess(BuiltProgram.System, device);

        Assert.That(process.Qmp("""{"execute": "device_del", "arguments": {"id": "dev0"}}""")["return"], Is.Not.Null);
        Assert.That(process.Events, Is.Empty);
        process.Qmp("""{"execute": "system_reset"}""");

        Assert.That(process.WaitFor("DEVICE_DELETED")["data"]!["device"]!.GetValue<string>(), Is.EqualTo("dev0"));
    }

    [Test]
    public void A_device_that_is_plugged_while_the_machine_runs_is_unplugged_at_once()
    {
        using var process = new LibqtestProcess(BuiltProgram.System, "-machine pseries");

        process.Qmp("""{"execute": "device_add", "arguments": {"driver": "edu", "id": "e", "addr": "6"}}""");
        Assert.That(process.Qtest("outl 0xae08 64"), Is.EqualTo("OK"));
        process.Qmp("""{"execute": "device_del", "arguments": {"id": "e"}}""");

        Assert.That(process.WaitFor("DEVICE_DELETED")["data"]!["device"]!.GetValue<string>(), Is.EqualTo("e"));
    }

    [Test]
    public void Quit_ends_the_program_with_success_after_its_answer()
    {
        using var process = new LibqtestProcess(BuiltProgram.System, "-machine pseries-2.3");

        Assert.That(process.Qmp("""{"execute": "quit"}""")["return"], Is.Not.Null);
        Assert.That(process.WaitForExit(), Is.Zero);
    }

    [TestCase("power-off 2 0x1000 1 0x2000", "", "SHUTDOWN", "guest-shutdown", 0)]
    [TestCase("system-reboot 0 0 1 0x2000", "-no-reboot", "SHUTDOWN", "guest-reset", 0)]
    [TestCase("ibm,os-term 1 0x1000 1 0x2000", "-action panic=exit-failure", "SHUTDOWN", "guest-panic", 1)]
    public void A_guest_can_end_the_program(string call, string options, string name, string reason, int exitCode)
    {
        using var process = new LibqtestProcess(BuiltProgram.System, options);

        Assert.That(process.Qtest($"rtas {call}"), Is.EqualTo("OK 0"));
        Assert.That(process.WaitFor(name)["data"]!["reason"]!.GetValue<string>(), Is.EqualTo(reason));
        Assert.That(process.WaitForExit(), Is.EqualTo(exitCode));
    }

    [Test]
    public void A_hypercall_reaches_rtas()
    {
        using var process = new LibqtestProcess(BuiltProgram.System, "-machine pseries");

        // A frame for a token that does not exist: H_RTAS answers H_PARAMETER, the call itself -3.
        process.Qtest("write 0x1000 16 0x00002fff0000000000000001ffffffff");
        Assert.That(process.Qtest("hcall 0xf000 0x1000"), Does.StartWith("OK 0xfffffffffffffffc "));
        Assert.That(process.Qtest("readl 0x100c"), Is.EqualTo("OK 0x00000000fffffffd"));
    }

    [TestCase("-bogus", "hv-system-ppc64: -bogus: invalid option.")]
    [TestCase("-qtest unix:/nowhere/socket", "hv-system-ppc64: -qtest unix:/nowhere/socket: Failed to connect to '/nowhere/socket': ")]
    [TestCase("-device spapr-pci-host-bridge,index=99", "hv-system-ppc64: spapr-pci-host-bridge.index: 99 is out of range")]
    public void A_wrong_command_line_ends_the_program_with_failure(string arguments, string message)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(BuiltProgram.System, arguments) { RedirectStandardError = true })!;

        Assert.That(process.StandardError.ReadToEnd(), Does.StartWith(message));
        Assert.That(process.WaitForExit(LibqtestProcess.Patience), Is.True);
        Assert.That(process.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void The_console_shows_what_the_guest_writes_and_takes_what_is_typed()
    {
        var start = new System.Diagnostics.ProcessStartInfo(BuiltProgram.Hv) { RedirectStandardOutput = true, RedirectStandardInput = true };
        var folder = Directory.CreateTempSubdirectory("hv-");
        try
        {
            // The monitor writes the guest's argument buffer and makes its calls.
            foreach (var argument in new[] { "run", "-nographic", "-qtest", $"unix:{folder.FullName}/q,server=on,wait=off", "-qtest-log", "none" })
                start.ArgumentList.Add(argument);

            using var process = System.Diagnostics.Process.Start(start)!;
            using var qtest = Connect($"{folder.FullName}/q");
            using var reader = new StreamReader(new System.Net.Sockets.NetworkStream(qtest));
            qtest.Send("hcall 0x58 0x71000000 3 0x48690a0000000000\n"u8);
            Assert.That(reader.ReadLine(), Does.StartWith("OK 0x0000000000000000"));
            Assert.That(process.StandardOutput.ReadLine(), Is.EqualTo("Hi"));

            process.StandardInput.Write("abc");
            process.StandardInput.Flush();
            string? reply;
            do
            {
                qtest.Send("hcall 0x54 0x71000000\n"u8);
                reply = reader.ReadLine();
            }
            while (reply is not null && reply.StartsWith("OK 0x0000000000000000 0x0000000000000000", StringComparison.Ordinal));

            Assert.That(reply, Does.Match("^OK 0x0{16} 0x000000000000000[123] 0x61"));
            using (var kill = System.Diagnostics.Process.Start("kill", [process.Id.ToString(CultureInfo.InvariantCulture)]))
                kill.WaitForExit();

            Assert.That(process.WaitForExit(LibqtestProcess.Patience), Is.True);
            Assert.That(process.ExitCode, Is.Zero);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static System.Net.Sockets.Socket Connect(string path)
    {
        var until = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var socket = new System.Net.Sockets.Socket(
                System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
            try
            {
                socket.ReceiveTimeout = (int)LibqtestProcess.Patience.TotalMilliseconds;
                socket.Connect(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
                return socket;
            }
            catch (System.Net.Sockets.SocketException) when (until.Elapsed < LibqtestProcess.Patience)
            {
                socket.Dispose();
                Thread.Sleep(20);
            }
        }
    }
}
