using System.Globalization;
using System.Text;

namespace Hv.Cli.Guests.Initramfs;

/// <summary>
/// Writes a cpio archive in the form that Linux takes ("newc"; Documentation/driver-api/early-userspace/buffer-format.rst): a header
/// of hexadecimal digits, name, data, each filled up to four bytes. All files are root's and as old as 1970.
/// </summary>
/// <param name="output">Takes the archive.</param>
internal sealed class CpioWriter(Stream output)
{
    private const uint FolderType = 0x4000;
    private const uint FileType = 0x8000;
    private const uint LinkType = 0xa000;
    private const uint CharacterDeviceType = 0x2000;

    private uint _inode;
    private long _length;

    /// <summary>Adds a folder.</summary>
    public void AddFolder(string path) => Add(path, FolderType | 0x1ed, []);

    /// <summary>Adds a file.</summary>
    public void AddFile(string path, ReadOnlySpan<byte> data, bool isExecutable = false) =>
        Add(path, FileType | (isExecutable ? 0x1edu : 0x1a4u), data);

    /// <summary>Adds a symbolic link.</summary>
    public void AddLink(string path, string target) => Add(path, LinkType | 0x1ff, Encoding.UTF8.GetBytes(target));

    /// <summary>Adds a character device.</summary>
    public void AddCharacterDevice(string path, uint major, uint minor) => Add(path, CharacterDeviceType | 0x180, [], major, minor);

    /// <summary>Ends the archive.</summary>
    public void End() => Add("TRAILER!!!", 0, []);

    private void Add(string path, uint mode, ReadOnlySpan<byte> data, uint major = 0, uint minor = 0)
    {
        var name = Encoding.UTF8.GetBytes(path + "\0");
        var header = new StringBuilder("070701");

        // Inode, mode, owner, group, links, time, length, device of the file system, device, length of the name, checksum.
        foreach (var field in (ReadOnlySpan<uint>)
                 [++_inode, mode, 0, 0, 1, 0, (uint)data.Length, 0, 0, major, minor, (uint)name.Length, 0])
            header.Append(field.ToString("x8", CultureInfo.InvariantCulture));

        Write(Encoding.ASCII.GetBytes(header.ToString()));
        Write(name);
        Fill();
        Write(data);
        Fill();
    }

    private void Write(ReadOnlySpan<byte> data)
    {
        output.Write(data);
        _length += data.Length;
    }

    private void Fill() => Write(new byte[-_length & 3]);
}
