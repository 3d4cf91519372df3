namespace Hv.Conformance.Vfio.Agent;

/// <summary>What the agent is asked (<c>struct request</c> of agent.c).</summary>
/// <param name="Operation">What to do.</param>
/// <param name="A">Its first argument.</param>
/// <param name="B">Its second.</param>
/// <param name="C">Its third.</param>
/// <param name="D">Its fourth.</param>
internal readonly record struct AgentRequest(AgentOperation Operation, ulong A = 0, ulong B = 0, ulong C = 0, ulong D = 0)
{
    /// <summary>Of a descriptor.</summary>
    public static AgentRequest Of(AgentOperation operation, int descriptor, ulong b = 0, ulong c = 0, ulong d = 0) =>
        new(operation, (ulong)(long)descriptor, b, c, d);
}
