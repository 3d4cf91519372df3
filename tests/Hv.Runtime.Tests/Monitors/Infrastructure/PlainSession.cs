using Hv.Runtime.Machines;
using Hv.Runtime.Monitors;

namespace Hv.Runtime.Tests.Monitors.Infrastructure;

/// <summary>A session of a <see cref="PlainMachine"/> with 16 MiB of RAM, and what it tells.</summary>
internal sealed class PlainSession : IDisposable
{
    public const ulong RamSize = 16 << 20;

    public PlainSession(SessionOptions? options = null, Action<PlainMachine>? configure = null)
    {
        Machine = new PlainMachine { Options = new MachineOptions { RamSize = RamSize } };
        configure?.Invoke(Machine);
        Machine.HandlerFailed += Defects.Add;
        Machine.Realize();
        Session = new MachineSession(Machine, PlainMachine.Catalog, options);
        Session.EventRaised += monitorEvent =>
        {
            // Migrations tell on threads of their own.
            lock (Events)
                Events.Add(monitorEvent);
        };
    }

    public PlainMachine Machine { get; }

    public MachineSession Session { get; }

    /// <summary>What monitors are told.</summary>
    public List<MonitorEvent> Events { get; } = [];

    /// <summary>Exceptions that escaped from handlers.</summary>
    public List<Exception> Defects { get; } = [];

    /// <summary>The names of the events.</summary>
    public IEnumerable<string> EventNames => Events.Select(monitorEvent => monitorEvent.Name);

    /// <summary>Makes an RTAS call of a guest, as a processor does.</summary>
    public void Call(string name)
    {
        Machine.Rtas.TryGetToken(name, out var token);
        Hv.Runtime.Rtas.RtasFrame.TryOpen(Machine.Memory, token, default, 0, default, 1, out var frame);
        lock (Machine.Lock)
            Machine.CallRtas(frame, Machine.Cpus[0]);
    }

    public void Dispose()
    {
        Session.Dispose();
        Machine.Dispose();
    }
}
