namespace Hv.Runtime.Block;

/// <summary>Formats of disk images that are not raw, by what their files begin with.</summary>
internal static class ImageFormats
{
    // The magic numbers of the formats' own specifications; VDI's comes after a line of text.
    private static readonly (int Offset, byte[] Magic, string Name)[] Known =
    [
        (0, [(byte)'Q', (byte)'F', (byte)'I', 0xFB], "qcow2"),
        (0, "QED\0"u8.ToArray(), "qed"),
        (0, "KDMV"u8.ToArray(), "vmdk"),
        (0, "COWD"u8.ToArray(), "vmdk"),
        (0, "# Disk DescriptorFile"u8.ToArray(), "vmdk"),
        (0, "conectix"u8.ToArray(), "vpc"),
        (0, "vhdxfile"u8.ToArray(), "vhdx"),
        (0, "WithoutFreeSpace"u8.ToArray(), "parallels"),
        (0, "WithouFreSpacExt"u8.ToArray(), "parallels"),
        (0, [.. "LUKS"u8, 0xBA, 0xBE], "luks"),
        (0x40, [0x7F, 0x10, 0xDA, 0xBE], "vdi"),
    ];

    /// <summary>The format of a file.</summary>
    /// <param name="head">Its first bytes, as far as there are 128.</param>
    /// <returns>The name that other programs have for it, or <see langword="null"/> for what may be a raw image.</returns>
    public static string? Recognize(ReadOnlySpan<byte> head)
    {
        foreach (var (offset, magic, name) in Known)
        {
            if (head.Length >= offset + magic.Length && head.Slice(offset, magic.Length).SequenceEqual(magic))
                return name;
        }

        return null;
    }
}
