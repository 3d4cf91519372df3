namespace Hv.Pseries.Configuration;

/// <summary>Which interrupt controllers the guest can choose from when it negotiates (CAS).</summary>
public enum InterruptMode
{
    /// <summary>Only XICS, the presentation layer of POWER8 and older.</summary>
    Xics,

    /// <summary>Only XIVE in exploitation mode, POWER9 and newer.</summary>
    Xive,

    /// <summary>Both; the guest chooses. XICS only when the processor lacks ISA 3.00.</summary>
    Dual,

    /// <summary>XICS with interrupt numbers handed out as they are asked for, as in pseries-3.0 and older. Users cannot choose it.</summary>
    Legacy,
}
