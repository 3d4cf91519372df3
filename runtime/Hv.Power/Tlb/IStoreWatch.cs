namespace Hv.Power.Tlb;

/// <summary>What memory management needs of the processors of a machine together.</summary>
internal interface IStoreWatch
{
    /// <summary>Returns when no processor can store to a real page any more without its being seen.</summary>
    void StopUnseenStores(ulong realPage);

    /// <summary>The processor waits for a device: others need not wait for it.</summary>
    void EnterDevice();

    /// <summary>It goes on.</summary>
    void LeaveDevice();
}
