namespace Hv.Pseries.Connectors;

/// <summary>What became of a request of the guest to a connector.</summary>
internal enum ConnectorResult
{
    /// <summary>It is as asked.</summary>
    Done,

    /// <summary>That is not possible in its state.</summary>
    Refused,

    /// <summary>What is in it cannot be let go.</summary>
    Failed,
}
