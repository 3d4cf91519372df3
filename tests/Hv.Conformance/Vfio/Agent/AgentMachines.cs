using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Hv.Conformance.Vfio.Machines;

namespace Hv.Conformance.Vfio.Agent;

/// <summary>The machines with an agent that run: one of each kind, started when a test first asks for it.</summary>
internal static class AgentMachines
{
    private static readonly ConcurrentDictionary<string, Lazy<(AgentMachine? Machine, ExceptionDispatchInfo? Failure)>> Running = new();

    /// <summary>The machine of a kind. What it lacks, or why it failed, is told to each who asks.</summary>
    public static AgentMachine Require(MachineKind kind)
    {
        var (machine, failure) = Running.GetOrAdd(kind.Name, _ => new(() => Start(kind))).Value;
        failure?.Throw();
        return machine!;
    }

    /// <summary>Ends all machines.</summary>
    public static void End()
    {
        foreach (var machine in Running.Values.Where(machine => machine.IsValueCreated))
            machine.Value.Machine?.Dispose();
    }

    // An exception of a Lazy would be thrown with the stack of the first who asked; NUnit's outcomes are exceptions as well.
    private static (AgentMachine? Machine, ExceptionDispatchInfo? Failure) Start(MachineKind kind)
    {
        try
        {
            return (new AgentMachine(kind), null);
        }
        catch (Exception exception) when (exception is ResultStateException or IOException or InvalidOperationException or TimeoutException)
        {
            return (null, ExceptionDispatchInfo.Capture(exception));
        }
    }
}
