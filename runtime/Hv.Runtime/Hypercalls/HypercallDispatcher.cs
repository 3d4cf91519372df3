using Hv.Runtime.Machines;

namespace Hv.Runtime.Hypercalls;

/// <summary>
/// Runs hypercalls. The generator writes one for each machine class that has hypercalls; a machine class that adds calls to those
/// of its base class gets one that hands on what it does not know.
/// </summary>
public abstract class HypercallDispatcher
{
    /// <summary>The dispatcher that knows no hypercall.</summary>
    public static HypercallDispatcher None { get; } = new NoCalls();

    /// <summary>Runs the hypercall in <paramref name="frame"/>; <paramref name="status"/> is what goes to r3.</summary>
    /// <returns>
    /// <see langword="false"/> when there is no such call; the status is <see cref="HypercallStatus.Function"/> then.
    /// </returns>
    public abstract bool Dispatch(in HypercallFrame frame, VirtualCpu cpu, out HypercallStatus status);

    /// <summary>All hypercalls that exist on this machine now, by number; those handed on come after.</summary>
    public abstract IEnumerable<HypercallProbe> Probes { get; }

    /// <summary>The number of a hypercall by its name.</summary>
    /// <returns><see langword="false"/> when this machine has no such call.</returns>
    public abstract bool TryGetNumber(string name, out uint number);

    private sealed class NoCalls : HypercallDispatcher
    {
        public override IEnumerable<HypercallProbe> Probes => [];

        public override bool Dispatch(in HypercallFrame frame, VirtualCpu cpu, out HypercallStatus status)
        {
            status = HypercallStatus.Function;
            return false;
        }

        public override bool TryGetNumber(string name, out uint number)
        {
            number = 0;
            return false;
        }
    }
}
