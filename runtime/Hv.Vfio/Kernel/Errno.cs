namespace Hv.Vfio.Kernel;

/// <summary>The errors of the Linux kernel that VFIO answers with (errno-base.h, errno.h); their numbers are the same on all architectures used.</summary>
public enum Errno
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>EPERM: not permitted.</summary>
    NotPermitted = 1,

    /// <summary>ENOENT: no such file, device or range.</summary>
    NotFound = 2,

    /// <summary>EINTR: a signal came first.</summary>
    Interrupted = 4,

    /// <summary>EIO: the device failed.</summary>
    InputOutput = 5,

    /// <summary>ENXIO: no such address.</summary>
    NoSuchAddress = 6,

    /// <summary>E2BIG: too many at once.</summary>
    TooBig = 7,

    /// <summary>EBADF: no such descriptor.</summary>
    BadDescriptor = 9,

    /// <summary>EAGAIN: nothing there now.</summary>
    TryAgain = 11,

    /// <summary>ENOMEM: no memory, or more than the limit of locked memory.</summary>
    NoMemory = 12,

    /// <summary>EACCES: no permission for the file.</summary>
    AccessDenied = 13,

    /// <summary>EFAULT: no memory at the address.</summary>
    BadAddress = 14,

    /// <summary>EBUSY: in use.</summary>
    Busy = 16,

    /// <summary>EEXIST: there is something already.</summary>
    Exists = 17,

    /// <summary>ENODEV: no such device, or none that can do it.</summary>
    NoDevice = 19,

    /// <summary>ENOTDIR: a part of the path is no directory.</summary>
    NotDirectory = 20,

    /// <summary>EISDIR: a directory.</summary>
    IsDirectory = 21,

    /// <summary>EINVAL: an argument does not fit.</summary>
    InvalidArgument = 22,

    /// <summary>EMFILE: too many open files of the process.</summary>
    TooManyFiles = 24,

    /// <summary>ENOTTY: no such request here.</summary>
    NotSupportedRequest = 25,

    /// <summary>ENOSPC: no room.</summary>
    NoSpace = 28,

    /// <summary>EROFS: the file system is mounted read-only.</summary>
    ReadOnlyFileSystem = 30,

    /// <summary>EPIPE: the other side is gone.</summary>
    BrokenPipe = 32,

    /// <summary>ERANGE: the answer does not fit.</summary>
    OutOfRange = 34,

    /// <summary>ENOSYS: the kernel does not have it.</summary>
    NotImplemented = 38,

    /// <summary>EPROTO: what came is not of the protocol.</summary>
    Protocol = 71,

    /// <summary>EOVERFLOW: too large for the type, or past the end.</summary>
    Overflow = 75,

    /// <summary>EBADFD: the descriptor is of another kind than is needed.</summary>
    WrongDescriptor = 77,

    /// <summary>EOPNOTSUPP: not supported.</summary>
    NotSupported = 95,

    /// <summary>ETIMEDOUT: no answer in time.</summary>
    TimedOut = 110,
}
