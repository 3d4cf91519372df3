namespace Hv.Runtime.Migration.Description;

/// <summary>The pages of a block of RAM in one part of a stream, counted.</summary>
/// <param name="name">The block's name.</param>
/// <param name="length">Its bytes, as the start of the section says.</param>
public sealed class RamBlockPages(string name, ulong length)
{
    /// <summary>The block's name.</summary>
    public string Name { get; } = name;

    /// <summary>Its bytes.</summary>
    public ulong Length { get; } = length;

    /// <summary>Where it lies in the guest's memory, where a stream says so (x-ignore-shared); otherwise <see langword="null"/>.</summary>
    public ulong? Address { get; init; }

    /// <summary>Pages of one value throughout, which take one byte.</summary>
    public ulong Zero { get; internal set; }

    /// <summary>Pages that are there in full.</summary>
    public ulong Normal { get; internal set; }

    /// <summary>Pages of which there is what changed (XBZRLE).</summary>
    public ulong Changed { get; internal set; }

    /// <summary>Compressed pages (zlib).</summary>
    public ulong Compressed { get; internal set; }

    /// <summary>All of its pages.</summary>
    public ulong Pages => Zero + Normal + Changed + Compressed;
}
