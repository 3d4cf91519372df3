using System.Buffers.Binary;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Firmware.Boot;

/// <summary>
/// Loads a kernel: an ELF file for PowerPC of either width and byte order (System V ABI, "Object Files"), or anything else as it is.
/// </summary>
internal static class KernelLoader
{
    /// <summary>Kernels are linked at the start of some region of the address space; what counts is the place within it.</summary>
    private const ulong LinkedMask = 0x0FFF_FFFF;

    private const int HeaderSize = 64;
    private const int MostSegments = 64;
    private const byte Class64 = 2;
    private const byte LittleEndianData = 1;
    private const ushort MachinePowerPc = 20;
    private const ushort MachinePowerPc64 = 21;
    private const uint SegmentLoad = 1;

    /// <summary>Loads it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="memory">The guest's RAM.</param>
    /// <param name="address">Where kernels are put.</param>
    /// <exception cref="Hv.Runtime.Objects.PropertyException">It is no kernel for this machine, or does not fit.</exception>
    public static LoadedFile Load(GuestFile file, GuestMemory memory, ulong address)
    {
        if (file.Length == 0)
            throw file.Wrong("the file is empty");

        var isElf = file.Length >= 4 && file.Read(0, 4).AsSpan().SequenceEqual("\u007FELF"u8);
        if (isElf)
            return LoadElf(file, memory, address);

        file.Load(memory, address, 0, file.Length);
        return new LoadedFile(address, file.Length);
    }

    private static LoadedFile LoadElf(GuestFile file, GuestMemory memory, ulong address)
    {
        if (file.Length < HeaderSize)
            throw file.Wrong($"the file is truncated: an ELF header has {HeaderSize} bytes, and it has {file.Length}");

        var header = new ElfWords(file.Read(0, HeaderSize));
        if (header.Is64 is null || header.IsLittle is null)
            throw file.Wrong("the ELF header is damaged: it says neither width nor byte order");

        var machine = header.Half(18);
        if (machine is not (MachinePowerPc or MachinePowerPc64))
            throw file.Wrong($"the kernel is for another architecture (ELF machine {machine}); this machine runs PowerPC (20, 21)");

        var is64 = header.Is64.Value;
        var entry = is64 ? header.Long(24) : header.Word(24);
        var table = is64 ? header.Long(32) : header.Word(28);
        int entrySize = header.Half(is64 ? 54 : 42);
        int count = header.Half(is64 ? 56 : 44);
        if (count is 0 or > MostSegments || entrySize < (is64 ? 56 : 32))
            throw file.Wrong($"the ELF header is damaged: {count} segments of {entrySize} bytes");

        var (first, last) = (ulong.MaxValue, 0UL);
        for (var index = 0; index < count; index++)
        {
            var segment = new ElfWords(file.Read(table + (ulong)(index * entrySize), entrySize), header);
            if (segment.Word(0) != SegmentLoad)
                continue;

            var offset = is64 ? segment.Long(8) : segment.Word(4);
            var place = (is64 ? segment.Long(24) : segment.Word(12)) & LinkedMask;
            var fileSize = is64 ? segment.Long(32) : segment.Word(16);
            var memorySize = Math.Max(fileSize, is64 ? segment.Long(40) : segment.Word(20));
            if (memorySize == 0)
                continue;

            var target = address + place;
            if (memorySize > ulong.MaxValue - target || !memory.Contains(new GuestPhysicalAddress(target), memorySize))
                throw file.Wrong($"the kernel needs RAM up to 0x{unchecked(target + memorySize):x}; give the machine more with -m");

            file.Load(memory, target, offset, fileSize);
            Clear(memory, target + fileSize, memorySize - fileSize);
            (first, last) = (Math.Min(first, target), Math.Max(last, target + memorySize));
        }

        if (last == 0)
            throw file.Wrong("the ELF file has nothing to load; is it an object file?");

        return new LoadedFile(first, last - first) { Entry = address + (entry & LinkedMask), IsLittleEndian = header.IsLittle.Value };
    }

    private static void Clear(GuestMemory memory, ulong address, ulong count)
    {
        const int Part = 1 << 24;
        while (count > 0)
        {
            var part = (int)Math.Min(count, Part);
            memory.TryGetSpan(new GuestPhysicalAddress(address), part, forWrite: true, out var span);
            span.Clear();
            (address, count) = (address + (ulong)part, count - (ulong)part);
        }
    }

    /// <summary>The words of an ELF file in its own width and byte order.</summary>
    private readonly struct ElfWords
    {
        private readonly byte[] _bytes;

        public ElfWords(byte[] header)
        {
            _bytes = header;
            Is64 = header[4] is 1 or Class64 ? header[4] == Class64 : null;
            IsLittle = header[5] is LittleEndianData or 2 ? header[5] == LittleEndianData : null;
        }

        public ElfWords(byte[] bytes, ElfWords header) => (_bytes, Is64, IsLittle) = (bytes, header.Is64, header.IsLittle);

        public bool? Is64 { get; }

        public bool? IsLittle { get; }

        public ushort Half(int offset) => IsLittle == true
            ? BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(offset))
            : BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(offset));

        public uint Word(int offset) => IsLittle == true
            ? BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(offset))
            : BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(offset));

        public ulong Long(int offset) => IsLittle == true
            ? BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(offset))
            : BinaryPrimitives.ReadUInt64BigEndian(_bytes.AsSpan(offset));
    }
}
