using Hv.Power.Declarations;

namespace Hv.Power.Instructions;

/// <summary>Instructions that a version of the ISA has taken back: later processors do not have them.</summary>
internal static class RemovedInstructions
{
    /// <summary>Whether a processor of a level no longer has an instruction.</summary>
    /// <param name="instruction">Its index.</param>
    /// <param name="level">The level.</param>
    public static bool IsRemoved(int instruction, Isa level) =>
        level >= Isa.V3_0 && PowerIsa.Instructions[instruction].Mnemonic is ("doze" or "nap" or "sleep" or "rvwinkle");
}
