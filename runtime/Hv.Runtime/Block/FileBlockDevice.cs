using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hv.Runtime.Block;

/// <summary>
/// Sectors in a file of the host, or a disk of the host: a raw image. What is written is in the host's memory when
/// <see cref="BlockDevice.Write"/> returns, and survives the process; after <see cref="BlockDevice.Flush"/> it survives the host.
/// </summary>
/// <remarks>
/// The file is locked while it is open (an advisory lock): against everybody when it can be written, else against those who write.
/// A file that is no multiple of 512 bytes long has zeros behind its end.
/// </remarks>
public sealed partial class FileBlockDevice : BlockDevice
{
    private const int UnixNoSpace = 28;
    private const int UnixTryAgain = 11;
    private const int MacTryAgain = 35;
    private const int WindowsSharingViolation = unchecked((int)0x8007_0020);
    private const int LinuxQuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x8007_0070);
    private const int WindowsHandleDiskFull = unchecked((int)0x8007_0027);
    private const int KeepSize = 1;
    private const int PunchHole = 2;
    private const int ZeroRange = 0x10;
    private const int SeekEnd = 2;
    private const int NotSupported = 95;
    private const int NotImplemented = 38;

    private static readonly byte[] Zeroes = new byte[1 << 16];

    private readonly SafeFileHandle _file;
    private readonly long _fileLength;
    private readonly bool _discards;
    private volatile bool _cannotAllocate = !OperatingSystem.IsLinux();

    private FileBlockDevice(
        string id, string path, SafeFileHandle file, long fileLength, bool isReadOnly, BlockCaching caching, bool discards)
        : base(id, RoundUp(fileLength), isReadOnly, caching)
    {
        _file = file;
        _fileLength = fileLength;
        _discards = discards;
        Path = path;
    }

    /// <inheritdoc/>
    public override string Kind => "file";

    /// <inheritdoc/>
    public override string FileName => Path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="id">The device's id.</param>
    /// <param name="path">The file.</param>
    /// <param name="isReadOnly">Whether writes are refused; the file need not be writable then.</param>
    /// <param name="caching">What happens to what is written.</param>
    /// <param name="discards">Whether the host takes back what the guest gives up, so that the file has holes.</param>
    /// <param name="isLocked">Whether the file is locked against other processes.</param>
    /// <param name="mustBeRaw">Whether a file that looks like an image of another format is refused.</param>
    /// <param name="attachedTo">What takes the device up.</param>
    /// <exception cref="BlockDeviceException">It cannot be opened, is locked, or is no raw image.</exception>
    public static FileBlockDevice Open(
        string id, string path, bool isReadOnly = false, BlockCaching caching = BlockCaching.Writeback, bool discards = true,
        bool isLocked = true, bool mustBeRaw = false, BlockInterface attachedTo = BlockInterface.None)
    {
        var file = OpenFile(path, isReadOnly, isLocked);
        try
        {
            var length = LengthOf(file);
            if (mustBeRaw && ImageFormats.Recognize(ReadHead(file)) is { } format)
            {
                throw new BlockDeviceException(
                    $"'{path}' is an image of format {format}; only raw ones are read: convert it with"
                    + $" 'qemu-img convert -O raw', or say format=raw when the guest itself wrote that.");
            }

            return new FileBlockDevice(id, path, file, length, isReadOnly, caching, discards) { Interface = attachedTo };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            file.Dispose();
            throw new BlockDeviceException($"Could not open '{path}': it is neither a file nor a disk ({exception.Message})", exception);
        }
        catch (BlockDeviceException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What an exception of the host says, as a status.</summary>
    public static BlockStatus Classify(Exception exception) => exception switch
    {
        IOException { HResult: UnixNoSpace or WindowsDiskFull or WindowsHandleDiskFull } => BlockStatus.NoSpace,
        IOException { HResult: LinuxQuotaExceeded } when OperatingSystem.IsLinux() => BlockStatus.NoSpace,
        _ => BlockStatus.HostError,
    };

    /// <inheritdoc/>
    protected override BlockStatus ReadCore(long offset, Span<byte> destination)
    {
        try
        {
            while (!destination.IsEmpty)
            {
                var count = RandomAccess.Read(_file, destination, offset);
                if (count == 0)
                    return ReadBeyondEnd(offset, destination);

                destination = destination[count..];
                offset += count;
            }

            return BlockStatus.Success;
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return Fail(exception);
        }
    }

    /// <inheritdoc/>
    protected override BlockStatus WriteCore(long offset, ReadOnlySpan<byte> source)
    {
        try
        {
            RandomAccess.Write(_file, source, offset);
            return BlockStatus.Success;
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return Fail(exception);
        }
    }

    /// <inheritdoc/>
    protected override BlockStatus WriteZeroesCore(long offset, long length)
    {
        if (length == 0 || TryAllocate((_discards ? PunchHole : ZeroRange) | KeepSize, offset, length))
            return BlockStatus.Success;

        while (length > 0)
        {
            var part = (int)Math.Min(length, Zeroes.Length);
            var status = WriteCore(offset, Zeroes.AsSpan(0, part));
            if (status != BlockStatus.Success)
                return status;

            offset += part;
            length -= part;
        }

        return BlockStatus.Success;
    }

    /// <inheritdoc/>
    /// <remarks>Where the host cannot make holes the bytes stay: nothing needs to be done.</remarks>
    protected override BlockStatus DiscardCore(long offset, long length)
    {
        if (_discards && length > 0)
            TryAllocate(PunchHole | KeepSize, offset, length);

        return BlockStatus.Success;
    }

    /// <inheritdoc/>
    protected override BlockStatus FlushCore()
    {
        try
        {
            RandomAccess.FlushToDisk(_file);
            return BlockStatus.Success;
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return Fail(exception);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
    }

    private static SafeFileHandle OpenFile(string path, bool isReadOnly, bool isLocked)
    {
        if (Directory.Exists(path))
            throw new BlockDeviceException($"Could not open '{path}': it is a directory; a disk image is a file");

        // Advisory locks, which end with the process: exclusive for one who writes, shared for one who reads.
        var share = !isLocked ? FileShare.ReadWrite : isReadOnly ? FileShare.Read : FileShare.None;
        try
        {
            return File.OpenHandle(path, FileMode.Open, isReadOnly ? FileAccess.Read : FileAccess.ReadWrite, share);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BlockDeviceException($"Could not open '{path}': No such file or directory", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            var hint = isReadOnly ? "" : "; a file that cannot be written needs readonly=on";
            throw new BlockDeviceException($"Could not open '{path}': Permission denied{hint}", exception);
        }
        catch (IOException exception) when (isLocked && exception.HResult is UnixTryAgain or MacTryAgain or WindowsSharingViolation)
        {
            throw new BlockDeviceException(
                $"Failed to get \"{(isReadOnly ? "shared" : "write")}\" lock on '{path}': another process, or another drive, uses the image",
                exception);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            throw new BlockDeviceException($"Could not open '{path}': {exception.Message}", exception);
        }
    }

    private static long LengthOf(SafeFileHandle file)
    {
        // A disk of the host has no length of its own in its inode, but has an end.
        if (OperatingSystem.IsLinux() && Seek(file, 0, SeekEnd) is >= 0 and var end)
            return end;

        return RandomAccess.GetLength(file);
    }

    private static byte[] ReadHead(SafeFileHandle file)
    {
        var head = new byte[SectorSize];
        return head[..RandomAccess.Read(file, head, 0)];
    }

    private static long RoundUp(long length) => (length + SectorSize - 1) & ~(SectorSize - 1L);

    private static bool IsExpected(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException;

    private BlockStatus Fail(Exception exception) => Fail(Classify(exception), exception.Message);

    /// <summary>Behind the end of a file that has not changed there is the rest of its last sector: zeros.</summary>
    private BlockStatus ReadBeyondEnd(long offset, Span<byte> destination)
    {
        if (offset < _fileLength)
            return Fail(BlockStatus.Truncated, $"'{Path}' ends before 0x{offset:x}: it had 0x{_fileLength:x} bytes when it was opened");

        destination.Clear();
        return BlockStatus.Success;
    }

    private bool TryAllocate(int mode, long offset, long length)
    {
        if (_cannotAllocate)
            return false;

        try
        {
            if (Allocate(_file, mode, offset, length) == 0)
                return true;
        }
        catch (Exception exception) when (exception is ObjectDisposedException or EntryPointNotFoundException)
        {
            return false;
        }

        // A file system without holes will not learn it; all else shows when zeros are written.
        if (Marshal.GetLastPInvokeError() is NotSupported or NotImplemented)
            _cannotAllocate = true;

        return false;
    }

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);
}
