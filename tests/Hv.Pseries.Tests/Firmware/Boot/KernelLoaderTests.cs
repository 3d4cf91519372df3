using Hv.Pseries.Firmware.Boot;
using Hv.Pseries.Versions;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Objects;
using Hv.Testing;

namespace Hv.Pseries.Tests.Firmware.Boot;

public sealed class KernelLoaderTests
{
    private const ulong Address = 0x40_0000;
    private const ulong RamSize = 64 << 20;

    private TestMachine<Pseries_7_2> _machine = null!;

    [SetUp]
    public void MakeMachine() => _machine = new TestMachine<Pseries_7_2>(new MachineOptions { RamSize = RamSize });

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [Test, Combinatorial]
    public void A_kernel_of_any_width_and_order_is_loaded_and_what_is_in_no_file_is_zero([Values] bool is64, [Values] bool isLittle)
    {
        _machine.Memory.TryWrite(new GuestPhysicalAddress(Address + 0x1000), Enumerable.Repeat((byte)0xEE, 0x100).ToArray());
        var image = new ElfImage(is64, isLittle) { Entry = (is64 ? 0xC000_0000_0000_0000 : 0xC000_0000) | 0x1004 };
        image.Segments.Add((is64 ? 0xC000_0000_0000_1000 : 0xC000_1000, [1, 2, 3, 4, 5], 0x20));
        image.Segments.Add((0x2000, [9], 1));

        var kernel = Load(image.ToBytes());

        Assert.That(kernel.Address, Is.EqualTo(Address + 0x1000));
        Assert.That(kernel.End, Is.EqualTo(Address + 0x2001));
        Assert.That(kernel.Entry, Is.EqualTo(Address + 0x1004));
        Assert.That(kernel.IsLittleEndian, Is.EqualTo(isLittle));
        Assert.That(Ram(Address + 0x1000, 0x22), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5 }.Concat(new byte[27]).Concat(new byte[] { 0xEE, 0xEE })));
        Assert.That(Ram(Address + 0x2000, 1), Is.EqualTo(new byte[] { 9 }));
    }

    [Test]
    public void Of_segments_that_overlap_the_later_one_stays()
    {
        var image = new ElfImage(is64: true, isLittle: true);
        image.Segments.Add((0, [1, 1, 1, 1], 4));
        image.Segments.Add((2, [2, 2, 2, 2], 4));
        Assert.That(Load(image.ToBytes()).Length, Is.EqualTo(6));
        Assert.That(Ram(Address, 6), Is.EqualTo(new byte[] { 1, 1, 2, 2, 2, 2 }));
    }

    [Test]
    public void What_is_no_ELF_file_is_loaded_as_it_is()
    {
        var kernel = Load([7, 6, 5]);
        Assert.That((kernel.Address, kernel.Length, kernel.Entry), Is.EqualTo((Address, 3UL, Address)));
        Assert.That(Ram(Address, 3), Is.EqualTo(new byte[] { 7, 6, 5 }));
    }

    [Test]
    public void A_file_that_is_empty_is_no_kernel() => Assert.That(() => Load([]), Fails("the file is empty"));

    [Test]
    public void A_kernel_that_is_cut_off_anywhere_is_refused_or_raw()
    {
        var whole = Sample().ToBytes();
        for (var length = 4; length < whole.Length; length++)
            Assert.That(() => Load(whole[..length]), Fails("truncated"), $"{length} bytes");

        Assert.That(Load(whole[..3]).Length, Is.EqualTo(3));
    }

    [TestCase((ushort)62)]
    [TestCase((ushort)183)]
    public void A_kernel_for_another_architecture_is_named_so(ushort machine)
    {
        var image = Sample();
        image.Machine = machine;
        Assert.That(() => Load(image.ToBytes()), Fails($"another architecture (ELF machine {machine})"));
    }

    [TestCase(4, (byte)3)]
    [TestCase(5, (byte)0)]
    public void A_header_that_is_damaged_is_refused(int offset, byte value)
    {
        var bytes = Sample().ToBytes();
        bytes[offset] = value;
        Assert.That(() => Load(bytes), Fails("the ELF header is damaged"));
    }

    [Test]
    public void A_file_without_segments_is_no_kernel() =>
        Assert.That(() => Load(new ElfImage(is64: true, isLittle: false).ToBytes()), Fails("0 segments"));

    [Test]
    public void A_file_with_nothing_to_load_is_no_kernel()
    {
        var image = Sample();
        image.SegmentType = 4;
        Assert.That(() => Load(image.ToBytes()), Fails("nothing to load"));
    }

    [TestCase(RamSize)]
    [TestCase(ulong.MaxValue)]
    [TestCase(ulong.MaxValue - Address)]
    public void A_kernel_larger_than_RAM_is_refused(ulong size)
    {
        var image = new ElfImage(is64: true, isLittle: false);
        image.Segments.Add((0, [1], size));
        Assert.That(() => Load(image.ToBytes()), Fails("give the machine more with -m"));
    }

    [Test]
    public void A_raw_kernel_larger_than_RAM_is_refused() =>
        Assert.That(() => Load(new byte[RamSize - Address + 1]), Fails("do not fit into RAM"));

    [TestCase(1_000UL)]
    [TestCase(1UL << 40)]
    [TestCase(1UL << 63)]
    [TestCase(ulong.MaxValue - 8)]
    public void Segments_that_are_described_behind_the_end_are_missing(ulong table)
    {
        var image = Sample();
        image.TableOffset = table;
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, image.ToBytes());
            using var file = GuestFile.Open("-kernel", path);
            Assert.That(() => KernelLoader.Load(file, _machine.Memory, Address), Fails("truncated"));
            Assert.That(() => Load(image.ToBytes()), Fails("truncated"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Whatever_is_in_a_file_it_is_loaded_or_refused()
    {
        var random = new Random(1);
        var whole = Sample().ToBytes();
        for (var round = 0; round < 5000; round++)
        {
            var bytes = (byte[])whole.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(ElfImage.HeaderSize + 56)] = (byte)random.Next(256);

            Assert.That(() => TryLoad(bytes), Throws.Nothing);
        }
    }

    [Test]
    public void Files_that_cannot_be_read_are_named_with_their_option()
    {
        var path = Path.Combine(Path.GetTempPath(), "no-such-kernel");
        Assert.That(() => GuestFile.Open("-kernel", path), Throws.TypeOf<PropertyException>().With.Message.StartsWith($"-kernel {path}: "));
        Assert.That(() => GuestFile.Open("-initrd", Path.GetTempPath()), Throws.TypeOf<PropertyException>().With.Message.StartsWith("-initrd "));
    }

    private static ElfImage Sample()
    {
        var image = new ElfImage(is64: true, isLittle: true) { Entry = 0x1000 };
        image.Segments.Add((0x1000, [1, 2, 3, 4], 8));
        return image;
    }

    private static NUnit.Framework.Constraints.Constraint Fails(string words) =>
        Throws.TypeOf<PropertyException>().With.Message.Contains(words);

    private LoadedFile Load(byte[] content)
    {
        using var file = GuestFile.Of("-kernel test", content);
        return KernelLoader.Load(file, _machine.Memory, Address);
    }

    private void TryLoad(byte[] content)
    {
        try
        {
            var kernel = Load(content);
            Assert.That(kernel.End, Is.LessThanOrEqualTo(RamSize));
        }
        catch (PropertyException exception)
        {
            Assert.That(exception.Message, Does.StartWith("-kernel test: "));
        }
    }

    private byte[] Ram(ulong address, int count)
    {
        var bytes = new byte[count];
        Assert.That(_machine.Memory.TryRead(new GuestPhysicalAddress(address), bytes), Is.True);
        return bytes;
    }
}
