using System.Buffers.Binary;
using System.Text;

namespace Hv.Cli.Guests.Initramfs;

/// <summary>What a kernel module says of itself: the section <c>.modinfo</c> of a 64-bit little-endian ELF file.</summary>
/// <param name="Needed">Modules that must be there before it.</param>
/// <param name="Wanted">Modules that are loaded before it if they exist.</param>
internal sealed record ModuleInformation(IReadOnlyList<string> Needed, IReadOnlyList<string> Wanted)
{
    private const string Section = ".modinfo";
    private const int SectionHeaderSize = 64;

    private static readonly byte[] Identification = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1];

    /// <summary>Reads it.</summary>
    /// <param name="module">The module's file, decompressed.</param>
    /// <exception cref="InvalidDataException">It is no module.</exception>
    public static ModuleInformation Read(ReadOnlySpan<byte> module)
    {
        var needed = new List<string>();
        var wanted = new List<string>();
        foreach (var entry in Encoding.UTF8.GetString(Find(module)).Split('\0'))
        {
            if (After(entry, "depends=") is { } modules)
                needed.AddRange(modules.Split(',', StringSplitOptions.RemoveEmptyEntries));
            else if (After(entry, "softdep=pre:") is { } before)
                wanted.AddRange(before.Split("post:")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        return new ModuleInformation(needed, wanted);
    }

    private static string? After(string entry, string start) =>
        entry.StartsWith(start, StringComparison.Ordinal) ? entry[start.Length..] : null;

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> module)
    {
        try
        {
            if (!module.StartsWith(Identification))
                throw new InvalidDataException("It is no 64-bit little-endian ELF file.");

            var table = (int)BinaryPrimitives.ReadUInt64LittleEndian(module[0x28..]);
            var count = BinaryPrimitives.ReadUInt16LittleEndian(module[0x3c..]);
            var names = Contents(module, table, BinaryPrimitives.ReadUInt16LittleEndian(module[0x3e..]));
            for (var index = 0; index < count; index++)
            {
                var name = names[(int)BinaryPrimitives.ReadUInt32LittleEndian(module[(table + (index * SectionHeaderSize))..])..];
                if (name.StartsWith(".modinfo\0"u8))
                    return Contents(module, table, index);
            }
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new InvalidDataException("It is cut short.", exception);
        }

        throw new InvalidDataException($"It has no section {Section}: it is no kernel module.");
    }

    private static ReadOnlySpan<byte> Contents(ReadOnlySpan<byte> module, int table, int index)
    {
        var header = module.Slice(table + (index * SectionHeaderSize), SectionHeaderSize);
        return module.Slice(
            (int)BinaryPrimitives.ReadUInt64LittleEndian(header[0x18..]), (int)BinaryPrimitives.ReadUInt64LittleEndian(header[0x20..]));
    }
}
