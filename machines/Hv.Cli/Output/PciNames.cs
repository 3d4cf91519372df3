using System.Globalization;
using Hv.Cli.Replay;

namespace Hv.Cli.Output;

/// <summary>The names of PCI vendors and devices, from a file in the format of pci.ids (pci.ids(5)).</summary>
internal sealed class PciNames
{
    /// <summary>More than ten times what there is.</summary>
    private const long LargestFile = 16 << 20;
    private const int IdLength = 4;
    private const int NameColumn = IdLength + 2;

    private readonly Dictionary<(ushort Vendor, ushort? Device), string> _names = [];

    private PciNames()
    {
    }

    /// <summary>Reads the names of some devices.</summary>
    /// <param name="files">The files; the first that can be read counts. Names are missing where none can.</param>
    /// <param name="wanted">Vendor and device ids.</param>
    public static PciNames Read(IEnumerable<string> files, IEnumerable<(ushort Vendor, ushort Device)> wanted)
    {
        var names = new PciNames();
        foreach (var file in files)
        {
            try
            {
                if (!File.Exists(file) || new FileInfo(file).Length > LargestFile)
                    continue;

                using var reader = new StreamReader(file);
                names.Read(new BoundedLineReader(reader, file), [.. wanted]);
                break;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or RecordingFormatException)
            {
                // Names are a convenience: what was read until here counts.
                break;
            }
        }

        return names;
    }

    /// <summary>The vendor's name, or <see langword="null"/>.</summary>
    public string? Vendor(ushort vendor) => _names.GetValueOrDefault((vendor, null));

    /// <summary>The device's name, or <see langword="null"/>.</summary>
    public string? Device(ushort vendor, ushort device) => _names.GetValueOrDefault((vendor, device));

    /// <summary>Vendor and device in words; empty where no name is known.</summary>
    public string Describe(ushort vendor, ushort device) =>
        string.Join(' ', new[] { Vendor(vendor), Device(vendor, device) }.Where(name => name is not null));

    private void Read(BoundedLineReader lines, HashSet<(ushort Vendor, ushort Device)> wanted)
    {
        var vendors = wanted.Select(ids => ids.Vendor).ToHashSet();
        ushort? vendor = null;
        while (lines.TryRead(out var line))
        {
            // "vvvv  name"; its devices, "<tab>dddd  name"; their subsystems, with two tabs. "C cc" begins the classes, which come last.
            if (line.StartsWith("C ", StringComparison.Ordinal))
                return;

            if (line.IsEmpty || line[0] == '#' || line.StartsWith("\t\t", StringComparison.Ordinal))
                continue;

            var isDevice = line[0] == '\t';
            if (!TryParse(isDevice ? line[1..] : line, out var id, out var name))
            {
                vendor = isDevice ? vendor : null;
            }
            else if (!isDevice)
            {
                vendor = vendors.Contains(id) ? id : null;
                if (vendor is not null)
                    _names.TryAdd((id, null), Printable.Text(name.ToString()));
            }
            else if (vendor is { } owner && wanted.Contains((owner, id)))
            {
                _names.TryAdd((owner, id), Printable.Text(name.ToString()));
            }
        }
    }

    private static bool TryParse(ReadOnlySpan<char> line, out ushort id, out ReadOnlySpan<char> name)
    {
        id = 0;
        name = line.Length > NameColumn ? line[NameColumn..].Trim() : default;
        return !name.IsEmpty && line[IdLength] == ' '
            && ushort.TryParse(line[..IdLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id);
    }
}
