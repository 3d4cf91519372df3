using Hv.Runtime.Machines;
using Hv.Runtime.Rtas;

namespace Hv.Runtime.Tests.Monitors.Infrastructure;

/// <summary>plain-add answers the sum of two words; the others cause events, or fail.</summary>
internal sealed class PlainCalls(Machine machine) : RtasDispatcher
{
    private static readonly string[] Names =
        ["plain-add", "plain-reboot", "plain-power-off", "plain-panic", "plain-set-clock", "plain-suspend", "plain-throw"];

    public override IEnumerable<RtasProbe> Probes => [];

    public override bool Dispatch(in RtasFrame frame, VirtualCpu cpu)
    {
        switch (Names.ElementAtOrDefault((int)frame.Token - 1))
        {
            case "plain-add":
                frame.Return(1, frame.Argument(0) + frame.Argument(1));
                break;
            case "plain-reboot":
                machine.Raise(new MachineEvent.ResetRequested());
                break;
            case "plain-power-off":
                machine.Raise(new MachineEvent.PowerOffRequested());
                break;
            case "plain-panic":
                machine.Raise(new MachineEvent.Panicked(""));
                break;
            case "plain-set-clock":
                machine.Raise(new MachineEvent.RtcChanged(TimeSpan.FromSeconds(frame.Argument(0))));
                break;
            case "plain-suspend":
                machine.Raise(new MachineEvent.SuspendRequested());
                break;
            case "plain-throw":
                throw new InvalidOperationException("A defect.");
            default:
                return false;
        }

        frame.Return(0, 0);
        return true;
    }

    public override bool TryGetToken(string name, out uint token)
    {
        token = (uint)(Array.IndexOf(Names, name) + 1);
        return token != 0;
    }
}
