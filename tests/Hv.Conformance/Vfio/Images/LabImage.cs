using System.IO.Compression;
using System.Text;
using Hv.Cli.Guests.Initramfs;
using Hv.Conformance.Vfio.Packages;

namespace Hv.Conformance.Vfio.Images;

/// <summary>
/// The first file system of a machine: what its packages gave, an init that loads the modules and runs <c>/run.sh</c>, and what is
/// added. Files, compressed by gzip at its fastest: the machine is started once, and reads it slower than this host.
/// </summary>
/// <param name="files">What the packages gave.</param>
/// <param name="script">What init runs.</param>
internal sealed class LabImage(LabFiles files, string script)
{
    private const string ProgramLoader = "ld-linux-x86-64.so.2";

    // Linux: Documentation/admin-guide/devices.txt.
    private const uint ConsoleMajor = 5;
    private const uint ConsoleMinor = 1;

    private readonly SortedDictionary<string, (Func<byte[]> Read, bool IsExecutable)> _files = new(StringComparer.Ordinal);

    /// <summary>Adds a file.</summary>
    /// <param name="path">Its path in the machine, without a slash at its start.</param>
    /// <param name="source">The file here.</param>
    /// <param name="isExecutable">Whether it is a program.</param>
    public void AddFile(string path, string source, bool isExecutable = false) =>
        _files[path] = (() => File.ReadAllBytes(source), isExecutable);

    /// <summary>Adds a file with a text.</summary>
    public void AddText(string path, string text) => _files[path] = (() => Encoding.UTF8.GetBytes(text), false);

    /// <summary>Adds all files of a folder, with their modes.</summary>
    /// <param name="path">The folder's path in the machine.</param>
    /// <param name="source">The folder here.</param>
    /// <param name="isWanted">Says of a file's path below the folder whether it is added.</param>
    public void AddFolder(string path, string source, Func<string, bool> isWanted)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(source, file);
            if (isWanted(relative))
                AddFile($"{path}/{relative}", file, !OperatingSystem.IsWindows() && File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute));
        }
    }

    /// <summary>Writes the image.</summary>
    public void Write(string path)
    {
        using var output = File.Create(path);
        using var gzip = new GZipStream(output, CompressionLevel.Fastest);
        var cpio = new CpioWriter(gzip);
        var folders = new HashSet<string>(StringComparer.Ordinal);
        AddFolders(cpio, folders, "dev/console");
        cpio.AddCharacterDevice("dev/console", ConsoleMajor, ConsoleMinor);
        cpio.AddFile("init", File.ReadAllBytes(Lab.FileOf("Images", "init.sh")), isExecutable: true);
        cpio.AddFile("run.sh", Encoding.UTF8.GetBytes(script));
        cpio.AddFolder("lib64");
        cpio.AddLink($"lib64/{ProgramLoader}", $"/lib/{ProgramLoader}");
        files.ReadBase((name, data) =>
        {
            AddFolders(cpio, folders, name);
            cpio.AddFile(name, data, isExecutable: true);
        });
        foreach (var (name, (read, isExecutable)) in _files)
        {
            AddFolders(cpio, folders, name);
            cpio.AddFile(name, read(), isExecutable);
        }

        cpio.End();
    }

    private static void AddFolders(CpioWriter cpio, HashSet<string> folders, string path)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); end > 0; end = path.IndexOf('/', end + 1))
        {
            if (folders.Add(path[..end]))
                cpio.AddFolder(path[..end]);
        }
    }
}
