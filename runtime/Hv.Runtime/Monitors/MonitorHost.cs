using Hv.Runtime.Chardev;

namespace Hv.Runtime.Monitors;

/// <summary>Runs servers on character devices, each on a thread of its own.</summary>
/// <param name="failed">Takes an exception that escaped from a server: a defect of it. The client has lost its connection.</param>
public sealed class MonitorHost(Action<Exception> failed) : IDisposable
{
    private readonly List<CharacterDevice> _devices = [];
    private readonly ConnectionGate _gate = new();

    // Those that run, and one more until all are started.
    private int _servers = 1;

    /// <summary>
    /// The last server has ended after <see cref="AllStarted"/>: its client has gone, and none will come again. Not raised when
    /// there never was one.
    /// </summary>
    public event Action? LastEnded;

    /// <summary>Starts to serve what comes over a device.</summary>
    /// <exception cref="CharacterDeviceException">The device is in use.</exception>
    public void Start(IMonitorServer server, CharacterDevice device)
    {
        device.Take();
        _devices.Add(device);
        Interlocked.Increment(ref _servers);
        new Thread(() => Run(server, device)) { IsBackground = true, Name = device.Id }.Start();
    }

    /// <summary>No more servers will be started: when the last one ends nobody is left.</summary>
    public void AllStarted()
    {
        if (_devices.Count > 0)
            Ended();
    }

    /// <summary>Lets clients read what there is to read, and closes all connections.</summary>
    /// <returns>Whether no command is being carried out any more: the machine may be disposed.</returns>
    public bool Close()
    {
        var isIdle = _gate.Close();
        foreach (var device in _devices)
            device.Dispose();

        return isIdle;
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Run(IMonitorServer server, CharacterDevice device)
    {
        while (device.Accept() is { } stream)
        {
            using (stream)
            {
                try
                {
                    server.Serve(stream, _gate);
                }
                catch (ObjectDisposedException) when (_gate.IsClosed)
                {
                    return;
                }
                catch (Exception exception)
                {
                    failed(exception);
                }
            }
        }

        device.Release();
        Ended();
    }

    private void Ended()
    {
        if (Interlocked.Decrement(ref _servers) == 0 && !_gate.IsClosed)
            LastEnded?.Invoke();
    }
}
