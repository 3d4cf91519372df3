namespace Hv.Pseries.Connectors;

/// <summary>What a step of ibm,configure-connector tells: its status (LoPAR 13.5.3.5).</summary>
internal enum TreeStepKind
{
    /// <summary>There is no more.</summary>
    Complete = 0,

    /// <summary>A node below the one before.</summary>
    Child = 2,

    /// <summary>A property.</summary>
    Property = 3,

    /// <summary>The node ends: what follows belongs to that above it.</summary>
    Parent = 4,
}
