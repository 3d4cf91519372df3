namespace Hv.Pseries.Connectors;

/// <summary>How far the guest has taken what is plugged into a connector into use (LoPAR 13.7), as migration streams number it.</summary>
public enum ConnectorState : uint
{
    /// <summary>Logical: it is not the guest's.</summary>
    LogicalUnusable = 1,

    /// <summary>Logical: the guest may use it.</summary>
    LogicalAvailable = 2,

    /// <summary>Logical: no longer isolated; the guest reads its description.</summary>
    LogicalUnisolated = 3,

    /// <summary>Logical: in use.</summary>
    LogicalConfigured = 4,

    /// <summary>Physical: nothing is in use; something may be plugged in.</summary>
    PhysicalPowerOn = 6,

    /// <summary>Physical: no longer isolated; the guest reads its description.</summary>
    PhysicalUnisolated = 7,

    /// <summary>Physical: in use.</summary>
    PhysicalConfigured = 8,
}
