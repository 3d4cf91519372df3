namespace Hv.Runtime.Chardev;

/// <summary>
/// The host's end of a line of characters (<c>-chardev</c>): a socket, the program's own streams, a file. A monitor, a serial port
/// or a test protocol is at the other end, one at a time.
/// </summary>
/// <param name="id">The id the user gave it, or the one that QEMU gives for the option it came from.</param>
public abstract class CharacterDevice(string id) : IDisposable
{
    private int _isTaken;

    /// <summary>The id.</summary>
    public string Id { get; } = id;

    /// <summary>The kind: <c>socket</c>, <c>stdio</c>, <c>null</c>, …</summary>
    public abstract string Kind { get; }

    /// <summary>What it is connected to, as <c>query-chardev</c> and <c>info chardev</c> show it.</summary>
    public abstract string FileName { get; }

    /// <summary>Whether something is at this end already.</summary>
    public bool IsTaken => Volatile.Read(ref _isTaken) != 0;

    /// <summary>Takes the device for one user.</summary>
    /// <exception cref="CharacterDeviceException">It has one already.</exception>
    public void Take()
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
            throw new CharacterDeviceException($"Device '{Id}' is in use");
    }

    /// <summary>Gives the device free again.</summary>
    public void Release() => Volatile.Write(ref _isTaken, 0);

    /// <summary>Whether its connection can be cut from outside: that of a socket.</summary>
    public virtual bool CanCut => false;

    /// <summary>Cuts the connection: reads end, writes fail. Nothing happens where there is none.</summary>
    public virtual void Cut()
    {
    }

    /// <summary>
    /// Waits for the next connection. A server has one after the other, everything else one in all. The caller disposes it.
    /// </summary>
    /// <returns><see langword="null"/> when there will be none any more.</returns>
    public abstract Stream? Accept();

    /// <summary>Gives back what the device took from the host. A wait in <see cref="Accept"/> ends.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {FileName}";

    /// <summary>Gives back what the device took from the host.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
