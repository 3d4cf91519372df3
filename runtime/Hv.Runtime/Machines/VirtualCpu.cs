namespace Hv.Runtime.Machines;

/// <summary>One virtual processor of a machine, as calls see it.</summary>
/// <param name="id">The id the guest knows it by (<c>ibm,ppc-interrupt-server#s</c>).</param>
public class VirtualCpu(int id)
{
    /// <summary>The id the guest knows it by.</summary>
    public int Id { get; } = id;

    /// <summary>Whether the processor is stopped and waits for start-cpu.</summary>
    public virtual bool IsStopped { get; set; }
}
