using Hv.Runtime.Block;

namespace Hv.Runtime.Tests.Block;

public sealed class SnapshotBlockDeviceTests
{
    private const int Size = 300 << 10;

    [Test]
    public void It_holds_what_is_written_and_leaves_the_original_alone()
    {
        var random = new Random(23);
        using var original = new MemoryBlockDevice("m", Size);
        var expected = new byte[Size];
        random.NextBytes(expected);
        original.Write(0, expected);
        var before = (byte[])expected.Clone();
        var folder = Directory.CreateTempSubdirectory("hv-snapshot").FullName;
        try
        {
            using var snapshot = new SnapshotBlockDevice(original, folder);
            for (var step = 0; step < 300; step++)
            {
                var offset = random.Next(Size);
                var length = random.Next(Math.Min(100_000, Size - offset) + 1);
                switch (random.Next(3))
                {
                    case 0:
                        Assert.That(snapshot.WriteZeroes(offset, length), Is.EqualTo(BlockStatus.Success));
                        expected.AsSpan(offset, length).Clear();
                        break;
                    case 1:
                        random.NextBytes(expected.AsSpan(offset, length));
                        Assert.That(snapshot.Write(offset, expected.AsSpan(offset, length)), Is.EqualTo(BlockStatus.Success));
                        break;
                    default:
                        var content = new byte[length];
                        Assert.That(snapshot.Read(offset, content), Is.EqualTo(BlockStatus.Success));
                        Assert.That(content.AsSpan().SequenceEqual(expected.AsSpan(offset, length)), Is.True);
                        break;
                }
            }

            var unchanged = new byte[Size];
            original.Read(0, unchanged);
            Assert.That(unchanged.AsSpan().SequenceEqual(before), Is.True);
            if (!OperatingSystem.IsWindows())
                Assert.That(Directory.EnumerateFileSystemEntries(folder), Is.Empty, "the file has no name");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Writes_of_many_threads_to_parts_of_one_chunk_are_all_kept()
    {
        using var snapshot = new SnapshotBlockDevice(new MemoryBlockDevice("m", Size));
        Parallel.For(0, Size / 512, sector => snapshot.Write(sector * 512, [.. Enumerable.Repeat((byte)(sector + 1), 512)]));
        var content = new byte[Size];
        snapshot.Read(0, content);
        for (var sector = 0; sector < Size / 512; sector++)
            Assert.That(content[sector * 512] == (byte)(sector + 1) && content[(sector * 512) + 511] == (byte)(sector + 1), $"sector {sector}");
    }

    [Test]
    public void Without_a_folder_for_its_file_it_cannot_be_made() => Assert.That(
        () => new SnapshotBlockDevice(new MemoryBlockDevice("m", Size), "/none/such"),
        Throws.TypeOf<BlockDeviceException>().With.Message.StartsWith("cannot make a temporary file for the changes of 'm'"));
}
