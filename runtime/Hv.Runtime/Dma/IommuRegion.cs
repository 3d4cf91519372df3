using Hv.Runtime.Declarations;

namespace Hv.Runtime.Dma;

/// <summary>
/// A window of a bus whose addresses are translated, page by page, before they reach memory. The platform derives its kind of
/// translation table from it.
/// </summary>
/// <remarks>
/// The region itself knows where on the bus it lies: a translation that runs while the window moves then finds the old window or
/// the new one, never the offset of one in the other. Translations take no lock.
/// </remarks>
/// <param name="name">The name that people see.</param>
/// <param name="updateLock">
/// Held while mappings change and listeners are told of it: the machine's lock. Without one the region has its own.
/// </param>
[HostOnly("who listens, and what listeners did, is of this host")]
public abstract class IommuRegion(string name, Lock? updateLock = null)
{
    private IIommuListener[] _listeners = [];
    private IommuRangeMerger? _notification;

    /// <summary>The name that people see.</summary>
    public string Name { get; } = name;

    /// <summary>The number the guest names it by (LIOBN), or <see langword="null"/>.</summary>
    public virtual uint? Number => null;

    /// <summary>Whether what it covers was set up by a reset, not by the guest.</summary>
    public virtual bool IsDefault => false;

    /// <summary>The first bus address; 0 while nothing is covered.</summary>
    public abstract ulong BusAddress { get; }

    /// <summary>The bytes covered; 0 while nothing is.</summary>
    public abstract ulong Size { get; }

    /// <summary>Pages have 2^this bytes; 0 while nothing is covered.</summary>
    public abstract int PageShift { get; }

    /// <summary>Levels that the host's table behind it shall have; 0: the host chooses.</summary>
    public virtual int TableLevels => 0;

    /// <summary>How many calls of listeners ended with an exception.</summary>
    public ulong ListenerFailures { get; private set; }

    /// <summary>What a listener threw. The region's own state, and what other listeners are told, is as if it had not.</summary>
    public event Action<Exception>? ListenerFailed;

    /// <summary>Held while mappings change and listeners are told of it.</summary>
    protected Lock UpdateLock { get; } = updateLock ?? new Lock();

    /// <summary>Whether anybody must be told of changes.</summary>
    protected bool HasListeners => _listeners.Length > 0;

    /// <summary>Finds where an access leads.</summary>
    /// <param name="busAddress">The bus address.</param>
    /// <param name="wanted">What the device wants to do there.</param>
    /// <param name="translation">Where it leads; after a failure its permission tells why.</param>
    /// <returns><see langword="false"/> when the address is not covered, not mapped, or not for what was wanted.</returns>
    public abstract bool TryTranslate(ulong busAddress, IommuPermission wanted, out IommuTranslation translation);

    /// <summary>Tells a listener all that is mapped, by bus address. It costs what is mapped, not what is covered.</summary>
    /// <returns><see langword="false"/> when the listener refused any of it.</returns>
    public bool Replay(IIommuListener listener)
    {
        lock (UpdateLock)
            return Tell([listener]);
    }

    /// <summary>
    /// Tells a listener all that is mapped, and from then on every change: as one step, so that nothing is missed or told twice.
    /// </summary>
    /// <returns><see langword="false"/> when the listener refused any of it: it is told nothing any more then.</returns>
    public bool AddListener(IIommuListener listener)
    {
        lock (UpdateLock)
        {
            if (!Tell([listener]))
                return false;

            SetListeners([.. _listeners, listener]);
            return true;
        }
    }

    /// <summary>Tells a listener nothing any more; nothing happens when it was told nothing.</summary>
    public void RemoveListener(IIommuListener listener)
    {
        lock (UpdateLock)
            SetListeners([.. _listeners.Where(other => other != listener)]);
    }

    /// <summary>Gives all mappings to <paramref name="ranges"/>, by bus address. Called under <see cref="UpdateLock"/>.</summary>
    protected abstract void Replay(IommuRangeMerger ranges);

    /// <summary>What tells all listeners of a change. Use it under <see cref="UpdateLock"/>, one change after the other.</summary>
    protected IommuRangeMerger StartNotification()
    {
        // The same one for all changes: guests make a change for every page of a transfer.
        var notification = _notification ??= new IommuRangeMerger(_listeners, OnListenerFailed);
        notification.IsRefused = false;
        return notification;
    }

    private void SetListeners(IIommuListener[] listeners) => (_listeners, _notification) = (listeners, null);

    private bool Tell(IIommuListener[] listeners)
    {
        var ranges = new IommuRangeMerger(listeners, OnListenerFailed);
        Replay(ranges);
        ranges.Flush();
        return !ranges.IsRefused;
    }

    private void OnListenerFailed(Exception exception)
    {
        ListenerFailures++;
        ListenerFailed?.Invoke(exception);
    }
}
