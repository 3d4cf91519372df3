using System.Globalization;
using Hv.Runtime.Declarations;
using Hv.Runtime.Objects;
using Hv.Runtime.Text;

namespace Hv.Runtime.Block;

/// <summary>Makes block devices from QEMU's spelling of them (<c>-drive</c>).</summary>
public static class BlockDeviceFactory
{
    private const string Raw = "raw";
    private const string Memory = "memory";

    private static readonly string[] Known =
        ["file", "format", "driver", "if", "id", "readonly", "cache", "discard", "size", "media", "snapshot", "aio", "file.locking"];

    private static readonly PropertyCodec<ulong> Size = PropertyCodec.Integer<ulong>(0, ulong.MaxValue, PropertyFormat.Size);

    /// <summary>
    /// Makes the device of <c>file=PATH[,format=raw][,if=none|mtd|pflash][,id=ID][,readonly=on][,cache=…][,discard=…]</c>, or of
    /// <c>format=memory,size=SIZE[,…]</c>.
    /// </summary>
    /// <param name="options">The parameters.</param>
    /// <param name="index">How many came before: one without an id gets its name by it (<c>none0</c>).</param>
    /// <param name="isSnapshot">Whether images are not changed where the parameters do not say it (<c>-snapshot</c>).</param>
    /// <exception cref="BlockDeviceException">A parameter or its value is wrong, or the host refuses the file.</exception>
    public static BlockDevice Create(OptionList options, int index, bool isSnapshot = false)
    {
        try
        {
            return CreateCore(options, index, isSnapshot);
        }
        catch (FormatException exception)
        {
            throw new BlockDeviceException(exception.Message, exception);
        }
    }

    private static BlockDevice CreateCore(OptionList options, int index, bool isSnapshot)
    {
        var (format, driver) = (options.Take("format"), options.Take("driver"));
        if (format is not null && driver is not null)
            throw new BlockDeviceException("Cannot specify both 'driver' and 'format'");

        format ??= driver;
        var attachedTo = ReadInterface(options.Take("if"));
        var id = options.Take("id") ?? string.Create(CultureInfo.InvariantCulture, $"{attachedTo.ToString().ToLowerInvariant()}{index}");
        if (!Identifier.IsValid(id))
            throw new BlockDeviceException("Parameter 'id' expects an identifier");

        var (readOnly, readOnlyWithDash) = (options.TakeSwitch("readonly"), options.TakeSwitch("read-only"));
        var isReadOnly = readOnly ?? readOnlyWithDash ?? false;
        var caching = ReadCaching(options.Take("cache"));
        var discards = ReadDiscard(options.Take("discard"));
        var isLocked = options.Take("file.locking") is not "off";
        var (file, size) = (options.Take("file"), options.Take("size"));
        isSnapshot = options.TakeSwitch("snapshot") ?? isSnapshot;
        RefuseOthers(options);

        switch (format)
        {
            case Memory when file is not null:
                throw new BlockDeviceException("format=memory has no file");
            case Memory:
                return new MemoryBlockDevice(id, ReadSize(size), isReadOnly) { Interface = attachedTo };
            case null or Raw when size is not null:
                throw new BlockDeviceException("'size' is that of format=memory; a file is as long as it is");
            case null or Raw when string.IsNullOrEmpty(file):
                throw new BlockDeviceException("a drive needs file=PATH, or format=memory,size=SIZE");
            case null or Raw:
                isSnapshot &= !isReadOnly;
                var opened = FileBlockDevice.Open(
                    id, file, isReadOnly || isSnapshot, caching, discards, isLocked, mustBeRaw: format is null, attachedTo: attachedTo);
                return isSnapshot ? OpenSnapshot(opened) : opened;
            default:
                throw new BlockDeviceException(
                    $"Unknown driver '{format}': images are raw; convert others with 'qemu-img convert -O raw'");
        }
    }

    private static SnapshotBlockDevice OpenSnapshot(FileBlockDevice original)
    {
        try
        {
            return new SnapshotBlockDevice(original);
        }
        catch (BlockDeviceException)
        {
            original.Dispose();
            throw;
        }
    }

    /// <summary>What says how it is here in any case is taken; the rest is unknown.</summary>
    private static void RefuseOthers(OptionList options)
    {
        if (options.Take("media") is not (null or "disk"))
            throw new BlockDeviceException("'media' can only be 'disk': there are no CD-ROM drives");

        if (options.Take("aio") is not (null or "threads" or "native" or "io_uring"))
            throw new BlockDeviceException("'aio' is one of threads, native and io_uring; all are done by threads");

        options.ThrowIfAnyLeft(Known);
    }

    private static BlockInterface ReadInterface(string? text) => text switch
    {
        null or "none" => BlockInterface.None,
        "mtd" => BlockInterface.Mtd,
        "pflash" => BlockInterface.Pflash,
        "scsi" or "virtio" or "ide" or "sd" or "floppy" => throw new BlockDeviceException(
            $"if={text}: there are no such disks; use if=none,id=ID and -device nvme,serial=NAME,drive=ID"),
        _ => throw new BlockDeviceException($"unsupported bus type '{text}': there are none, mtd and pflash"),
    };

    private static BlockCaching ReadCaching(string? text) => text switch
    {
        // Without the host's page cache ("none") the guest is promised the same; there is no such access here.
        null or "writeback" or "none" => BlockCaching.Writeback,
        "writethrough" or "directsync" => BlockCaching.Writethrough,
        "unsafe" => BlockCaching.Unsafe,
        _ => throw new BlockDeviceException(
            $"invalid cache option '{text}': there are writeback, none, writethrough, directsync and unsafe"),
    };

    private static bool ReadDiscard(string? text) => text switch
    {
        null or "unmap" or "on" => true,
        "ignore" or "off" => false,
        _ => throw new BlockDeviceException($"invalid discard option '{text}': there are unmap and ignore"),
    };

    private static long ReadSize(string? text)
    {
        if (text is null)
            throw new BlockDeviceException("format=memory needs size=SIZE");

        if (!Size.TryParse(text, out var size))
            throw new BlockDeviceException($"Parameter 'size' expects a size, such as 64M, not '{text}'");

        if (size is 0 or > MemoryBlockDevice.MaximumLength)
            throw new BlockDeviceException($"Parameter 'size' is {text}; allowed: up to 1T");

        return (long)((size + (BlockDevice.SectorSize - 1)) & ~(ulong)(BlockDevice.SectorSize - 1));
    }
}
