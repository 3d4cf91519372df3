using Hv.Runtime.Machines;

namespace Hv.Cli.Replay;

/// <summary>Which RTAS calls a realized machine has, by token.</summary>
internal sealed class DeclaredCalls
{
    private readonly Dictionary<uint, string> _names = [];

    /// <summary>Asks the machine's dispatchers.</summary>
    public DeclaredCalls(Machine machine)
    {
        HasEntry = machine.Hypercalls.Probes.Any(probe => probe.Call.Number == RtasFrameCaller.HypercallNumber);
        if (!HasEntry)
            return;

        // A call with several shapes has a probe for each; they share token and name.
        foreach (var probe in machine.Rtas.Probes)
            _names[probe.Call.Token] = probe.Call.Name;
    }

    /// <summary>Whether the machine has H_RTAS; without it no RTAS call can be made.</summary>
    public bool HasEntry { get; }

    /// <summary>The declared name of a token; <see langword="null"/> when the machine has no such call.</summary>
    public string? Find(uint token) => _names.GetValueOrDefault(token);
}
