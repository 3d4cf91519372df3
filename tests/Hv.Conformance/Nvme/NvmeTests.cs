using System.Buffers.Binary;
using Hv.Conformance.Infrastructure;
using Hv.Devices.Tests.Nvme;

namespace Hv.Conformance.Nvme;

/// <summary>NVMe controllers: registers, what identifies them, how commands of every kind end.</summary>
public sealed class NvmeTests : ConformanceTest
{
    private const string Version = "pseries-7.2";
    private const int ImageSize = 4 << 20;
    private const int DeviceControl = 0x88;
    private const uint FunctionLevelReset = 0x8000;
    private const int LastBlock = (ImageSize / 512) - 1;

    private static readonly uint[] Namespaces = [0, 1, 2, 0x100, 0x101, 0xFFFF_FFFD, 0xFFFF_FFFE, 0xFFFF_FFFF];

    private string _image = "";

    [SetUp]
    public void MakeImage()
    {
        _image = Path.GetTempFileName();
        File.WriteAllBytes(_image, new byte[ImageSize]);
    }

    [TearDown]
    public void RemoveImage() => File.Delete(_image);

    [TestCase(Version)]
    [TestCase("pseries-5.1")]
    [TestCase("pseries-2.4")]
    [Differs(nameof(Differences.NvmeResetBringsBackEveryByte))]
    public void The_configuration_space_has_the_same_content_and_writable_bits(string version)
    {
        var pair = Start(NvmePair.Setup(version, _image));
        NvmePair.Target.Compare(pair, "at power-on");
        foreach (var value in new uint[] { 0xFFFF_FFFF, 0, 0x5555_5555, 0xAAAA_AAAA })
        {
            // But for the reset of the function, which is looked at elsewhere.
            for (var register = 0; register < PciTarget.Size; register += sizeof(uint))
                NvmePair.Target.Write(pair, register, sizeof(uint), register == DeviceControl ? value & ~FunctionLevelReset : value);

            NvmePair.Target.Compare(pair, $"after writes of {value:x}");
        }

        pair.Reset();
        NvmePair.Target.Compare(pair, "after a reset");
    }

    [TestCase(Version)]
    public void A_reset_of_the_function_closes_it(string version)
    {
        var pair = Start(NvmePair.Setup(version, _image));
        NvmePair.Target.Write(pair, 0x10, sizeof(uint), 0x9000_0000);
        NvmePair.Target.Write(pair, 0x04, sizeof(ushort), 6);
        NvmePair.Target.Write(pair, 0x42, sizeof(ushort), 0xC000);
        NvmePair.Target.Write(pair, DeviceControl, sizeof(uint), FunctionLevelReset);
        NvmePair.Target.Compare(pair, "after a reset of the function");
    }

    [TestCase(Version)]
    public void Registers_have_the_same_content(string version)
    {
        var pair = Start(NvmePair.Setup(version, _image));
        var nvme = new NvmePair(pair, Note);
        nvme.CompareRegisters(0, 0x38, "before it is enabled");
        foreach (var value in new uint[]
        {
            0x0046_0011, 0x0046_0021, 0x0046_0061, 0x0046_0071, 0x0046_0281, 0x0046_0201, 0x0056_0001, 0x0036_0001, 0x0047_0001, 1,
        })
        {
            nvme.Enable(value);
            nvme.CompareRegisters(0, 0x38, $"with CC {value:x}");
            nvme.WriteRegister(0x14, 0);
            nvme.CompareRegisters(0, 0x38, $"after CC {value:x}");
        }

        foreach (var (offset, value) in new (uint, uint)[]
        {
            (0x0C, 0xFFFF), (0x10, 0xF), (0x1C, 0xFFFF_FFFF), (0x00, 0), (0x08, 7), (0x20, 0x4E56_4D65),
        })
        {
            nvme.WriteRegister(offset, value);
            nvme.CompareRegisters(0, 0x38, $"after {value:x} to {offset:x}");
        }

        nvme.Enable(0x0046_0001);
        nvme.WriteRegister(0x14, 0x0046_4001);
        nvme.CompareRegisters(0x1C, 4, "after a shutdown");
        nvme.WriteRegister(0x14, 0x0046_0001);
        nvme.CompareRegisters(0x1C, 4, "after the shutdown was taken back");
    }

