namespace Hv.Pseries.Processors;

/// <summary>Numbers of special-purpose registers (Power ISA, Book III, 5.4.4).</summary>
internal static class SpecialRegister
{
    public const int RelativePriority = 186;
    public const int ProcessorVersion = 287;
    public const int LogicalPartitioningControl = 318;
    public const int AuthorityMaskOverride = 349;
    public const int MonitorModeControl0User = 779;
    public const int MonitorModeControl0 = 795;
    public const int ProcessorStopStatusAndControl = 855;
}
