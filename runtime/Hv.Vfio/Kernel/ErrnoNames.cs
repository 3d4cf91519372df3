using System.Globalization;

namespace Hv.Vfio.Kernel;

/// <summary>The names by which people look errors up.</summary>
internal static class ErrnoNames
{
    /// <summary>The name and the number: <c>EINVAL (22)</c>.</summary>
    public static string Of(Errno error)
    {
        var name = error switch
        {
            Errno.NotPermitted => "EPERM",
            Errno.NotFound => "ENOENT",
            Errno.Interrupted => "EINTR",
            Errno.InputOutput => "EIO",
            Errno.NoSuchAddress => "ENXIO",
            Errno.TooBig => "E2BIG",
            Errno.BadDescriptor => "EBADF",
            Errno.TryAgain => "EAGAIN",
            Errno.NoMemory => "ENOMEM",
            Errno.AccessDenied => "EACCES",
            Errno.BadAddress => "EFAULT",
            Errno.Busy => "EBUSY",
            Errno.Exists => "EEXIST",
            Errno.NoDevice => "ENODEV",
            Errno.NotDirectory => "ENOTDIR",
            Errno.IsDirectory => "EISDIR",
            Errno.InvalidArgument => "EINVAL",
            Errno.TooManyFiles => "EMFILE",
            Errno.NotSupportedRequest => "ENOTTY",
            Errno.NoSpace => "ENOSPC",
            Errno.ReadOnlyFileSystem => "EROFS",
            Errno.BrokenPipe => "EPIPE",
            Errno.OutOfRange => "ERANGE",
            Errno.NotImplemented => "ENOSYS",
            Errno.Protocol => "EPROTO",
            Errno.Overflow => "EOVERFLOW",
            Errno.WrongDescriptor => "EBADFD",
            Errno.NotSupported => "EOPNOTSUPP",
            Errno.TimedOut => "ETIMEDOUT",
            _ => "error",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{name} ({(int)error})");
    }
}
