using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Hv.Cli.Tests.Infrastructure;

namespace Hv.Cli.Tests.Run;

/// <summary>The program with a debugger attached.</summary>
public sealed class DebuggerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public void A_machine_that_was_started_to_wait_is_looked_into_and_killed()
    {
        var folder = Directory.CreateTempSubdirectory("hv-gdb-");
        try
        {
            var path = Path.Combine(folder.FullName, "gdb");
            using var process = Process.Start(new ProcessStartInfo(
                BuiltProgram.System, ["-M", "pseries-2.12", "-m", "64", "-serial", "null", "-display", "none", "-S", "-gdb", $"unix:{path}"]))!;
            Assert.That(SpinWait.SpinUntil(() => File.Exists(path), Patience));
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
            socket.Connect(new UnixDomainSocketEndPoint(path));

            Assert.That(Call(socket, "QStartNoAckMode"), Is.EqualTo("+$OK#9a"));
            Assert.That(Call(socket, "?"), Does.StartWith("$T05thread:1;#"));
            Assert.That(Call(socket, "M1000,4:01020304"), Is.EqualTo("$OK#9a"));
            Assert.That(Call(socket, "m1000,4"), Does.StartWith("$01020304#"));
            Send(socket, "k");
            Assert.That(process.WaitForExit(Patience));
            Assert.That(process.ExitCode, Is.Zero);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Call(Socket socket, string contents)
    {
        Send(socket, contents);
        var text = new StringBuilder();
        var buffer = new byte[1];

        // A packet ends with # and two digits.
        while (text.Length < 3 || text[^3] != '#')
        {
            Assert.That(socket.Receive(buffer), Is.EqualTo(1));
            text.Append((char)buffer[0]);
        }

        return text.ToString();
    }

    private static void Send(Socket socket, string contents) =>
        socket.Send(Encoding.ASCII.GetBytes($"${contents}#{(byte)contents.Sum(letter => letter):x2}"));
}
