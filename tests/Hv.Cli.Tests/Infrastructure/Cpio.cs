using System.Globalization;
using System.Text;

namespace Hv.Cli.Tests.Infrastructure;

/// <summary>Reads a cpio archive with headers of hexadecimal digits.</summary>
internal static class Cpio
{
    internal sealed record Entry(int Mode, byte[] Data);

    public static Dictionary<string, Entry> Read(byte[] archive)
    {
        var entries = new Dictionary<string, Entry>();
        for (var at = 0; at < archive.Length;)
        {
            Assert.That(Encoding.ASCII.GetString(archive, at, 6), Is.EqualTo("070701"));
            int Field(int index) => int.Parse(Encoding.ASCII.GetString(archive, at + 6 + (8 * index), 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var name = Encoding.UTF8.GetString(archive, at + 110, Field(11) - 1);
            var data = (at + 110 + Field(11) + 3) & ~3;
            entries[name] = new Entry(Field(1), archive[data..(data + Field(6))]);
            at = (data + Field(6) + 3) & ~3;
        }

        return entries;
    }
}
