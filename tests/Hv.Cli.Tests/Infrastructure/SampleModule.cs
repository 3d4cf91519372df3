using System.Buffers.Binary;
using System.Text;

namespace Hv.Cli.Tests.Infrastructure;

/// <summary>Makes the smallest ELF file that is a kernel module: a section with names, and one with what the module says of itself.</summary>
internal static class SampleModule
{
    private const int HeaderSize = 64;

    public static byte[] Make(params string[] information)
    {
        var names = "\0.shstrtab\0.modinfo\0"u8.ToArray();
        var modinfo = Encoding.UTF8.GetBytes(string.Concat(information.Select(entry => entry + "\0")));
        var table = HeaderSize + names.Length + modinfo.Length;
        var file = new byte[table + (3 * HeaderSize)];
        ((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]).CopyTo(file);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(0x28), (ulong)table);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x3c), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x3e), 1);
        names.CopyTo(file, HeaderSize);
        modinfo.CopyTo(file, HeaderSize + names.Length);
        WriteSection(file.AsSpan(table + HeaderSize), 1, HeaderSize, names.Length);
        WriteSection(file.AsSpan(table + (2 * HeaderSize)), 11, HeaderSize + names.Length, modinfo.Length);
        return file;
    }

    private static void WriteSection(Span<byte> header, uint name, int offset, int length)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, name);
        BinaryPrimitives.WriteUInt64LittleEndian(header[0x18..], (ulong)offset);
        BinaryPrimitives.WriteUInt64LittleEndian(header[0x20..], (ulong)length);
    }
}
