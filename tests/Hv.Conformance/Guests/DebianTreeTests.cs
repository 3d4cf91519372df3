using System.Reflection;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Guests;

/// <summary>The device tree as Debian's kernel shows it to programs, here and under QEMU.</summary>
public sealed class DebianTreeTests
{
    private const string First = "TREE";
    private const string Last = "END";

    private const string Dump =
        "dmesg -n 1; echo " + First + "; cd /proc/device-tree; find . -type f | sort | while read f; do echo $f $(od -An -v -tx1 $f | tr -d ' '); "
        + "done; echo " + Last;

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("hv-tree-");

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    [TestCase("pseries-7.2", "-m 1G -smp 2")]
    [TestCase("pseries-2.12", "-m 512M")]
    [Differs(nameof(Differences.FirmwareHasNoPackages))]
    [Differs(nameof(Differences.HandlesAreFirmwares))]
    [Differs(nameof(Differences.PlacesAreFirmwares))]
    [Differs(nameof(Differences.ThereIsNoXive), On = "7.2")]
    [Differs(nameof(Differences.NothingIsOfferedThatIsNotThere))]
    [Differs(nameof(Differences.ConnectorsAreInOrder))]
    [Differs(nameof(Differences.CapacityOfLogicalMemory))]
    [Differs(nameof(Differences.ThereAreNoNvdimms), On = "7.2")]
    public void A_kernel_finds_the_same_tree(string machine, string options)
    {
        var method = MethodBase.GetCurrentMethod()!;
        var log = new DifferenceLog(
            [.. method.GetCustomAttributes<DiffersAttribute>().Where(attribute => attribute.IsOn(machine)).Select(attribute => attribute.Difference)]);
        var image = Path.Combine(_folder.FullName, "image");
        using (var disk = File.Create(image))
            disk.SetLength(16 << 20);

        var common = $"-machine {machine} {options} -drive file={image},if=none,id=d,format=raw -device nvme,serial=hv,drive=d -device edu";
        var here = Read(DebianRun.Hv(common, Dump, "quiet"));
        var there = Read(DebianRun.Qemu(common, Dump, "quiet"));

        Assert.That(here, Has.Count.GreaterThan(150));
        foreach (var path in here.Keys.Union(there.Keys).Order(StringComparer.Ordinal))
        {
            var (hv, qemu) = (here.GetValueOrDefault(path), there.GetValueOrDefault(path));
            if (hv != qemu)
                log.Note(new TreeObservation(machine, path, hv, qemu));
        }

        log.Verify();
    }

    /// <summary>The properties by path, in hexadecimal.</summary>
    private static Dictionary<string, string> Read(DebianRun run) => run.Between(First, Last)
        .Select(line => line.Split(' ', 2))
        .ToDictionary(words => words[0][1..], words => words.Length > 1 ? words[1].Replace(" ", "", StringComparison.Ordinal) : "", StringComparer.Ordinal);
}
