using Hv.Runtime.Machines;
using Hv.Runtime.Tracing;

namespace Hv.Runtime.Rtas;

/// <summary>
/// Runs RTAS calls. The generator writes one for each machine class that has calls; a machine class that adds calls to those of
/// its base class gets one that hands on what it does not know.
/// </summary>
/// <remarks>Called under the machine's lock (<see cref="Machine.Lock"/>); the counters are exact for that reason.</remarks>
public abstract class RtasDispatcher
{
    /// <summary>The dispatcher that knows no call.</summary>
    public static RtasDispatcher None { get; } = new NoCalls();

    /// <summary>Runs the call in <paramref name="frame"/>.</summary>
    /// <returns>
    /// <see langword="false"/> when no call has this token; nothing has been stored then. Otherwise the call's outcome is its
    /// status word.
    /// </returns>
    public abstract bool Dispatch(in RtasFrame frame, VirtualCpu cpu);

    /// <summary>All calls that exist on this machine now, one probe for each declared shape, by token and then by counts; those handed on come after.</summary>
    public abstract IEnumerable<RtasProbe> Probes { get; }

    /// <summary>The token of a call by its name.</summary>
    /// <returns><see langword="false"/> when this machine has no such call.</returns>
    public abstract bool TryGetToken(string name, out uint token);

    private sealed class NoCalls : RtasDispatcher
    {
        public override IEnumerable<RtasProbe> Probes => [];

        public override bool Dispatch(in RtasFrame frame, VirtualCpu cpu) => false;

        public override bool TryGetToken(string name, out uint token)
        {
            token = 0;
            return false;
        }
    }
}