    [TestCase(Version)]
    [Differs(nameof(Differences.NvmeController))]
    [Differs(nameof(Differences.NvmeNamespace))]
    [Differs(nameof(Differences.NvmeCommandSets))]
    [Differs(nameof(Differences.NvmeVirtualization))]
    public void Everything_that_can_be_identified_is_the_same(string version)
    {
        var nvme = StartController(version);
        for (var structure = 0u; structure < 0x30; structure++)
        {
            foreach (var id in Namespaces)
            {
                foreach (var commandSet in new uint[] { 0, 1, 2, 0xFF })
                    nvme.Compare(0, new NvmeEntry(0x06, id) { Word10 = structure, Word11 = commandSet << 24 });
            }
        }
    }

    [TestCase(Version)]
    [Differs(nameof(Differences.NvmeFeatureCanBeChanged))]
    public void Features_have_the_same_values_and_take_the_same(string version)
    {
        var nvme = StartController(version);
        GetAll(nvme);
        for (var feature = 0u; feature < 0x100; feature++)
        {
            // The number of queues once more, which is too late; the timestamp has data of its own.
            foreach (var value in new uint[] { 0, 1, 0x0003_0001, 0xFFFF, 0x0010_0150, 0x0020_0000 })
            {
                foreach (var id in new uint[] { 0, 1, 2, 0xFFFF_FFFF })
                    nvme.Compare(0, new NvmeEntry(0x09, id) { Word10 = feature, Word11 = value });
            }

            nvme.Compare(0, new NvmeEntry(0x09, 0) { Word10 = feature | 0x8000_0000 });
        }
    }

    [TestCase(Version)]
    [Differs(nameof(Differences.NvmeErrorsAreLogged))]
    [Differs(nameof(Differences.NvmeHealth))]
    [Differs(nameof(Differences.NvmeEffects))]
    [Differs(nameof(Differences.NvmeLogOfAllNamespaces))]
    public void Log_pages_are_the_same(string version)
    {
        var nvme = StartController(version);
        for (var page = 0u; page < 0x100; page++)
        {
            foreach (var id in new uint[] { 0, 1, 2, 0xFFFF_FFFF })
            {
                foreach (var (words, offset) in new (uint, uint)[]
                {
                    (128, 0), (1024, 0), (1, 64), (4, 2), (8, 508), (8, 512), (8, 4092), (8, 4096), (0x10_0000, 0),
                })
                {
                    nvme.Compare(0, new NvmeEntry(0x02, id) { Word10 = page | ((words - 1) << 16), Word11 = (words - 1) >> 16, Word12 = offset });
                }
            }
        }
    }

    [TestCase(Version)]
    [Differs(nameof(Differences.NvmeAbsentAdminCommands))]
    public void Admin_commands_end_the_same(string version)
    {
        var nvme = StartController(version);
        for (var opcode = 0; opcode < 0x100; opcode++)
        {
            // Event requests do not end; with shadow doorbells, which Hv has not, QEMU listens to no others.
            if (opcode is 0x0C or 0x7C)
                continue;

            foreach (var flags in new byte[] { 0, 0x40, 0x80, 0xC0, 1, 2 })
                nvme.Compare(0, new NvmeEntry((byte)opcode, 0) { Flags = flags, Word10 = 0xFFFF, Word11 = 0xFFFF });
        }

        foreach (var (number, flags, address) in QueueCommands())
        {
            nvme.Compare(0, new NvmeEntry(0x05, 0) { Prp1 = address, Word10 = number, Word11 = flags });
            nvme.Compare(0, new NvmeEntry(0x01, 0) { Prp1 = address, Word10 = number, Word11 = flags });
            nvme.Compare(0, new NvmeEntry(0x04, 0) { Word10 = number });
            nvme.Compare(0, new NvmeEntry(0x00, 0) { Word10 = number });
            nvme.Compare(0, new NvmeEntry(0x04, 0) { Word10 = number });
            nvme.Compare(0, new NvmeEntry(0x08, 0) { Word10 = number });
        }
    }

