namespace Hv.Runtime.Migration;

/// <summary>In which order sections are saved and loaded: higher first; those of one priority in the order of their objects.</summary>
public enum StatePriority
{
    /// <summary>What nothing else needs.</summary>
    Default,

    /// <summary>Buses and bridges, before what is behind them.</summary>
    PciBus,
}
