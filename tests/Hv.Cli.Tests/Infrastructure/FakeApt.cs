using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Hv.Cli.Tests.Infrastructure;

/// <summary>
/// A host with an apt of our own: programs of those names that note how they were called, and hand out small packages. The program
/// under test is started with them in its PATH, and with a cache of its own.
/// </summary>
internal sealed class FakeApt : IDisposable
{
    public const string KernelPackage = "linux-image-6.9-powerpc64le_6.9.1_ppc64el.deb";
    public const string BusyboxPackage = "busybox-static_1.2_ppc64el.deb";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hv-apt-");

    /// <summary>Makes a host with apt, and the sources of a Debian.</summary>
    public FakeApt()
    {
        foreach (var part in (string[])["bin", "etc/sources.list.d", "pool", "cache"])
            _folder.CreateSubdirectory(part);

        WriteFile("etc/sources.list.d/debian.sources", "Types: deb\nURIs: http://mirror.invalid/debian\nSuites: trixie trixie-updates\nComponents: main\n");
        WriteFile("etc/sources.list", "deb http://other.invalid/things stable main\n");
        WriteProgram("apt-config", $"""
            echo apt-config >> {Path("calls")}
            case "$1 $3" in
              "shell Dir::Etc::sourcelist/f") echo "VALUE='{Path("etc/sources.list")}'" ;;
              "shell Dir::Etc::sourceparts/d") echo "VALUE='{Path("etc/sources.list.d")}/'" ;;
              dump*) echo 'Acquire::http::Proxy "http://proxy.invalid:3128";'; echo 'APT::Update::Post-Invoke:: "touch {Path("changed")}";' ;;
            esac
            """);
        WriteProgram("apt-cache", """
            echo "Package: linux-image-powerpc64le"
            echo "Depends: linux-image-6.9-powerpc64le (= 6.9.1)"
            echo
            echo "Depends: linux-image-6.8-powerpc64le (= 6.8.3)"
            """);
        WriteDownload($"cp {Path("pool")}/*.deb .");
        WritePackage(BusyboxPackage, ("./bin/busybox", "busybox"u8.ToArray()));
        WritePackage(
            KernelPackage,
            ("./boot/config-6.9", "x"u8.ToArray()),
            ("./boot/vmlinux-6.9", "the kernel"u8.ToArray()),
            ("./lib/modules/6.9/kernel/nvme.ko", SampleModule.Make("depends=nvme-core")),
            ("./lib/modules/6.9/kernel/nvme-core.ko", SampleModule.Make("license=GPL", "softdep=pre: built-in", "depends=")));
    }

    /// <summary>How often each program was called, in order.</summary>
    public string[] Calls => File.Exists(Path("calls")) ? File.ReadAllLines(Path("calls")) : [];

    /// <summary>The folder of the guest in the cache.</summary>
    public string Guest => Path("cache/hv/guests/debian-trixie");

    /// <summary>A path in the host's folder.</summary>
    public string Path(string relative) => System.IO.Path.Combine(_folder.FullName, relative);

    /// <summary>What <c>apt-get download</c> does; <c>update</c> fails, as with one suite out of step.</summary>
    public void WriteDownload(string script) => WriteProgram("apt-get", $$"""
        echo "apt-get $2 $3" >> {{Path("calls")}}
        cp "$APT_CONFIG" {{Path("apt.conf")}}
        if [ "$2" = update ]; then
          echo "dlstatus:1:50.0:Retrieving file 1 of 2" >&2
          echo "E: Some index files failed to download." >&2
          exit 100
        fi
        {{script}}
        """);

    /// <summary>Takes a program away.</summary>
    public void Remove(string program) => File.Delete(Path($"bin/{program}"));

    /// <summary>Starts <c>hv run --guest debian</c>.</summary>
    public Process Start()
    {
        // The shell and cp are the host's; dpkg-deb is not to be found, which is why packages are unpacked here.
        foreach (var tool in (string[])["sh", "cp", "touch", "sleep", "cat"])
        {
            var link = Path($"bin/{tool}");
            if (!File.Exists(link))
                File.CreateSymbolicLink(link, Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => $"{folder}/{tool}").First(File.Exists));
        }

        // Without options that run a machine: one that is not there ends the program when the guest is.
        var start = new ProcessStartInfo(BuiltProgram.Hv, ["run", "--guest", "debian", "-machine", "nothing"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["PATH"] = Path("bin");
        start.Environment["XDG_CACHE_HOME"] = Path("cache");
        return Process.Start(start)!;
    }

    /// <summary>Gets the guest.</summary>
    /// <returns>What was said of it.</returns>
    public string Run()
    {
        using var process = Start();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return error;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void WriteFile(string path, string text) => File.WriteAllText(Path(path), text);

    private void WriteProgram(string name, string script)
    {
        var path = Path($"bin/{name}");
        File.WriteAllText(path, $"#!{Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => $"{folder}/sh").First(File.Exists)}\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void WritePackage(string name, params (string Path, byte[] Data)[] files)
    {
        using var data = new MemoryStream();
        using (var gzip = new GZipStream(data, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Gnu))
        {
            foreach (var (path, contents) in files)
                tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(contents) });
        }

        using var package = File.Create(Path($"pool/{name}"));
        package.Write("!<arch>\n"u8);
        WriteMember(package, "debian-binary", "2.0\n"u8.ToArray());
        WriteMember(package, "control.tar", "odd"u8.ToArray());
        WriteMember(package, "data.tar.gz", data.ToArray());
    }

    private static void WriteMember(Stream package, string name, byte[] data)
    {
        package.Write(Encoding.ASCII.GetBytes($"{name,-16}{0,-12}{0,-6}{0,-6}{"100644",-8}{data.Length,-10}`\n"));
        package.Write(data);
        if (data.Length % 2 != 0)
            package.WriteByte((byte)'\n');
    }
}
