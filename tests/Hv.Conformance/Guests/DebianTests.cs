using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hv.Cli.Tests.Infrastructure;
using Hv.Conformance.Debugging;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Guests;

/// <summary>Debian's guest: its initramfs on QEMU, and gdb on its kernel here.</summary>
public sealed class DebianTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Test]
    public void The_initramfs_runs_commands_and_powers_off_on_QEMU()
    {
        var program = QemuInstallation.Require();
        using var process = Start(
            program,
            "-M", "pseries-7.2", "-m", "512", "-nodefaults", "-display", "none", "-serial", "stdio",
            "-kernel", DebianFiles.Kernel, "-initrd", DebianFiles.Initrd,
            "-append", "console=hvc0 quiet \"hv.script=echo one two; lsmod; false\"");
        var lines = Finish(process);

        // What the kernel wrote last may stand before it.
        Assert.That(lines, Has.Some.EndsWith("init: reached"));
        Assert.That(lines, Has.Member("one two").And.Member("init: status 1"));
        Assert.That(lines.Count(line => line.StartsWith("nvme", StringComparison.Ordinal)), Is.EqualTo(2), "nvme and nvme_core");
        Assert.That(process.ExitCode, Is.Zero);
    }

    [TestCase("pseries-2.12")]
    [TestCase("pseries-7.2")]
    public void Gdb_stops_the_kernel_here_and_shows_where_it_is(string version)
    {
        var port = FreePort();
        using var process = Start(
            BuiltProgram.Hv,
            "run", "--guest", "debian", "-machine", version, "-smp", "2", "-S", "-gdb", $"tcp:127.0.0.1:{port}",
            "-append", "quiet hv.script=\"echo one two\"");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            Assert.That(SpinWait.SpinUntil(() => Answers(port), Patience));
            var lines = GdbProgram.Run(
                port, "little", Patience,
                $"file {DebianFiles.Kernel}",
                "hbreak rest_init", "continue", "bt", "x/s &linux_banner",
                "delete", "hbreak kernel_execve", "continue", """printf "threads %d\n", $_inferior_thread_count""",
                "delete", "watch *(unsigned long *)&jiffies_64", "continue", "delete", "detach");

            Assert.That(lines, Has.Some.Contains("in rest_init ()"));
            Assert.That(lines, Has.Some.Contains("in start_kernel ()"));
            Assert.That(lines, Has.Some.Contains("Linux version "));
            Assert.That(lines, Has.Some.Contains("hit Breakpoint 2"));
            Assert.That(lines, Has.Some.StartsWith("New value = "));
            Assert.That(process.WaitForExit(Patience), "it goes on, and powers off");
            Assert.That(output.Result.Split('\n').Select(line => line.TrimEnd()), Has.Member("one two").And.Member("init: status 0"));
            Assert.That(process.ExitCode, Is.Zero);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static string[] Finish(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        if (process.WaitForExit(Patience))
            return [.. output.Result.Split('\n').Select(line => line.TrimEnd())];

        process.Kill();
        throw new TimeoutException($"It does not end: {output.Result}");
    }

    // A client that says nothing, and goes.
    private static bool Answers(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            Thread.Sleep(50);
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }
}
