namespace Hv.Power.Cpu;

/// <summary>What processors leave for each other.</summary>
[Flags]
internal enum PostedWork
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Forget all translations.</summary>
    Flush = 1,

    /// <summary>Let all stores be seen once.</summary>
    FlushStores = 2,

    /// <summary>Forget where everything is, what needs no translation as well.</summary>
    FlushAll = 4,
}
