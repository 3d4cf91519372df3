using System.Buffers.Binary;
using System.Globalization;

namespace Hv.Conformance.Isa;

/// <summary>Where a record has which part of the state: before the instruction, and in its place after it.</summary>
internal static class ExecutionRecord
{
    /// <summary>The size in bytes.</summary>
    public const int Size = VectorScalar + (64 * QuadwordSize);

    /// <summary>What is compared at a time.</summary>
    public const int PartSize = 8;

    /// <summary>CR; the others follow at a distance of 8 bytes.</summary>
    public const int Cr = 256;

    /// <summary>XER.</summary>
    public const int Xer = 264;

    /// <summary>LR.</summary>
    public const int Lr = 272;

    /// <summary>CTR.</summary>
    public const int Ctr = 280;

    /// <summary>TAR.</summary>
    public const int Tar = 288;

    /// <summary>VRSAVE.</summary>
    public const int VrSave = 296;

    /// <summary>The signal that the instruction caused.</summary>
    public const int Signal = 304;

    /// <summary>Not zero when a branch was taken.</summary>
    public const int Taken = 312;

    /// <summary>FPSCR.</summary>
    public const int Fpscr = 320;

    /// <summary>VSCR, in the least significant word of a quadword.</summary>
    public const int Vscr = 336;

    /// <summary>Memory that instructions access, aligned to a cache block.</summary>
    public const int Memory = 384;

    /// <summary>How much there is of it.</summary>
    public const int MemorySize = VectorScalar - Memory;

    /// <summary>The vector-scalar registers, a quadword each.</summary>
    public const int VectorScalar = 512;

    /// <summary>The size of a quadword in bytes.</summary>
    public const int QuadwordSize = 16;

    private static readonly string[] Names = ["CR", "XER", "LR", "CTR", "TAR", "VRSAVE", "signal", "taken", "FPSCR"];

    /// <summary>What lies at an offset.</summary>
    public static string NameOf(int offset, bool isBigEndian) => offset switch
    {
        < Cr => string.Create(CultureInfo.InvariantCulture, $"r{offset / 8}"),
        < Memory when (offset - Cr) / 8 < Names.Length => Names[(offset - Cr) / 8],
        Vscr or Vscr + PartSize => "VSCR",
        < Memory => "nothing",
        < VectorScalar => string.Create(CultureInfo.InvariantCulture, $"memory+{offset - Memory}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"vs{(offset - VectorScalar) / QuadwordSize}.{(IsHigh(offset, isBigEndian) ? "high" : "low")}"),
    };

    /// <summary>Where a vector-scalar register lies.</summary>
    public static int OfVectorScalar(int register) => VectorScalar + (QuadwordSize * register);

    /// <summary>A vector-scalar register of a record, or VSCR.</summary>
    public static UInt128 ReadQuadword(ReadOnlySpan<byte> record, int offset, bool isBigEndian) => isBigEndian
        ? BinaryPrimitives.ReadUInt128BigEndian(record[offset..])
        : BinaryPrimitives.ReadUInt128LittleEndian(record[offset..]);

    /// <summary>Whether a part of a quadword is the more significant one.</summary>
    private static bool IsHigh(int offset, bool isBigEndian) => (offset % QuadwordSize == 0) == isBigEndian;

    /// <summary>A part of a record.</summary>
    public static ulong Read(ReadOnlySpan<byte> record, int offset, bool isBigEndian) => isBigEndian
        ? BinaryPrimitives.ReadUInt64BigEndian(record[offset..])
        : BinaryPrimitives.ReadUInt64LittleEndian(record[offset..]);
}
