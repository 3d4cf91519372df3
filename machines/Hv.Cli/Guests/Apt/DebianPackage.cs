using System.IO.Compression;
using System.Text;
using Hv.Cli.Run;

namespace Hv.Cli.Guests.Apt;

/// <summary>Unpacks a Debian package (deb(5)): its files, as a tar archive without compression.</summary>
internal static class DebianPackage
{
    private const string DataMember = "data.tar";
    private const int HeaderSize = 60;

    private static readonly byte[] Magic = "!<arch>\n"u8.ToArray();

    /// <summary>Writes the archive of a package's files.</summary>
    /// <param name="package">The package.</param>
    /// <param name="archive">The file that is made, or written anew.</param>
    /// <exception cref="RunException">It is no package, or this host cannot decompress it; the message says what is missing.</exception>
    public static void WriteArchive(string package, string archive)
    {
        using var output = new FileStream(archive, FileMode.Create, FileAccess.ReadWrite);
        string? complaint = null;
        var exitCode = HostCommand.Pipe(
            "dpkg-deb", ["--fsys-tarfile", package], null, stream => stream.CopyTo(output), onError: line => complaint ??= line);
        if (exitCode is > 0)
            throw HostCommand.Failed("dpkg-deb", exitCode.Value, complaint);

        if (exitCode is null)
            WriteWithoutDpkg(package, output);
    }

    /// <summary>As <see cref="WriteArchive"/>, on a host that has apt-get and no dpkg.</summary>
    /// <exception cref="RunException">It is no package, or this host cannot decompress it.</exception>
    public static void WriteWithoutDpkg(string package, Stream output)
    {
        using var input = File.OpenRead(package);
        var (name, length) = FindData(input) ?? throw new RunException($"{Path.GetFileName(package)} is no Debian package");
        using var data = new MemoryStream();
        data.SetLength(length);
        input.ReadExactly(data.GetBuffer(), 0, (int)length);
        Decompress(name, data, output);
    }

    /// <summary>Decompresses what the end of its name says: gzip by .NET, others by programs of the host.</summary>
    /// <exception cref="RunException">The program is not there, or the data is broken.</exception>
    public static void Decompress(string name, Stream input, Stream output)
    {
        try
        {
            switch (Path.GetExtension(name))
            {
                case ".gz":
                    using (var gzip = new GZipStream(input, CompressionMode.Decompress, leaveOpen: true))
                        gzip.CopyTo(output);

                    break;
                case ".xz":
                    DecompressBy("xz", name, input, output);
                    break;
                case ".zst":
                    DecompressBy("zstd", name, input, output);
                    break;
                default:
                    input.CopyTo(output);
                    break;
            }
        }
        catch (InvalidDataException exception)
        {
            throw new RunException($"{name}: {exception.Message}", exception);
        }
    }

    private static void DecompressBy(string program, string name, Stream input, Stream output)
    {
        string? complaint = null;
        var exitCode = HostCommand.Pipe(program, ["-dc"], input, stream => stream.CopyTo(output), onError: line => complaint ??= line)
            ?? throw new RunException($"{name} cannot be decompressed: install {program}, or dpkg");
        if (exitCode != 0)
            throw HostCommand.Failed(program, exitCode, complaint);
    }

    // A member of an ar archive: name of 16 characters, date, owner, group, mode, length as ten digits, and `\n; then its data,
    // filled up to an even number of bytes.
    private static (string Name, long Length)? FindData(Stream input)
    {
        var header = new byte[HeaderSize];
        if (input.ReadAtLeast(header.AsSpan(0, Magic.Length), Magic.Length, throwOnEndOfStream: false) < Magic.Length
            || !header.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            return null;

        while (input.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) == HeaderSize)
        {
            var name = Encoding.ASCII.GetString(header, 0, 16).TrimEnd(' ', '/');
            if (!int.TryParse(Encoding.ASCII.GetString(header, 48, 10), out var length) || length < 0 || length > input.Length - input.Position)
                return null;

            if (name.StartsWith(DataMember, StringComparison.Ordinal))
                return (name, length);

            input.Seek(length + (length & 1), SeekOrigin.Current);
        }

        return null;
    }
}