    [TestCase(Version)]
    [Differs(nameof(Differences.NvmeAbsentIoCommands))]
    public void Commands_of_every_opcode_and_namespace_end_the_same(string version)
    {
        var nvme = StartController(version);
        for (var opcode = 0; opcode < 0x100; opcode++)
        {
            foreach (var id in Namespaces)
                nvme.Compare(1, new NvmeEntry((byte)opcode, id) { Word10 = 1 });

            nvme.Compare(1, new NvmeEntry((byte)opcode) { Word10 = 1, Flags = 1 });
        }
    }

    [TestCase(Version)]
    [Differs(nameof(Differences.NvmeRangesAreChecked))]
    public void Blocks_are_read_written_and_checked_the_same(string version)
    {
        var nvme = StartController(version);
        var random = new Random(5);
        var content = new byte[4096];
        random.NextBytes(content);
        nvme.Compare(1, new NvmeEntry(0x01) { Word10 = 16, Word12 = 7 }, content);
        nvme.Compare(1, new NvmeEntry(0x02) { Word10 = 16, Word12 = 7 });
        nvme.Compare(1, new NvmeEntry(0x02) { Word10 = 18, Word12 = 3 });
        nvme.Compare(1, new NvmeEntry(0x05) { Word10 = 16, Word12 = 7 }, content);
        nvme.Compare(1, new NvmeEntry(0x05) { Word10 = 17, Word12 = 6 }, content);
        nvme.Compare(1, new NvmeEntry(0x08) { Word10 = 18, Word12 = 1 });
        nvme.Compare(1, new NvmeEntry(0x02) { Word10 = 16, Word12 = 7 });
        foreach (var opcode in new byte[] { 1, 2, 5, 8 })
        {
            foreach (var (block, count) in new (ulong, uint)[]
            {
                (LastBlock, 1), (LastBlock, 2), (LastBlock + 1, 1), (ulong.MaxValue, 1), (ulong.MaxValue, 0x10000), (0, 0x10000), (0, 1025),
                (1UL << 32, 1), (1UL << 55, 1),
            })
            {
                nvme.Compare(1, new NvmeEntry(opcode) { Word10 = (uint)block, Word11 = (uint)(block >> 32), Word12 = count - 1 });
            }
        }

        foreach (var (first, blocks) in new (ulong, uint)[] { (20, 4), (LastBlock, 1), (LastBlock + 1, 1), (0, uint.MaxValue), (ulong.MaxValue, 1) })
        {
            var range = new byte[16];
            BinaryPrimitives.WriteUInt32LittleEndian(range.AsSpan(4), blocks);
            BinaryPrimitives.WriteUInt64LittleEndian(range.AsSpan(8), first);
            foreach (var attributes in new uint[] { 0, 1, 4, 7 })
                nvme.Compare(1, new NvmeEntry(0x09) { Word11 = attributes }, range);
        }
    }

