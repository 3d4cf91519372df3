using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Hv.Cli.Tests.Infrastructure;

/// <summary>
/// An emulator started as QEMU's libqtest starts it: both sockets are the test's, the command line goes through a shell, the
/// options are in libqtest's order with <c>-accel qtest</c> last. No read waits longer than <see cref="Patience"/>.
/// </summary>
internal sealed class LibqtestProcess : IDisposable
{
    /// <summary>How long an answer may take on a busy host.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // The last resort when a test host is killed: an emulator does not end when its sockets close.
    private const string LifetimeInSeconds = "120";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hv-");
    private readonly Process _process;
    private readonly Socket? _qtestSocket;
    private readonly Socket? _qmpSocket;
    private readonly StreamReader? _qtest;
    private readonly StreamReader? _qmp;
    private readonly StringBuilder _errors = new();
    private int _ends;

    /// <summary>Starts a program and shakes hands.</summary>
    /// <param name="program">The emulator.</param>
    /// <param name="arguments">What libqtest's user adds.</param>
    public LibqtestProcess(string program, string arguments)
    {
        using var qtestListener = Listen("qtest", out var qtestPath);
        using var qmpListener = Listen("qmp", out var qmpPath);
        var command = $"exec timeout --kill-after=5 {LifetimeInSeconds} {program} -qtest unix:{qtestPath} -qtest-log /dev/null"
            + $" -chardev socket,path={qmpPath},id=char0 -mon chardev=char0,mode=control -display none {arguments} -accel qtest";
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", command }, RedirectStandardError = true, RedirectStandardOutput = true },
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        try
        {
            _qtestSocket = Accept(qtestListener);
            _qmpSocket = Accept(qmpListener);
            _qtest = new StreamReader(new NetworkStream(_qtestSocket), Encoding.Latin1);
            _qmp = new StreamReader(new NetworkStream(_qmpSocket), Encoding.Latin1);
            Greeting = ReceiveQmp();
            Assert.That(Qtest("endianness"), Is.EqualTo("OK big"));
            Assert.That(Qmp("""{"execute": "qmp_capabilities"}""")["return"], Is.Not.Null);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What QMP said first.</summary>
    public JsonNode Greeting { get; }

    /// <summary>The events that came so far, oldest first.</summary>
    public Queue<JsonNode> Events { get; } = [];

    /// <summary>What the program has written to its standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>Makes a qtest command.</summary>
    /// <returns>Its reply; lines about interrupts are skipped, as libqtest does.</returns>
    public string Qtest(string command)
    {
        _qtestSocket!.Send(Encoding.UTF8.GetBytes(command + "\n"));
        string? line;
        do
        {
            line = _qtest!.ReadLine();
        }
        while (line is not null && line.StartsWith("IRQ ", StringComparison.Ordinal));

        return line ?? throw new IOException($"The program closed the qtest connection in '{command}'. {Errors}");
    }

    /// <summary>Sends a QMP message.</summary>
    /// <returns>Its reply; events are kept.</returns>
    public JsonNode Qmp(string message)
    {
        _qmpSocket!.Send(Encoding.UTF8.GetBytes(message + "\n"));
        while (true)
        {
            var reply = ReceiveQmp();
            if (reply["event"] is null)
                return reply;

            Events.Enqueue(reply);
        }
    }

    /// <summary>Sends bytes to QMP, and then a command.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="recovers">Whether a byte is sent between that ends whatever they began, which is answered with an error.</param>
    /// <returns>All that came until the command was answered, line by line.</returns>
    public IReadOnlyList<string> QmpBytes(ReadOnlySpan<byte> bytes, bool recovers)
    {
        var id = $"end {_ends++}";
        _qmpSocket!.Send(bytes);
        if (recovers)
            _qmpSocket.Send([0xFF]);

        _qmpSocket.Send([.. Encoding.ASCII.GetBytes($"{{\"execute\": \"query-name\", \"id\": \"{id}\"}}\n")]);
        var lines = new List<string>();
        while (true)
        {
            var line = _qmp!.ReadLine() ?? throw new IOException($"The program closed the QMP connection. {Errors}");
            if (line.Contains($"\"{id}\"", StringComparison.Ordinal))
                return lines;

            lines.Add(line);
        }
    }

    /// <summary>Waits for an event; those before it are forgotten.</summary>
    public JsonNode WaitFor(string name)
    {
        while (true)
        {
            var candidate = Events.TryDequeue(out var known) ? known : ReceiveQmp();
            if (candidate["event"]?.GetValue<string>() == name)
                return candidate;
        }
    }

    /// <summary>Ends the program as libqtest does.</summary>
    /// <returns>Its exit code.</returns>
    public int Terminate()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            kill.WaitForExit();

        return WaitForExit();
    }

    /// <summary>Ends the program at once, whatever it is doing (SIGKILL), and returns when it is gone.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit(Patience);

        // The program itself is a child of that process: its end of the connection closes when it has closed all its files.
        try
        {
            while (_qtest!.ReadLine() is not null)
            {
            }
        }
        catch (IOException)
        {
            // A reset of the connection is an end too.
        }
    }

    /// <summary>Waits until the program ends.</summary>
    /// <returns>Its exit code.</returns>
    public int WaitForExit() =>
        _process.WaitForExit(Patience) ? _process.ExitCode : throw new TimeoutException($"The program does not end. {Errors}");

    /// <inheritdoc/>
    public void Dispose()
    {
        _qtestSocket?.Dispose();
        _qmpSocket?.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);

        _process.WaitForExit(Patience);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private JsonNode ReceiveQmp()
    {
        var line = _qmp!.ReadLine() ?? throw new IOException($"The program closed the QMP connection. {Errors}");
        return JsonNode.Parse(line)!;
    }

    private Socket Listen(string name, out string path)
    {
        path = Path.Combine(_folder.FullName, name);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(1);
        return socket;
    }

    private Socket Accept(Socket listener)
    {
        var until = Stopwatch.StartNew();
        while (!listener.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectRead))
        {
            if (_process.HasExited)
                throw new IOException($"The program ended with exit code {_process.ExitCode}. {Errors}");

            if (until.Elapsed > Patience)
                throw new TimeoutException($"The program did not connect. {Errors}");
        }

        var socket = listener.Accept();
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        socket.SendTimeout = (int)Patience.TotalMilliseconds;
        return socket;
    }
}
