namespace Hv.Power.Memory;

/// <summary>A mode of the processor as a type: what follows from it is a constant in the code made for it.</summary>
public interface IProcessorMode
{
    /// <summary>Whether data and instructions are big-endian (MSR.LE is 0).</summary>
    static abstract bool IsBigEndian { get; }

    /// <summary>Whether addresses have 32 bits (MSR.SF is 0).</summary>
    static abstract bool Is32Bit { get; }
}
