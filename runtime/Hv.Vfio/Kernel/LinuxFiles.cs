using System.Runtime.InteropServices;
using System.Text;

namespace Hv.Vfio.Kernel;

/// <summary>Files of the host that this process runs on.</summary>
internal sealed partial class LinuxFiles : IHostFiles
{
    private const int LargestText = 64 << 10;
    private const int WriteOnly = 0x1;
    private const int CloseOnExec = 0x8_0000;

    /// <inheritdoc/>
    public KernelResult ReadText(string path, out string text)
    {
        text = "";
        try
        {
            using var file = File.OpenRead(path);
            var content = new byte[LargestText];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            text = Encoding.Latin1.GetString(content, 0, length);
            return new KernelResult(length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failed(exception);
        }
    }

    /// <inheritdoc/>
    public unsafe KernelResult WriteText(string path, string text)
    {
        // Not by a stream: the error of a driver counts, and the classes of .NET tell few of them apart.
        var name = Encoding.UTF8.GetBytes(path + '\0');
        var content = Encoding.Latin1.GetBytes(text);
        fixed (byte* nameAddress = name)
        fixed (byte* contentAddress = content)
        {
            var descriptor = Open(nameAddress, WriteOnly | CloseOnExec);
            if (descriptor < 0)
                return new KernelResult(-Marshal.GetLastPInvokeError());

            var written = Write(descriptor, contentAddress, (nuint)content.Length);
            var result = new KernelResult(written < 0 ? -Marshal.GetLastPInvokeError() : written);
            _ = Close(descriptor);
            return result;
        }
    }

    /// <inheritdoc/>
    public KernelResult ReadLink(string path, out string target)
    {
        target = "";
        try
        {
            target = new FileInfo(path).LinkTarget ?? "";
            if (target.Length > 0)
                return new KernelResult(target.Length);

            return KernelResult.Failed(Path.Exists(path) ? Errno.InvalidArgument : Errno.NotFound);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failed(exception);
        }
    }

    /// <inheritdoc/>
    public KernelResult List(string path, out IReadOnlyList<string> names)
    {
        names = [];
        try
        {
            names = [.. Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
            return new KernelResult(names.Count);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failed(exception);
        }
    }

    private static KernelResult Failed(Exception exception) => KernelResult.Failed(exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => Errno.NotFound,
        UnauthorizedAccessException => Errno.AccessDenied,

        // On Unix the result of an I/O error is its number.
        { HResult: > 0 and < 4096 } => (Errno)exception.HResult,
        _ => Errno.InputOutput,
    });

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static unsafe partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint Write(int descriptor, byte* content, nuint count);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
