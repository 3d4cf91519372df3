using System.IO.Compression;
using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Streams;
using Hv.Runtime.Tests.Migration.Infrastructure;

namespace Hv.Runtime.Tests.Migration;

/// <summary>RAM in streams: what is sent, and all forms that are read.</summary>
public sealed class RamStreamTests
{
    private const int PageSize = SmallMachine.PageSize;

    [Test]
    public void Pages_of_each_form_are_read()
    {
        var page = Enumerable.Range(0, PageSize).Select(index => (byte)(index * 7)).ToArray();
        var deflated = new MemoryStream();
        using (var zlib = new ZLibStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(page);

        using var machine = SmallMachine.Create();
        MigrationStream.Load(machine, StreamBuilder.WithRam().Part(1)
            .Long(0x0000 | 0x08).Name("ram").Data(page)
            .Long(0x1000 | 0x22).Byte(0xAB)
            .Long(0x2000 | 0x120).Word((uint)deflated.Length).Data(deflated.ToArray())
            .Long(0x3000 | 0x28).Data(page)
            .Long(0x3000 | 0x60).Byte(1).Half(8).Data(0x00, 0x01, 0xEE, 0x80, 0x01, 0x02, 0xDD, 0xCC) // 1 new, 128 stay, 2 new
            .Long(0x10).Foot(1).Rest().Stream);

        var ram = machine.ReadRam();
        Assert.That(ram[..PageSize], Is.EqualTo(page));
        Assert.That(ram[PageSize..(2 * PageSize)], Is.All.EqualTo(0xAB));
        Assert.That(ram[(2 * PageSize)..(3 * PageSize)], Is.EqualTo(page));
        page[0] = 0xEE;
        page[129] = 0xDD;
        page[130] = 0xCC;
        Assert.That(ram[(3 * PageSize)..], Is.EqualTo(page));
    }

    [TestCase(0x4008UL, "RAM block 'ram' has 0x4000 bytes", TestName = "A page beyond the block")]
    [TestCase(0xFFFF_FFFF_FFFF_F008UL, "RAM block 'ram' has 0x4000 bytes", TestName = "A page at the end of all addresses")]
    [TestCase(0x0001UL, "do not go together", TestName = "The flag that is obsolete")]
    [TestCase(0x000AUL, "do not go together", TestName = "Two forms at once")]
    [TestCase(0x0080UL, "a transport's own", TestName = "Something of RDMA's")]
    [TestCase(0x0004UL, "do not go together", TestName = "A list of blocks in the middle")]
    [TestCase(0x0028UL, "the page before, and there is none", TestName = "The block of the page before the first")]
    [TestCase(0x1010UL, "do not go together", TestName = "An end with an offset")]
    public void Words_that_cannot_be_are_refused(ulong word, string problem) =>
        Assert.That(Refusal(StreamBuilder.WithRam().Part(1).Long(word).Name("ram")), Does.Contain("section 'ram', ").And.Contain(problem));

    [TestCase(new byte[] { 2, 0, 0 }, "the page's encoding is 1")]
    [TestCase(new byte[] { 1, 0x10, 1 }, "at most 4096 bytes")]
    [TestCase(new byte[] { 1, 0, 1, 5 }, "it ends after bytes that stay")]
    [TestCase(new byte[] { 1, 0, 2, 5, 3 }, "it ends within a run")]
    [TestCase(new byte[] { 1, 0, 2, 5, 0 }, "a run of no bytes is in it")]
    [TestCase(new byte[] { 1, 0, 3, 0x80, 0x80, 1 }, "a length in it is none")]
    [TestCase(new byte[] { 1, 0, 2, 0xFF, 0x7F }, "it goes beyond the 4096 bytes of the page")]
    public void Differences_that_do_not_fit_a_page_are_refused(byte[] data, string problem) =>
        Assert.That(Refusal(StreamBuilder.WithRam().Part(1).Long(0x40).Name("ram").Data(data)), Does.Contain(problem));

    [TestCase(uint.MaxValue, "at most 4110 bytes")]
    [TestCase(4u, "cannot be inflated")]
    public void Deflated_pages_that_are_none_are_refused(uint length, string problem) =>
        Assert.That(Refusal(StreamBuilder.WithRam().Part(1).Long(0x100).Name("ram").Word(length).Data(1, 2, 3, 4)), Does.Contain(problem));

    [Test]
    public void A_deflated_page_that_is_short_is_refused()
    {
        var deflated = new MemoryStream();
        using (var zlib = new ZLibStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(new byte[100]);

        var stream = StreamBuilder.WithRam().Part(1).Long(0x100).Name("ram").Word((uint)deflated.Length).Data(deflated.ToArray());
        Assert.That(Refusal(stream), Does.Contain("cannot be inflated"));
    }

    [Test]
    public void Blocks_that_are_not_as_those_of_the_machine_are_refused_by_name()
    {
        Assert.That(List(list => list.Long(0x5004).Name("ram").Long(0x5000)), Does.Contain("RAM block 'ram' has 0x5000 bytes there and 0x4000 here"));
        Assert.That(List(list => list.Long(0x4004).Name("rom").Long(0x4000)), Does.Contain("RAM block 'rom' is not one of this machine, which has 'ram'"));
        Assert.That(List(list => list.Long(0x8004).Name("ram").Long(0x4000).Name("ram").Long(0x4000)), Does.Contain("comes twice"));
        Assert.That(List(list => list.Long(0x3004).Name("ram").Long(0x4000)), Does.Contain("less than the 0x4000 bytes"));
        Assert.That(List(list => list.Long(0x0004)), Does.Contain("RAM block 'ram' of 0x4000 bytes is not there"));
        Assert.That(List(list => list.Long(0x0008).Name("ram")), Does.Contain("a page comes before the list"));

        static string List(Func<StreamBuilder, StreamBuilder> list) =>
            Refusal(list(new StreamBuilder().Configuration().Start(1, "ram", 0, 4)).Data(new byte[PageSize]));
    }

    [Test]
    public void Zero_pages_take_no_memory_of_the_host_on_either_side()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("How much memory is taken is looked up in /proc.");

        const int pages = 64 << 8; // 64 MiB
        using var source = SmallMachine.Create(pages);
        source.FillRam(seed: 3, offset: 20 << 20, length: 10 * PageSize);
        var stream = new MemoryStream();
        MigrationStream.Save(source, stream);
        using var target = SmallMachine.Create(pages);
        stream.Position = 0;
        MigrationStream.Load(target, stream);

        Assert.That(stream.Length, Is.LessThan((pages * 9) + (10 * PageSize) + 4096));
        Assert.That(ResidentMemory(), Is.EqualTo(new[] { 10 * PageSize, 10 * PageSize }));
        Assert.That(target.ReadRam(), Is.EqualTo(source.ReadRam()));
    }

    [Test]
    public void Zero_pages_make_zero_what_was_not()
    {
        using var target = SmallMachine.Create();
        target.FillRam(seed: 3, offset: 0, length: 4 * PageSize);
        MigrationStream.Load(target, StreamBuilder.WithRam().Part(1)
            .Long(0x1002).Name("ram").Byte(0).Long(0x2022).Byte(0).Long(0x10).Foot(1).Rest().Stream);
        var ram = target.ReadRam();
        Assert.That(ram.AsSpan(PageSize, 2 * PageSize).ContainsAnyExcept((byte)0), Is.False);
        Assert.That(ram.AsSpan(0, PageSize).ContainsAnyExcept((byte)0), Is.True, "what does not come stays");
    }

    [Test]
    public void Pages_that_come_are_marked_as_written()
    {
        using var target = SmallMachine.Create();
        using var log = target.Memory.StartDirtyLog();
        MigrationStream.Load(target, StreamBuilder.WithRam().Part(1)
            .Long(0x1008).Name("ram").Data(new byte[PageSize]).Long(0x3022).Byte(7).Long(0x10).Foot(1).Rest().Stream);
        var pages = new List<ulong>();
        log.Collect(target.Memory.Blocks[0].Block, (first, count) => pages.AddRange(Enumerable.Range((int)first, (int)count).Select(page => (ulong)page)));
        Assert.That(pages, Is.EqualTo(new[] { 1UL, 3UL }));
    }

    [Test]
    public void What_a_guest_writes_while_it_is_sent_arrives_as_it_was_when_it_stopped()
    {
        const int pages = 2048;
        using var source = SmallMachine.Create(pages);
        using var target = SmallMachine.Create(pages);
        using var stop = new CancellationTokenSource();
        var writer = new Thread(() =>
        {
            var random = new Random(1);
            var bytes = new byte[64];
            while (!stop.IsCancellationRequested)
            {
                random.NextBytes(bytes);
                source.Memory.TryWrite(new((ulong)random.Next((pages * PageSize) - bytes.Length)), bytes);
            }
        });
        writer.Start();
        source.Clock.Start();
        var passes = new List<ulong>();
        var stream = new MemoryStream();
        var migration = new MigrationSource(
            source,
            stream,
            () => new MigrationParameters(100 << 20, passes.Count < 4 ? TimeSpan.Zero : MigrationParameters.LongestDowntime),
            () =>
            {
                // After it was looked for writes for the last time while it ran.
                source.FillRam(seed: 5, offset: 0, length: 100);
                stop.Cancel();
                writer.Join();
                source.FillRam(seed: 6, offset: (pages - 1) * PageSize, length: 100);
                source.Clock.Stop();
                return "running";
            });
        migration.PassBegun += pass =>
        {
            // The thread may get no time on a busy host: something is written in each of the first passes whatever it does.
            passes.Add(pass);
            if (passes.Count <= 4)
                source.Memory.TryWrite(new((ulong)passes.Count * PageSize), [(byte)passes.Count]);
        };
        migration.Run(CancellationToken.None);

        stream.Position = 0;
        Assert.That(MigrationStream.Load(target, stream), Is.EqualTo("running"));
        Assert.That(target.ReadRam(), Is.EqualTo(source.ReadRam()));
        Assert.That(passes, Has.Count.GreaterThanOrEqualTo(4));
        Assert.That(migration.Progress.Ram.NormalPages, Is.GreaterThan(pages), "pages went more than once");
        Assert.That(migration.Progress.Ram.Remaining, Is.Zero);
    }

    [Test]
    public void A_source_that_is_cancelled_takes_no_note_of_writes_any_more()
    {
        using var source = SmallMachine.Create(1024);
        source.FillRam(seed: 1, offset: 0, length: 1024 * PageSize);
        source.Clock.Start();
        using var cancellation = new CancellationTokenSource();
        var migration = new MigrationSource(
            source, Stream.Null, () => new MigrationParameters(1 << 20, TimeSpan.Zero), () => throw new AssertionException("not stopped"));
        migration.Begun += cancellation.Cancel;
        Assert.That(() => migration.Run(cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(source.Clock.IsRunning);
    }

    private static string Refusal(StreamBuilder stream)
    {
        using var machine = SmallMachine.Create();
        return Assert.Throws<StateException>(() => MigrationStream.Load(machine, stream.Stream))!.Message;
    }

    /// <summary>The resident bytes of each block of RAM that this process has mapped.</summary>
    private static int[] ResidentMemory()
    {
        var sizes = new List<int>();
        var isRam = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.Contains("memfd:", StringComparison.Ordinal))
                isRam = line.Contains("/memfd:ram (deleted)", StringComparison.Ordinal);
            else if (isRam && line.StartsWith("Rss:", StringComparison.Ordinal))
            {
                sizes.Add(int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) << 10);
                isRam = false;
            }
        }

        return [.. sizes.Where(size => size > 0)];
    }
}
