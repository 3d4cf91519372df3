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
            _process.Qtest.Write(RtasBuffer.Address, buffer);
            var words = RtasBuffer.Returns(count);
            return _process.Qtest.CallRtas(name, count, RtasBuffer.Arguments, returns, words)
                ? Words.FromBytes(_process.Qtest.Read(words, RtasBuffer.ReturnWords * sizeof(uint)))
                : null;
        });
    }

    /// <inheritdoc/>
    public byte[] Read(uint address, int length) => _process.Guard("a read", () => _process.Qtest.Read(address, length));

    /// <inheritdoc/>
    public void Write(uint address, ReadOnlySpan<byte> content) => _process.Qtest.Write(address, content);

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
