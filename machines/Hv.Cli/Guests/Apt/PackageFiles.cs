using System.Formats.Tar;

namespace Hv.Cli.Guests.Apt;

/// <summary>The regular files of a tar archive, by their paths without <c>./</c> before them.</summary>
internal sealed class PackageFiles : IDisposable
{
    private readonly FileStream _archive;
    private readonly Dictionary<string, (long Offset, long Length)> _files = new(StringComparer.Ordinal);

    /// <summary>Opens an archive that is not compressed.</summary>
    /// <exception cref="InvalidDataException">It is no tar archive.</exception>
    public PackageFiles(string archive)
    {
        _archive = File.OpenRead(archive);
        try
        {
            using var reader = new TarReader(_archive, leaveOpen: true);
            while (reader.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                    _files[entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name] = (entry.DataOffset, entry.Length);
            }
        }
        catch
        {
            _archive.Dispose();
            throw;
        }
    }

    /// <summary>The paths.</summary>
    public IEnumerable<string> Paths => _files.Keys;

    /// <summary>Reads a file that the archive has.</summary>
    public byte[] Read(string path)
    {
        var (offset, length) = _files[path];
        var data = new byte[length];
        _archive.Position = offset;
        _archive.ReadExactly(data);
        return data;
    }

    /// <summary>Reads a file that the archive has, decompressed as the end of its name says.</summary>
    /// <exception cref="Run.RunException">This host cannot decompress it.</exception>
    public byte[] ReadDecompressed(string path)
    {
        using var input = new MemoryStream(Read(path));
        using var output = new MemoryStream();
        DebianPackage.Decompress(path, input, output);
        return output.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();
}
