using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Hv.Conformance.Infrastructure;

/// <summary>
/// A running qemu-system-ppc64 whose processors never start (<c>-S</c>). Debian's build has no qtest accelerator; the qtest
/// socket works beside TCG all the same.
/// </summary>
internal sealed class QemuProcess : IDisposable
{
    // The last resort when a test host is killed: QEMU does not end when its sockets close.
    private const string LifetimeInSeconds = "120";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hv-");
    private readonly StringBuilder _errors = new();
    private readonly Process _process;

    public QemuProcess(MachineSetup setup)
    {
        var program = QemuInstallation.Require();
        using var qtestListener = Listen("qtest", out var qtestPath);
        using var qmpListener = Listen("qmp", out var qmpPath);
        _process = new Process { StartInfo = new ProcessStartInfo("timeout") { RedirectStandardError = true } };
        string[] arguments =
        [
            "--kill-after=5", LifetimeInSeconds, program,
            "-S", "-accel", "tcg", "-display", "none", "-nodefaults", "-serial", "null",
            "-qtest", $"unix:{qtestPath}", "-qtest-log", "none",
            "-chardev", $"socket,path={qmpPath},id=qmp", "-mon", "chardev=qmp,mode=control",
            .. setup.QemuArguments(),
        ];
        foreach (var argument in arguments)
            _process.StartInfo.ArgumentList.Add(argument);

        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };

        try
        {
            _process.Start();
            _process.BeginErrorReadLine();
            Qtest = new QtestClient(Accept(qtestListener));
            Qmp = new QmpClient(Accept(qmpListener));
        }
        catch (Exception exception)
        {
            var message = $"QEMU did not start: {exception.Message}{Environment.NewLine}{Errors}";
            Dispose();
            throw new InvalidOperationException(message, exception);
        }
    }

    /// <summary>Guest memory and RTAS calls.</summary>
    public QtestClient Qtest { get; }

    /// <summary>The machine from outside.</summary>
    public QmpClient Qmp { get; }

    /// <summary>What QEMU has written to its standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>Runs <paramref name="action"/>; when QEMU fails in it, the exception says what QEMU said.</summary>
    public T Guard<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or SocketException or TimeoutException or InvalidOperationException)
        {
            throw new InvalidOperationException($"QEMU failed in {what}: {exception.Message}{Environment.NewLine}{Errors}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Qtest?.Dispose();
        Qmp?.Dispose();
        try
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);

            _process.WaitForExit(LineChannel.Patience);
        }
        catch (InvalidOperationException)
        {
            // It never started.
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private Socket Listen(string name, out string path)
    {
        path = Path.Combine(_folder.FullName, name);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(1);
        return socket;
    }

    private LineChannel Accept(Socket listener)
    {
        var until = Stopwatch.StartNew();
        while (!listener.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectRead))
        {
            if (_process.HasExited)
                throw new IOException($"it ended with exit code {_process.ExitCode}.");

            if (until.Elapsed > LineChannel.Patience)
                throw new TimeoutException("it did not connect.");
        }

        return new LineChannel(listener.Accept());
    }
}
