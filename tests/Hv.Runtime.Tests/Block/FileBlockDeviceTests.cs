using Hv.Runtime.Block;

namespace Hv.Runtime.Tests.Block;

public sealed class FileBlockDeviceTests
{
    private string _folder = "";

    private string Image => Path.Combine(_folder, "disk.img");

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("hv-block").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void What_is_written_is_in_the_file_and_is_read_back()
    {
        using var device = Open(size: 4096);
        Assert.That(device.Write(1000, [1, 2, 3]), Is.EqualTo(BlockStatus.Success));
        Assert.That(device.Flush(), Is.EqualTo(BlockStatus.Success));

        Assert.That(Read(device, 999, 5), Is.EqualTo(new byte[] { 0, 1, 2, 3, 0 }));
        Assert.That(Content().AsSpan(1000, 3).ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [TestCase(-1, 1)]
    [TestCase(4096, 1)]
    [TestCase(4000, 97)]
    [TestCase(long.MaxValue, 2)]
    public void Nothing_beyond_the_end_can_be_reached(long offset, int length)
    {
        using var device = Open(size: 4096);
        Assert.Multiple(() =>
        {
            Assert.That(device.Read(offset, new byte[length]), Is.EqualTo(BlockStatus.OutOfRange));
            Assert.That(device.Write(offset, new byte[length]), Is.EqualTo(BlockStatus.OutOfRange));
            Assert.That(device.WriteZeroes(offset, length), Is.EqualTo(BlockStatus.OutOfRange));
            Assert.That(device.Discard(offset, length), Is.EqualTo(BlockStatus.OutOfRange));
            Assert.That(Content(), Has.Length.EqualTo(4096));
        });
    }

    [Test]
    public void The_last_sector_of_a_file_that_ends_within_it_is_filled_with_zeros()
    {
        using var device = Open(size: 700);
        Assert.That(device.Length, Is.EqualTo(1024));
        Assert.That(device.Write(690, [.. Enumerable.Repeat((byte)7, 10)]), Is.EqualTo(BlockStatus.Success));

        Assert.That(Read(device, 512, 512)[178..190], Is.EqualTo(new byte[] { 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 0, 0 }));
        Assert.That(device.Write(1023, [9]), Is.EqualTo(BlockStatus.Success));
        Assert.That(Read(device, 1022, 2), Is.EqualTo(new byte[] { 0, 9 }));
    }

    [Test]
    public void Zeroes_and_holes_read_as_zeros_and_leave_their_neighbours_alone()
    {
        using var device = Open(size: 1 << 20);
        device.Write(0, [.. Enumerable.Repeat((byte)0xFF, 1 << 20)]);
        Assert.That(device.WriteZeroes(4096, 300_000), Is.EqualTo(BlockStatus.Success));
        Assert.That(Read(device, 4096, 300_000), Is.All.Zero);
        Assert.That((Read(device, 4095, 1)[0], Read(device, 304_096, 1)[0]), Is.EqualTo(((byte)0xFF, (byte)0xFF)));

        Assert.That(device.Discard(512_000, 65_536), Is.EqualTo(BlockStatus.Success));
        Assert.That(Read(device, 512_000, 65_536), Is.All.Zero.Or.All.EqualTo(0xFF));
        Assert.That(Content(), Has.Length.EqualTo(1 << 20));
    }

    [Test]
    public void Without_holes_discarded_bytes_stay_and_zeroes_are_written()
    {
        Make(8192, fill: 0xAA);
        using var device = FileBlockDevice.Open("d", Image, discards: false);
        Assert.That(device.Discard(0, 4096), Is.EqualTo(BlockStatus.Success));
        Assert.That(device.WriteZeroes(4096, 4096), Is.EqualTo(BlockStatus.Success));

        Assert.That(Read(device, 0, 4096), Is.All.EqualTo(0xAA));
        Assert.That(Read(device, 4096, 4096), Is.All.Zero);
    }

    [Test]
    public void A_device_that_is_read_only_refuses_every_change()
    {
        Make(4096, fill: 1);
        File.SetAttributes(Image, FileAttributes.ReadOnly);
        using var device = FileBlockDevice.Open("d", Image, isReadOnly: true);
        Assert.Multiple(() =>
        {
            Assert.That(device.Write(0, [2]), Is.EqualTo(BlockStatus.ReadOnly));
            Assert.That(device.WriteZeroes(0, 512), Is.EqualTo(BlockStatus.ReadOnly));
            Assert.That(device.Discard(0, 512), Is.EqualTo(BlockStatus.ReadOnly));
            Assert.That(device.Flush(), Is.EqualTo(BlockStatus.Success));
            Assert.That(Read(device, 0, 4096), Is.All.EqualTo(1));
        });
        File.SetAttributes(Image, FileAttributes.Normal);
    }

    [Test]
    public void A_file_that_shrinks_while_it_is_used_is_an_error_of_what_is_gone()
    {
        using var device = Open(size: 8192);
        using (var file = new FileStream(Image, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(4096);

        Assert.That(device.Read(0, new byte[4096]), Is.EqualTo(BlockStatus.Success));
        Assert.That(device.Read(4096, new byte[512]), Is.EqualTo(BlockStatus.Truncated));
        Assert.That(device.Read(4000, new byte[512]), Is.EqualTo(BlockStatus.Truncated));
        Assert.That(device.LastError, Does.Contain("0x2000 bytes when it was opened"));
        Assert.That(device.Write(4096, new byte[512]), Is.EqualTo(BlockStatus.Success), "it grows again");
        Assert.That(device.Read(4096, new byte[512]), Is.EqualTo(BlockStatus.Success));
    }

    [Test]
    public void A_file_that_is_removed_while_it_is_used_stays_until_it_is_closed()
    {
        using var device = Open(size: 4096);
        File.Delete(Image);
        Assert.That(device.Write(0, [5]), Is.EqualTo(BlockStatus.Success));
        Assert.That(Read(device, 0, 1), Is.EqualTo(new byte[] { 5 }));
    }

    [Test]
    public void A_closed_device_reports_errors_and_throws_nothing()
    {
        var device = Open(size: 4096);
        device.Dispose();
        Assert.Multiple(() =>
        {
            Assert.That(device.Read(0, new byte[1]), Is.EqualTo(BlockStatus.HostError));
            Assert.That(device.Write(0, [1]), Is.EqualTo(BlockStatus.HostError));
            Assert.That(device.WriteZeroes(0, 512), Is.EqualTo(BlockStatus.HostError));
            Assert.That(device.Flush(), Is.EqualTo(BlockStatus.HostError));
        });
    }

    [TestCase(28, BlockStatus.NoSpace)]
    [TestCase(5, BlockStatus.HostError)]
    public void What_the_host_says_of_a_failure_is_told_apart(int error, BlockStatus expected) =>
        Assert.That(FileBlockDevice.Classify(new IOException("host", error)), Is.EqualTo(expected));

    [Test]
    public void Two_cannot_write_one_image_and_many_can_read_it()
    {
        using (Open(size: 4096, isLocked: true))
        {
            Assert.That(() => FileBlockDevice.Open("e", Image), Throws.TypeOf<BlockDeviceException>()
                .With.Message.EqualTo($"Failed to get \"write\" lock on '{Image}': another process, or another drive, uses the image"));
            Assert.That(() => FileBlockDevice.Open("e", Image, isReadOnly: true), Throws.TypeOf<BlockDeviceException>());
        }

        using var first = FileBlockDevice.Open("a", Image, isReadOnly: true);
        using var second = FileBlockDevice.Open("b", Image, isReadOnly: true);
        Assert.That(() => FileBlockDevice.Open("c", Image), Throws.TypeOf<BlockDeviceException>());
    }

    [Test]
    public void What_is_no_disk_image_is_named()
    {
        Assert.That(() => FileBlockDevice.Open("d", Image), Throws.TypeOf<BlockDeviceException>()
            .With.Message.EqualTo($"Could not open '{Image}': No such file or directory"));
        Assert.That(() => FileBlockDevice.Open("d", _folder), Throws.TypeOf<BlockDeviceException>()
            .With.Message.EqualTo($"Could not open '{_folder}': it is a directory; a disk image is a file"));
    }

    [Test]
    public void An_image_of_another_format_is_refused_unless_it_is_said_to_be_raw()
    {
        File.WriteAllBytes(Image, [(byte)'Q', (byte)'F', (byte)'I', 0xFB, .. new byte[508]]);
        Assert.That(() => FileBlockDevice.Open("d", Image, mustBeRaw: true), Throws.TypeOf<BlockDeviceException>()
            .With.Message.StartsWith($"'{Image}' is an image of format qcow2; only raw ones are read"));

        using var device = FileBlockDevice.Open("d", Image);
        Assert.That(device.Length, Is.EqualTo(512));
    }

    [Test]
    public void With_write_through_each_write_is_flushed_and_a_guest_can_change_it()
    {
        var counts = new CountingDevice(BlockCaching.Writethrough);
        counts.Write(0, [1]);
        counts.WriteZeroes(0, 512);
        Assert.That((counts.HasWriteCache, counts.Flushes), Is.EqualTo((false, 2)));

        counts.HasWriteCache = true;
        counts.Write(0, [1]);
        Assert.That(counts.Flushes, Is.EqualTo(2));
    }

    [Test]
    public void With_unsafe_caching_nothing_is_flushed()
    {
        var counts = new CountingDevice(BlockCaching.Unsafe);
        Assert.That((counts.Flush(), counts.Flushes), Is.EqualTo((BlockStatus.Success, 0)));
    }

    // Without the lock, so that a test can look into the file.
    private FileBlockDevice Open(int size, bool isLocked = false)
    {
        Make(size);
        return FileBlockDevice.Open("d", Image, isLocked: isLocked);
    }

    private void Make(int size, byte fill = 0) => File.WriteAllBytes(Image, [.. Enumerable.Repeat(fill, size)]);

    private byte[] Content()
    {
        using var file = new FileStream(Image, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    private static byte[] Read(BlockDevice device, long offset, int length)
    {
        var content = new byte[length];
        Assert.That(device.Read(offset, content), Is.EqualTo(BlockStatus.Success));
        return content;
    }

    private sealed class CountingDevice(BlockCaching caching) : BlockDevice("c", 4096, caching: caching)
    {
        public int Flushes { get; private set; }

        public override string Kind => "counting";

        protected override BlockStatus ReadCore(long offset, Span<byte> destination) => BlockStatus.Success;

        protected override BlockStatus WriteCore(long offset, ReadOnlySpan<byte> source) => BlockStatus.Success;

        protected override BlockStatus WriteZeroesCore(long offset, long length) => BlockStatus.Success;

        protected override BlockStatus DiscardCore(long offset, long length) => BlockStatus.Success;

        protected override BlockStatus FlushCore()
        {
            Flushes++;
            return BlockStatus.Success;
        }
    }
}
