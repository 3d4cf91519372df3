using System.Diagnostics.CodeAnalysis;

namespace Hv.Runtime.Hypercalls;

/// <summary>The registers of one hypercall: the number in r3, nine slots r4 to r12 that hold inputs and take outputs.</summary>
public readonly ref struct HypercallFrame
{
    /// <summary>How many slots a frame has.</summary>
    public const int SlotCount = 9;

    /// <summary>Makes a frame over the registers of a processor.</summary>
    /// <param name="number">r3: which call.</param>
    /// <param name="registers">r4 to r12: nine registers.</param>
    /// <exception cref="ArgumentException">There are not nine registers.</exception>
    public HypercallFrame(ulong number, Span<ulong> registers)
    {
        // Stored before they are checked: then the JIT makes the frame where it is used, not zeroed first and copied after.
        Number = number;
        Registers = registers;
        if (registers.Length != SlotCount)
            ThrowWrongCount(registers.Length);
    }

    /// <summary>r3: which call.</summary>
    public ulong Number { get; }

    /// <summary>r4 to r12.</summary>
    public Span<ulong> Registers { get; }

    [DoesNotReturn]
    private static void ThrowWrongCount(int count) =>
        throw new ArgumentException($"A hypercall frame has {SlotCount} registers, r4 to r12; {count} were given.", "registers");
}
