namespace Hv.Conformance.Infrastructure;

/// <summary>Both sides: a test states once what it does, and what differs goes to the log.</summary>
internal sealed class PeerPair : IDisposable
{
    private readonly MachineSetup _setup;
    private readonly DifferenceLog _log;

    public PeerPair(MachineSetup setup, DifferenceLog log)
    {
        _setup = setup;
        _log = log;
        Qemu = new QemuPeer(setup);
        Hv = HvPeer.Create(setup);
    }

    /// <summary>The machine version.</summary>
    public string Version => _setup.Version;

    /// <summary>How many calls were made on both sides.</summary>
    public int Calls { get; private set; }

    /// <summary>QEMU's side.</summary>
    public QemuPeer Qemu { get; }

    /// <summary>Our side.</summary>
    public HvPeer Hv { get; }

    /// <summary>Makes a call on both sides and compares all return words.</summary>
    public CallObservation Call(string name, ReadOnlySpan<uint> arguments, int returns)
    {
        var observation = Observe(name, arguments, returns);
        Compare(observation);
        return observation;
    }

    /// <summary>Compares what both sides answered.</summary>
    public void Compare(CallObservation observation)
    {
        if (!observation.EqualFrom(0))
            _log.Note(observation);
    }

    /// <summary>Makes a call on both sides; the caller compares.</summary>
    public CallObservation Observe(string name, ReadOnlySpan<uint> arguments, int returns)
    {
        Calls++;
        var hv = Hv.Call(name, arguments, returns);
        Assert.That(hv, Is.Not.Null, $"Hv's {_setup.Version} has no RTAS call {name}.");
        var qemu = Qemu.Call(name, arguments, returns);
        Assert.That(qemu, Is.Not.Null, $"QEMU's {_setup.Version} has no RTAS call {name}.");
        return new CallObservation(_setup.Version, name, arguments.ToArray(), returns, qemu!, hv!);
    }

    /// <summary>Writes the same to both guests' memories.</summary>
    public void Write(ulong address, ReadOnlySpan<byte> content)
    {
        Qemu.Write(address, content);
        Hv.Write(address, content);
    }

    /// <summary>Reads both guests' memories and compares them.</summary>
    public ContentObservation Read(ulong address, int length, string what)
    {
        var observation = new ContentObservation(_setup.Version, what, Qemu.Read(address, length), Hv.Read(address, length));
        Compare(observation);
        return observation;
    }

    /// <summary>Compares what both sides have.</summary>
    public void Compare(ContentObservation observation)
    {
        if (!observation.Qemu.AsSpan().SequenceEqual(observation.Hv))
            _log.Note(observation);
    }

    /// <summary>Compares a property.</summary>
    public void Compare(PropertyObservation observation)
    {
        if (observation.Qemu != observation.Hv)
            _log.Note(observation);
    }

    /// <summary>Lets both guests be asked to shut down.</summary>
    public void PressPowerButton()
    {
        Qemu.PressPowerButton();
        Hv.PressPowerButton();
    }

    /// <summary>Resets both machines.</summary>
    public void Reset()
    {
        Qemu.Reset();
        Hv.Machine.Reset();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Qemu.Dispose();
        Hv.Dispose();
    }
}
