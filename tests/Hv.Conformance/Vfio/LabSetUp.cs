using Hv.Conformance.Vfio.Agent;

namespace Hv.Conformance.Vfio;

/// <summary>Ends the machines of the lab when its last test is over.</summary>
[SetUpFixture]
public sealed class LabSetUp
{
    /// <summary>Ends them.</summary>
    [OneTimeTearDown]
    public static void EndMachines() => AgentMachines.End();
}
