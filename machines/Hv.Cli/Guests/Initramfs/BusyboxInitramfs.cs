using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Hv.Cli.Guests.Initramfs;

/// <summary>
/// The first file system of a guest: busybox, modules of the kernel, and a program that loads them and gives a shell on the console,
/// or runs what <c>hv.script=</c> on the kernel's command line says and powers the machine off.
/// </summary>
internal static class BusyboxInitramfs
{
    private const string InitName = "Guests/init.sh";
    private const string ModuleFolder = "lib/modules";

    // Linux: Documentation/admin-guide/devices.txt.
    private const uint ConsoleMajor = 5;
    private const uint ConsoleMinor = 1;

    /// <summary>Tells one such file system from those that other versions of this program make.</summary>
    public static string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(ReadInit()))[..16];

    /// <summary>Writes it, compressed by gzip.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="busybox">The program, statically linked.</param>
    /// <param name="modules">Modules, in the order in which they are loaded.</param>
    public static void Write(Stream output, ReadOnlySpan<byte> busybox, IReadOnlyList<(string Name, byte[] Data)> modules)
    {
        using var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        var cpio = new CpioWriter(gzip);
        foreach (var folder in (string[])["bin", "dev", "etc", "lib", ModuleFolder, "mnt", "proc", "root", "run", "sbin", "sys", "tmp", "usr", "usr/bin", "usr/sbin"])
            cpio.AddFolder(folder);

        cpio.AddCharacterDevice("dev/console", ConsoleMajor, ConsoleMinor);
        cpio.AddFile("bin/busybox", busybox, isExecutable: true);
        cpio.AddLink("bin/sh", "busybox");
        cpio.AddFile("init", ReadInit(), isExecutable: true);
        cpio.AddFile("etc/passwd", "root::0:0:root:/root:/bin/sh\n"u8);
        cpio.AddFile("etc/group", "root:x:0:\n"u8);
        foreach (var (name, data) in modules)
            cpio.AddFile($"{ModuleFolder}/{name}.ko", data);

        cpio.AddFile("etc/modules", Encoding.UTF8.GetBytes(string.Concat(modules.Select(module => module.Name + "\n"))));
        cpio.End();
    }

    private static byte[] ReadInit()
    {
        using var stream = typeof(BusyboxInitramfs).Assembly.GetManifestResourceStream(InitName)
            ?? throw new InvalidOperationException($"The program was built without its {InitName}.");
        using var data = new MemoryStream();
        stream.CopyTo(data);
        return data.ToArray();
    }
}
