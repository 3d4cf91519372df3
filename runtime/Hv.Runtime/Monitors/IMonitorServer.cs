namespace Hv.Runtime.Monitors;

/// <summary>Serves a protocol to clients.</summary>
public interface IMonitorServer
{
    /// <summary>Serves one client until it goes, or the program ends. Nothing that the client sends makes it throw.</summary>
    /// <param name="stream">The client. Closing it ends the service.</param>
    /// <param name="gate">Lets the program wait, when it ends, for what is being said.</param>
    void Serve(Stream stream, ConnectionGate gate);
}
