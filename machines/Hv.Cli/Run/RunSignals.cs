using System.Runtime.InteropServices;
using Hv.Runtime.Monitors;

namespace Hv.Cli.Run;

/// <summary>Ends the program when it is told to from outside, with success, as QEMU does.</summary>
internal sealed class RunSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Starts to listen.</summary>
    /// <param name="session">The machine.</param>
    /// <param name="report">Takes a line for the user.</param>
    public RunSignals(MachineSession session, Action<string> report)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                // Without this the process would end at once, before monitors are told.
                context.Cancel = true;
                if (session.HasEnded)
                    return;

                report($"terminating on {signal}");
                session.Quit("host-signal");
            }));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }
}
