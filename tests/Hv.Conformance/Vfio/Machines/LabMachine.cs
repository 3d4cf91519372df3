using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Hv.Conformance.Infrastructure;
using Hv.Conformance.Vfio.Packages;

namespace Hv.Conformance.Vfio.Machines;

/// <summary>A running machine of the lab. Whatever happens to who started it, it ends when its lifetime is over.</summary>
internal sealed class LabMachine : IDisposable
{
    private const int ShownLines = 60;
    private const int DiskSize = 16 << 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hv-lab-");
    private readonly StringBuilder _errors = new();
    private readonly MachineKind _kind;
    private readonly TimeSpan _lifetime;
    private readonly Process _process;

    /// <summary>Starts a machine.</summary>
    /// <param name="kind">What machine.</param>
    /// <param name="lifetime">When it is ended.</param>
    /// <param name="makeImage">Writes its image to the path that it is given.</param>
    public LabMachine(MachineKind kind, TimeSpan lifetime, Action<LabFiles, string> makeImage)
    {
        _kind = kind;
        _lifetime = lifetime;
        _process = new Process { StartInfo = new ProcessStartInfo("timeout") { RedirectStandardError = true, RedirectStandardInput = true } };
        try
        {
            var program = kind.Program();
            var files = LabPackages.Require(kind.Packages);
            var image = InFolder("image.gz");
            makeImage(files, image);
            using (var disk = File.Create(InFolder("disk")))
                disk.SetLength(DiskSize);

            using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(InFolder("channel")));
            listener.Listen(1);
            Start(program, files.Kernel, image);
            Channel = Accept(listener);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The other end of the port "lab" of the machine: bytes, none lost. It ends when the machine does.</summary>
    public Socket Channel { get; }

    /// <summary>Says what went wrong, with the end of what the console and QEMU said.</summary>
    public IOException Failed(string what, Exception? cause = null)
    {
        var console = File.Exists(InFolder("console")) ? File.ReadAllText(InFolder("console"), Encoding.Latin1) : "";
        var lines = console.Split('\n').Select(line => new string([.. line.Where(character => !char.IsControl(character))]))
            .Where(line => line.Length > 0).ToList();
        lock (_errors)
            return new IOException($"{_kind.Name}: {what}\n{string.Join('\n', lines.TakeLast(ShownLines))}\n{_errors}", cause);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Channel?.Dispose();
        try
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);

            _process.WaitForExit(LineChannel.Patience);
        }
        catch (InvalidOperationException)
        {
            // It never started.
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Start(string program, string kernel, string image)
    {
        string[] arguments =
        [
            "--kill-after=5", $"{_lifetime.TotalSeconds}", program, .. _kind.Options,
            "-accel", "tcg", "-smp", "1", "-display", "none", "-no-reboot", "-monitor", "none",
            "-serial", $"file:{InFolder("console")}",
            "-kernel", kernel, "-initrd", image, "-append", _kind.CommandLine,
            "-device", $"edu,dma_mask=0xffffffffffffffff{_kind.Bus(0)}",
            "-drive", $"if=none,id=disk,format=raw,file={InFolder("disk")}", "-device", $"nvme,drive=disk,serial=vfiolab{_kind.Bus(1)}",
            "-chardev", $"socket,id=lab,path={InFolder("channel")}",
            "-device", $"virtio-serial-pci,disable-legacy=on{_kind.Bus(2)}", "-device", "virtserialport,chardev=lab,name=lab",
        ];
        foreach (var argument in arguments)
            _process.StartInfo.ArgumentList.Add(argument);

        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginErrorReadLine();
    }

    private Socket Accept(Socket listener)
    {
        var waited = Stopwatch.StartNew();
        while (!listener.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectRead))
        {
            if (_process.HasExited)
                throw Failed($"QEMU ended with exit code {_process.ExitCode}.");

            if (waited.Elapsed > LineChannel.Patience)
                throw Failed("QEMU did not connect.");
        }

        return listener.Accept();
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}
