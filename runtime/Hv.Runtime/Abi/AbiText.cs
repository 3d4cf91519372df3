using System.Globalization;
using System.Text;

namespace Hv.Runtime.Abi;

/// <summary>
/// The guest ABI of one machine version: what its guests and its migration streams see, as lines of text. The generators make it of
/// the declarations; for a version that was released a file holds it, and the compiler compares the two.
/// </summary>
/// <remarks>
/// Empty lines and those that begin with <c>#</c> are for readers. The first two others are <c>abi format = 1</c> and
/// <c>abi machine = NAME</c>; each that follows is an <see cref="AbiEntry"/>. Only entries of fields have an order that matters.
/// </remarks>
public sealed class AbiText
{
    /// <summary>The format that is written, and the only one that is read.</summary>
    public const int Format = 1;

    private const string FormatHead = "abi format = ";
    private const string MachineHead = "abi machine = ";

    private readonly Dictionary<string, AbiEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Makes a text.</summary>
    /// <param name="version">The machine version.</param>
    /// <param name="entries">The entries, of which no two are about the same.</param>
    public AbiText(string version, IEnumerable<AbiEntry> entries)
    {
        Version = version;
        Entries = [.. entries];
        foreach (var entry in Entries)
            _entries[entry.Subject] = entry;
    }

    /// <summary>The machine version.</summary>
    public string Version { get; }

    /// <summary>The entries, in the order of the text.</summary>
    public IReadOnlyList<AbiEntry> Entries { get; }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="problem">Why it is none.</param>
    /// <returns>The text, or <see langword="null"/>.</returns>
    public static AbiText? Parse(string text, out AbiProblem? problem)
    {
        string? format = null;
        string? version = null;
        var entries = new List<AbiEntry>();
        var subjects = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var whole in text.Split('\n'))
        {
            number++;
            var line = whole.TrimEnd();
            if (line.Length == 0 || line[0] == '#')
                continue;

            problem = null;
            if (format is null)
            {
                format = After(line, FormatHead);
                if (format is null)
                    problem = new AbiProblem(number, $"'{FormatHead}{Format}' comes first");
                else if (format != Format.ToString(CultureInfo.InvariantCulture))
                    problem = new AbiProblem(number, $"format {format} is not known here; this reads format {Format}");
            }
            else if (version is null)
            {
                version = After(line, MachineHead);
                if (version is null)
                    problem = new AbiProblem(number, $"'{MachineHead}NAME' comes second");
            }
            else if (AbiEntry.Parse(line) is not { } entry)
            {
                problem = new AbiProblem(number, $"'{line}' is no entry; one reads KIND KEY = VALUE");
            }
            else if (!subjects.Add(entry.Subject))
            {
                problem = new AbiProblem(number, $"there are two entries for '{entry.Subject}'");
            }
            else
            {
                entries.Add(entry);
            }

            if (problem is not null)
                return null;
        }

        problem = version is null ? new AbiProblem(number, $"it ends before '{(format is null ? FormatHead : MachineHead)}'") : null;
        return version is null ? null : new AbiText(version, entries);
    }

    /// <summary>The value of the entry about this, or <see langword="null"/>.</summary>
    public string? Find(AbiEntryKind kind, string key) => _entries.TryGetValue(AbiEntry.Describe(kind, key), out var entry) ? entry.Value : null;

    /// <summary>
    /// The value of a property of a type: that of its own entry, or of the nearest type it derives from that has one;
    /// <see langword="null"/> when there is none.
    /// </summary>
    public string? FindProperty(string type, string property)
    {
        // A text may be broken: no chain of types is longer than there are entries.
        string? current = type;
        for (var depth = 0; current is not null && depth <= Entries.Count; depth++)
        {
            if (Find(AbiEntryKind.Property, $"{current}.{property}") is { } value)
                return value;

            current = Find(AbiEntryKind.Device, current);
        }

        return null;
    }

    /// <summary>
    /// Type and name of the property that an entry is about. Both may hold dots: the type is the longest that the text has.
    /// </summary>
    public (string Type, string Property) SplitProperty(string key)
    {
        var found = key.IndexOf('.');
        for (var dot = found; dot >= 0; dot = key.IndexOf('.', dot + 1))
        {
            if (Find(AbiEntryKind.Device, key.Substring(0, dot)) is not null)
                found = dot;
        }

        return found < 0 ? (key, "") : (key.Substring(0, found), key.Substring(found + 1));
    }

    /// <summary>The file, with <c>\n</c> line ends.</summary>
    public override string ToString()
    {
        var text = new StringBuilder()
            .Append("# What ").Append(Version).Append(" shows its guests. Once it is released, a change here is a change for them.\n")
            .Append("# Written by 'hv abi freeze'; the compiler compares it with the declarations (HV6001 to HV6011).\n")
            .Append(FormatHead).Append(Format).Append('\n')
            .Append(MachineHead).Append(Version).Append('\n');
        foreach (var entry in Entries)
            text.Append(entry).Append('\n');

        return text.ToString();
    }

    private static string? After(string line, string head) =>
        line.StartsWith(head, StringComparison.Ordinal) && line.Length > head.Length ? line.Substring(head.Length) : null;
}