    [TestCase(Version)]
    [Differs(nameof(Differences.NvmeTransfersNeedAWindow))]
    public void Data_pointers_are_read_and_checked_the_same(string version)
    {
        var nvme = StartController(version);
        var content = new byte[4096];
        new Random(6).NextBytes(content);
        nvme.Compare(1, new NvmeEntry(0x01) { Word12 = 7 }, content);

        // PRP: offsets within a page, a second page, lists that begin inside of their page.
        var list = new byte[4096];
        for (var index = 0; index < 512; index++)
            BinaryPrimitives.WriteUInt64LittleEndian(list.AsSpan(index * 8), NvmePair.Lists + 0x1000 + (ulong)(index % 4 * 0x1000));

        list[^16] = 8;
        nvme.Write(NvmePair.Lists, list);
        foreach (var (first, second, blocks) in new (ulong, ulong, uint)[]
        {
            (0x200, 0, 7), (0x200, NvmePair.Lists + 0x1000, 8), (0xE00, NvmePair.Lists + 0x1000, 8), (0x200, NvmePair.Lists + 0x1200, 8),
            (0, NvmePair.Lists, 64), (0x600, NvmePair.Lists + 0x800, 100), (0, NvmePair.Lists + 0xFF0, 40), (0, NvmePair.Lists + 0xFF8, 60),
        })
        {
            nvme.Compare(1, new NvmeEntry(0x02) { Prp1 = NvmePair.Page + first, Prp2 = second, Word12 = blocks - 1 });
        }

        // SGL: the descriptor in the command, and those of a segment.
        foreach (var (type, length) in new (uint, uint)[]
        {
            (0, 4096), (0, 4095), (0, 4097), (1, 4096), (2, 0), (2, 15), (3, 0), (4, 16), (5, 16), (15, 4096),
        })
        {
            nvme.Compare(1, new NvmeEntry(0x02) { Flags = 0x40, Prp1 = NvmePair.Page, Prp2 = length | ((ulong)type << 60), Word12 = 7 });
        }

        foreach (var descriptors in new (ulong Address, uint Length, uint Type)[][]
        {
            [(NvmePair.Page + 8, 2048, 0), (NvmePair.Page + 0x808, 2040, 0), (NvmePair.Page, 8, 0)],
            [(NvmePair.Page, 2048, 0), (NvmePair.Page, 2047, 0)],
            [(NvmePair.Page, 4096, 0), (NvmePair.Page, 1, 0)],
            [(NvmePair.Page, 4096, 0), (NvmePair.Page, 0, 0)],
            [(NvmePair.Page, 4096, 1)],
            [(NvmePair.Page, 16, 2), (NvmePair.Page, 4096, 0)],
            [(ulong.MaxValue - 2, 4096, 0)],
            [(NvmePair.Page, 2048, 0), (NvmePair.Lists + 0x40, 16, 2)],
            [(NvmePair.Page, 2048, 0), (NvmePair.Lists + 0x40, 16, 3), (0, 0, 0), (0, 0, 0), (NvmePair.Page + 0x800, 2048, 0)],
            [(NvmePair.Lists + 0x40, 16, 3), (0, 0, 0), (0, 0, 0), (0, 0, 0), (NvmePair.Page, 4096, 0)],
        })
        {
            var segment = new byte[descriptors.Length * 16];
            for (var index = 0; index < descriptors.Length; index++)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(segment.AsSpan(index * 16), descriptors[index].Address);
                BinaryPrimitives.WriteUInt32LittleEndian(segment.AsSpan((index * 16) + 8), descriptors[index].Length);
                segment[(index * 16) + 15] = (byte)(descriptors[index].Type << 4);
            }

            nvme.Write(NvmePair.Lists, segment);
            foreach (var type in new ulong[] { 2, 3 })
            {
                for (var length = 16; length <= segment.Length; length += 16)
                    nvme.Compare(1, new NvmeEntry(0x02) { Flags = 0x40, Prp1 = NvmePair.Lists, Prp2 = (uint)length | (type << 60), Word12 = 7 });
            }
        }
    }

    private static IEnumerable<(uint Number, uint Flags, ulong Address)> QueueCommands()
    {
        foreach (var id in new uint[] { 0, 1, 2, 64, 65, 0xFFFF })
        {
            foreach (var size in new uint[] { 0, 1, 0x7FF, 0x800, 0xFFFF })
            {
                foreach (var flags in new uint[] { 0, 1, 3, 0x1_0001, 0x40_0003, 0x41_0003, 0xFFFF_0001 })
                {
                    foreach (var address in new[] { NvmePair.Lists + 0x4000, NvmePair.Lists + 0x4008 })
                        yield return (id | (size << 16), flags, address);
                }
            }
        }
    }

    private static void GetAll(NvmePair nvme)
    {
        for (var feature = 0u; feature < 0x100; feature++)
        {
            foreach (var selection in new uint[] { 0, 1, 2, 3 })
            {
                foreach (var id in new uint[] { 0, 1, 2, 0xFFFF_FFFF })
                {
                    foreach (var value in new uint[] { 0, 1, 64, 65, 0x0001_0000, 0x0010_0000, 0x0020_0000 })
                        nvme.Compare(0, new NvmeEntry(0x0A, id) { Word10 = feature | (selection << 8), Word11 = value });
                }
            }
        }
    }

    private NvmePair StartController(string version)
    {
        var nvme = new NvmePair(Start(NvmePair.Setup(version, _image)), Note);
        nvme.Start();
        return nvme;
    }
}
