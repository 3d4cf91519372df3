using System.Globalization;
using System.Text;

namespace Hv.Runtime.Abi;

/// <summary>
/// The texts of all machine versions of an assembly as the generator writes them: each line once, behind the numbers of the versions
/// that have it (<c>0-3,7 property …</c>). For generated code.
/// </summary>
public static class AbiTable
{
    /// <summary>The text of a version, or <see langword="null"/> when it is none of these.</summary>
    /// <param name="versions">The versions, in the order of their numbers.</param>
    /// <param name="version">The name of the version.</param>
    /// <param name="lines">The lines, in UTF-8, in the order of all texts.</param>
    public static AbiText? Find(IReadOnlyList<string> versions, string version, ReadOnlySpan<byte> lines)
    {
        var number = 0;
        while (number < versions.Count && versions[number] != version)
            number++;

        if (number == versions.Count)
            return null;

        List<AbiEntry> entries = [];
        foreach (var range in lines.Split((byte)'\n'))
        {
            var line = lines[range];
            var space = line.IndexOf((byte)' ');
            if (space > 0 && Covers(line[..space], number) && AbiEntry.Parse(Encoding.UTF8.GetString(line[(space + 1)..])) is { } entry)
                entries.Add(entry);
        }

        return new AbiText(version, entries);
    }

    private static bool Covers(ReadOnlySpan<byte> numbers, int number)
    {
        foreach (var part in numbers.Split((byte)','))
        {
            var range = numbers[part];
            var dash = range.IndexOf((byte)'-');
            var first = int.Parse(dash < 0 ? range : range[..dash], CultureInfo.InvariantCulture);
            var last = dash < 0 ? first : int.Parse(range[(dash + 1)..], CultureInfo.InvariantCulture);
            if (number >= first && number <= last)
                return true;
        }

        return false;
    }
}
