namespace Hv.Pseries.Events;

/// <summary>What a hot-plug event asks of the guest (LoPAR 10.3.2.2.13).</summary>
internal enum HotPlugAction : byte
{
    /// <summary>To take something into use.</summary>
    Add = 1,

    /// <summary>To let go of something.</summary>
    Remove = 2,
}
