using System.Diagnostics;

namespace Hv.Conformance.Infrastructure;

/// <summary>QEMU's side.</summary>
internal sealed class QemuPeer(MachineSetup setup) : IRtasPeer
{
    private readonly QemuProcess _process = new(setup);

    /// <summary>The machine from outside.</summary>
    public QmpClient Qmp => _process.Qmp;

    /// <inheritdoc/>
    public uint[]? Call(string name, ReadOnlySpan<uint> arguments, int returns)
    {
        // QEMU finds the call by its name: the token is not looked at.
        var buffer = RtasBuffer.Encode(token: 0, arguments, returns);
        var count = arguments.Length;
        return _process.Guard($"{name} {Words.Format(arguments.ToArray())}", () =>
        {
            var words = _process.Qtest.CallRtas(
                name, RtasBuffer.Address, buffer, count, RtasBuffer.Arguments, returns, RtasBuffer.Returns(count),
                RtasBuffer.ReturnWords * sizeof(uint));
            return words is null ? null : Words.FromBytes(words);
        });
    }

    /// <inheritdoc/>
    public byte[] Read(ulong address, int length) => _process.Guard("a read", () => _process.Qtest.Read(address, length));

    /// <inheritdoc/>
    public void Write(ulong address, ReadOnlySpan<byte> content) => _process.Qtest.Write(address, content);

    /// <summary>Resets the machine; its setup must say that the test does.</summary>
    public void Reset()
    {
        Qmp.Execute("system_reset");

        // It is sent when the machine has been reset.
        Qmp.WaitFor("RESET");
    }

    /// <summary>Migrates the machine, which does not run then, into a file.</summary>
    public StreamFile Migrate()
    {
        var file = new StreamFile();
        _process.Guard("migrate", () => Qmp.Execute("migrate", ("uri", $"exec:cat > {file.Path}")));
        var until = Stopwatch.StartNew();
        while (true)
        {
            var status = Qmp.Execute("query-migrate");
            switch (status["status"]?.GetValue<string>())
            {
                case "completed":
                    return file;
                case "failed":
                    throw new InvalidOperationException($"QEMU does not migrate: {status.ToJsonString()} {_process.Errors}");
            }

            if (until.Elapsed > LineChannel.Patience)
                throw new TimeoutException($"QEMU does not end to migrate: {status.ToJsonString()}");

            Thread.Sleep(5);
        }
    }

    /// <summary>Waits until the stream that its setup names is loaded. When it cannot be, QEMU ends, and the exception says why.</summary>
    public void FinishIncoming()
    {
        var until = Stopwatch.StartNew();
        while (_process.Guard("-incoming", () => Qmp.Execute("query-status"))["status"]?.GetValue<string>() == "inmigrate")
        {
            if (until.Elapsed > LineChannel.Patience)
                throw new TimeoutException($"QEMU does not end to load. {_process.Errors}");

            Thread.Sleep(5);
        }
    }

    /// <summary>What a command of the human monitor prints.</summary>
    public string Monitor(string command) => Qmp.Execute("human-monitor-command", ("command-line", command)).GetValue<string>();

    /// <inheritdoc/>
    public void PressPowerButton()
    {
        Qmp.Execute("system_powerdown");

        // The machine is told in the same turn of the main loop that sends the event.
        Qmp.WaitFor("POWERDOWN");
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();
}
