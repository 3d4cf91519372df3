namespace Hv.Power.Execution;

/// <summary>Why a processor stopped.</summary>
public enum StopReason
{
    /// <summary>As many instructions were completed as were asked for.</summary>
    Budget,

    /// <summary>There is an interrupt to handle. NIA is what SRR0 would be.</summary>
    Interrupt,

    /// <summary>Byte order or width have changed: another processor of the same state goes on.</summary>
    Mode,
}
