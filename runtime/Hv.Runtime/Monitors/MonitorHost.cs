using Hv.Runtime.Chardev;

namespace Hv.Runtime.Monitors;

/// <summary>Runs servers on character devices, each on a thread of its own.</summary>
/// <param name="failed">Takes an exception that escaped from a server: a defect of it. The client has lost its connection.</param>
public sealed class MonitorHost(Action<Exception> failed) : IDisposable
{
    private readonly List<CharacterDevice> _devices = [];
    private readonly ConnectionGate _gate = new();

    /// <summary>Starts to serve what comes over a device.</summary>
    /// <exception cref="CharacterDeviceException">The device is in use.</exception>
    public void Start(IMonitorServer server, CharacterDevice device)
    {
        device.Take();
        _devices.Add(device);
        new Thread(() => Run(server, device)) { IsBackground = true, Name = device.Id }.Start();
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
    }
}
