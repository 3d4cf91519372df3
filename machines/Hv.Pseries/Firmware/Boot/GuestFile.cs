using Hv.Runtime.Memory;
using Hv.Runtime.Objects;
using Microsoft.Win32.SafeHandles;

namespace Hv.Pseries.Firmware.Boot;

/// <summary>A file of the host, or bytes in its place, that goes into the guest's RAM. Errors name the option and the file.</summary>
internal sealed class GuestFile : IDisposable
{
    private const int PartSize = 1 << 20;

    private readonly SafeFileHandle? _file;
    private readonly ReadOnlyMemory<byte> _content;
    private readonly string _name;

    private GuestFile(SafeFileHandle file, string name)
    {
        _file = file;
        _name = name;
        Length = (ulong)RandomAccess.GetLength(file);
    }

    private GuestFile(ReadOnlyMemory<byte> content, string name)
    {
        _content = content;
        _name = name;
        Length = (ulong)content.Length;
    }

    /// <summary>Its bytes.</summary>
    public ulong Length { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="option">The option that names it, for messages: <c>-kernel</c>.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="PropertyException">It cannot be read.</exception>
    public static GuestFile Open(string option, string path)
    {
        try
        {
            return new GuestFile(File.OpenHandle(path), $"{option} {path}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PropertyException($"{option} {path}: {exception.Message}", exception);
        }
    }

    /// <summary>Takes bytes for a file.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="content">The bytes.</param>
    public static GuestFile Of(string name, ReadOnlyMemory<byte> content) => new(content, name);

    /// <summary>An error about the file.</summary>
    public PropertyException Wrong(string what) => new($"{_name}: {what}");

    /// <summary>Reads bytes.</summary>
    /// <exception cref="PropertyException">The file ends before.</exception>
    public byte[] Read(ulong offset, int count)
    {
        var bytes = new byte[count];
        ReadInto(offset, bytes);
        return bytes;
    }

    /// <summary>Puts bytes of the file into RAM.</summary>
    /// <exception cref="PropertyException">The file ends before, or there is no RAM.</exception>
    public void Load(GuestMemory memory, ulong address, ulong offset, ulong count)
    {
        if (offset > Length || count > Length - offset)
            throw Wrong($"the file is truncated: it has {Length} bytes, and says that {offset + count} belong to it");

        if (!memory.Contains(new GuestPhysicalAddress(address), Math.Max(count, 1)))
            throw Wrong($"{count} bytes at 0x{address:x} do not fit into RAM; give the machine more with -m");

        while (count > 0)
        {
            var part = (int)Math.Min(count, PartSize);
            memory.TryGetSpan(new GuestPhysicalAddress(address), part, forWrite: true, out var span);
            ReadInto(offset, span);
            (address, offset, count) = (address + (ulong)part, offset + (ulong)part, count - (ulong)part);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void ReadInto(ulong offset, Span<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                var count = ReadPart(offset, bytes);
                if (count == 0)
                    throw Wrong($"the file is truncated: it ends at byte {offset}, and more belongs to it");

                bytes = bytes[count..];
                offset += (ulong)count;
            }
        }
        catch (IOException exception)
        {
            throw new PropertyException($"{_name}: {exception.Message}", exception);
        }
    }

    private int ReadPart(ulong offset, Span<byte> bytes)
    {
        // Files say of themselves where their parts are: anywhere.
        if (offset >= Length)
            return 0;

        if (_file is not null)
            return RandomAccess.Read(_file, bytes, (long)offset);

        var part = _content.Span[(int)offset..];
        part = part[..Math.Min(part.Length, bytes.Length)];
        part.CopyTo(bytes);
        return part.Length;
    }
}
