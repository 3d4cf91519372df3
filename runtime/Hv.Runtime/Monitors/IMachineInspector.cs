namespace Hv.Runtime.Monitors;

/// <summary>
/// What people are shown of a machine's processors and interrupts. It is asked while the machine does not execute; each answer is lines ended
/// by LF, bounded whatever the guest has made of its tables.
/// </summary>
public interface IMachineInspector
{
    /// <summary>The registers of a processor.</summary>
    /// <param name="cpu">Its number among the machine's processors.</param>
    string Registers(int cpu);

    /// <summary>How a processor translates addresses: segments, or where its trees are.</summary>
    /// <param name="cpu">Its number among the machine's processors.</param>
    string Translations(int cpu);

    /// <summary>Which effective addresses are mapped for a processor, and to be used for what.</summary>
    /// <param name="cpu">Its number among the machine's processors.</param>
    string Mappings(int cpu);

    /// <summary>How often interrupts came.</summary>
    string Interrupts();

    /// <summary>The state of the interrupt controllers.</summary>
    string InterruptControllers();
}
