using System.Security.Cryptography;

namespace Hv.Conformance.Guests;

/// <summary>Debian's kernel, unchanged, on the machine versions: it reaches user land, its NVMe driver works, it powers off.</summary>
public sealed class DebianBootTests
{
    private const int DiskSize = 160 << 20;
    private const int CopiedSize = 64 << 20;

    private DirectoryInfo _folder = null!;
    private string _disk = null!;
    private string _trace = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("hv-debian-");
        _disk = Path.Combine(_folder.FullName, "disk");
        _trace = Path.Combine(_folder.FullName, "trace");
        using var disk = File.Create(_disk);
        var content = new byte[CopiedSize];
        new Random(6).NextBytes(content);
        disk.Write(content);
        disk.SetLength(DiskSize);
    }

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    [TestCase("2.1", "-cpu power8 -m 512M", "Hash", false)]
    [TestCase("2.1", "-cpu power8 -m 4G -smp 2", "Hash", false)]
    [TestCase("2.3", "-cpu power8 -m 4G", "Hash", false)]
    [TestCase("2.3", "-cpu power8 -m 512M -smp 2", "Hash", false)]
    [TestCase("2.4", "-cpu power8 -m 512M", "Hash", true)]
    [TestCase("2.4", "-cpu power8 -m 4G -smp 2", "Hash", true)]
    [TestCase("2.12", "-m 4G", "Hash", true)]
    [TestCase("2.12", "-m 512M -smp 2", "Hash", true)]
    [TestCase("3.1", "-m 512M", "Hash", true)]
    [TestCase("3.1", "-m 4G -smp 2", "Hash", true)]
    [TestCase("4.1", "-m 4G", "Radix", true)]
    [TestCase("4.1", "-m 512M -smp 2", "Radix", true)]
    [TestCase("7.2", "-m 512M", "Radix", true)]
    [TestCase("7.2", "-m 4G -smp 2", "Radix", true)]
    public void It_reaches_user_land_and_powers_off(string version, string options, string mmu, bool hasDynamicWindows)
    {
        var run = DebianRun.Hv(
            $"-machine pseries-{version} {options} {NvmeOptions} -trace spapr_iommu_ddw_* -D {_trace}",
            "grep -e MMU -e ^processor /proc/cpuinfo; dd if=/dev/nvme0n1 bs=64k count=64 iflag=direct 2>/dev/null | md5sum");

        Assert.That(run.Lines, Has.Member("init: reached"));
        Assert.That(run.Lines, Has.Member($"MMU\t\t: {mmu}"));
        Assert.That(run.Lines.Count(line => line.StartsWith("processor\t", StringComparison.Ordinal)), Is.EqualTo(options.EndsWith('2') ? 2 : 1));
        Assert.That(run.Lines, Has.Member($"{Checksum(0, 4 << 20)}  -"));
        Assert.That(run.Lines, Has.None.Contains("WARNING:").And.None.Contains("BUG:").And.None.Contains("Oops"));

        // What the peer's kernel was seen to ask for: 64 KiB pages where there are no larger ones, else 16 MiB; a window of all RAM.
        var windows = File.ReadAllLines(_trace).Where(line => line.StartsWith("spapr_iommu_ddw_", StringComparison.Ordinal)).ToList();
        if (!hasDynamicWindows)
        {
            Assert.That(windows, Is.Empty);
            Assert.That(run.Lines, Has.None.Contains("pe-dma-window"));
            return;
        }

        var hasLargePages = version == "7.2";
        var isLarge = options.Contains("4G", StringComparison.Ordinal);
        Assert.That(windows, Has.Count.EqualTo(2));
        Assert.That(
            windows[0], Does.EndWith(
                $"-> Success windowsAvailable=0x1 largestWindow=0x2000000000 pageSizes=Size4K, Size64K{(hasLargePages ? ", Size16M, Size2M" : "")} migration=0x0"));
        Assert.That(
            windows[1], Does.Contain(
                $"pageShift=0x{(hasLargePages ? 0x18 : 0x10):x} windowShift=0x{(isLarge ? 0x20 : 0x1D):x} -> Success "
                + "liobn=0x80000001 busAddress=0x800000000000000"));
    }

    [TestCase("2.12", true)]
    [TestCase("7.2", true)]
    [TestCase("2.3", false)]
    public void It_copies_64_MiB_on_its_disk_and_maps_nothing_for_each_transfer_in_a_dynamic_window(string version, bool hasDynamicWindows)
    {
        DebianRun.Hv(
            $"-machine pseries-{version} -cpu power8 -m 1G {NvmeOptions} -trace spapr_iommu_put -trace spapr_iommu_indirect -D {_trace}"
                .Replace("-cpu power8 ", version == "7.2" ? "" : "-cpu power8 ", StringComparison.Ordinal),
            "dd if=/dev/nvme0n1 of=/dev/nvme0n1 bs=64k count=1024 seek=1024 iflag=direct oflag=direct && sync");

        Assert.That(Checksum(CopiedSize, CopiedSize), Is.EqualTo(Checksum(0, CopiedSize)));
        var mappings = File.ReadLines(_trace).Count();
        Assert.That(mappings, hasDynamicWindows ? Is.LessThan(512) : Is.GreaterThan(2048));
    }

    [Test]
    public void The_same_is_executed_twice_when_time_is_counted()
    {
        const string Options = "-machine pseries-7.2 -m 512M -smp 2 -icount shift=auto,sleep=off -rtc clock=vm";
        const string Script = "cat /proc/interrupts /proc/uptime";
        var first = DebianRun.Hv(Options, Script);
        var second = DebianRun.Hv(Options, Script);

        Assert.That(second.Lines, Is.EqualTo(first.Lines));
    }

    private string NvmeOptions => $"-drive file={_disk},if=none,id=d,format=raw -device nvme,serial=hv,drive=d";

    private string Checksum(int offset, int size)
    {
        var content = new byte[size];
        using var disk = File.OpenRead(_disk);
        disk.Position = offset;
        disk.ReadExactly(content);
#pragma warning disable CA5351 // It is what the guest's md5sum computes, of data that nobody forges.
        return Convert.ToHexStringLower(MD5.HashData(content));
#pragma warning restore CA5351
    }
}
