using System.Buffers.Binary;
using System.Globalization;

namespace Hv.Conformance.Isa;

/// <summary>Where a record has which part of the state: before the instruction, and in its place after it.</summary>
internal static class ExecutionRecord
{
    /// <summary>The size in bytes.</summary>
    public const int Size = 512;

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

    /// <summary>Memory that instructions access, aligned to a cache block.</summary>
    public const int Memory = 384;

    /// <summary>How much there is of it.</summary>
    public const int MemorySize = Size - Memory;

    private static readonly string[] Names = ["CR", "XER", "LR", "CTR", "TAR", "VRSAVE", "signal", "taken"];

    /// <summary>What lies at an offset.</summary>
    public static string NameOf(int offset) => offset switch
    {
        < Cr => string.Create(CultureInfo.InvariantCulture, $"r{offset / 8}"),
        < Memory when (offset - Cr) / 8 < Names.Length => Names[(offset - Cr) / 8],
        < Memory => "nothing",
        _ => string.Create(CultureInfo.InvariantCulture, $"memory+{offset - Memory}"),
    };

    /// <summary>A part of a record.</summary>
    public static ulong Read(ReadOnlySpan<byte> record, int offset, bool isBigEndian) => isBigEndian
        ? BinaryPrimitives.ReadUInt64BigEndian(record[offset..])
        : BinaryPrimitives.ReadUInt64LittleEndian(record[offset..]);
}
