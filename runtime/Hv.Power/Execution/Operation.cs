using System.Runtime.InteropServices;

namespace Hv.Power.Execution;

/// <summary>
/// A decoded instruction: the function that executes it, and its operands as that function wants them. 32 bytes, so that the next
/// one is at a fixed distance.
/// </summary>
/// <remarks>
/// The functions have the type <c>delegate*&lt;PowerState*, Operation*, ref TMemory, Operation*&gt;</c>. Each ends with a call of the next
/// one, which the compiler turns into a jump: no loop stands between two instructions. The last one of a block returns the
/// operation it was called with, and so does one that does not complete. Where the compiler does not make a jump of the call (in a
/// build for debugging), a block is as many frames deep as it has instructions, which are few.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = Size)]
public unsafe struct Operation
{
    /// <summary>The size in bytes.</summary>
    public const int Size = 32;

    /// <summary>The function.</summary>
    public void* Handler;

    /// <summary>The operand that needs more than a byte.</summary>
    public long Immediate;

    /// <summary>The address of the instruction.</summary>
    public ulong Address;

    /// <summary>Register numbers and other small operands.</summary>
    public byte S0;

    /// <inheritdoc cref="S0"/>
    public byte S1;

    /// <inheritdoc cref="S0"/>
    public byte S2;

    /// <inheritdoc cref="S0"/>
    public byte S3;

    /// <inheritdoc cref="S0"/>
    public byte S4;

    /// <inheritdoc cref="S0"/>
    public byte S5;

    /// <inheritdoc cref="S0"/>
    public byte S6;

    /// <inheritdoc cref="S0"/>
    public byte S7;
}
