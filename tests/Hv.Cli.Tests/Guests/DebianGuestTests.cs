using System.IO.Compression;
using System.Text;
using Hv.Cli.Tests.Infrastructure;

namespace Hv.Cli.Tests.Guests;

/// <summary>Getting Debian's guest by apt-get, from a host whose apt is a test's.</summary>
public sealed class DebianGuestTests
{
    private const string Ready = "hv run: unsupported machine type 'nothing'";

    private FakeApt _apt = null!;

    [SetUp]
    public void SetUp() => _apt = new FakeApt();

    [TearDown]
    public void TearDown() => _apt.Dispose();

    [Test]
    public void It_is_fetched_once_although_an_index_is_out_of_step()
    {
        Assert.That(_apt.Run(), Does.Contain("Fetching linux-image-6.9-powerpc64le=6.9.1").And.Contain(Ready));
        Assert.That(File.ReadAllText(Path.Combine(_apt.Guest, "vmlinux")), Is.EqualTo("the kernel"));
        Assert.That(_apt.Calls.Count(call => call.StartsWith("apt-get", StringComparison.Ordinal)), Is.EqualTo(2));

        var before = _apt.Calls.Length;
        Assert.That(_apt.Run(), Does.StartWith(Ready));
        Assert.That(_apt.Calls, Has.Length.EqualTo(before), "nothing is asked of apt when the guest is there");
    }

    [Test]
    public void The_hosts_proxy_is_used_and_its_hooks_are_not()
    {
        _apt.Run();

        var configuration = File.ReadAllText(_apt.Path("apt.conf"));
        Assert.That(configuration, Does.Contain("Acquire::http::Proxy \"http://proxy.invalid:3128\";"));
        Assert.That(configuration, Does.Not.Contain("Post-Invoke").And.Contain("APT::Architecture \"ppc64el\";"));
        Assert.That(File.Exists(_apt.Path("changed")), Is.False);
        Assert.That(Directory.Exists(Path.Combine(_apt.Guest, "work")), Is.False, "what was needed to fetch is gone");
    }

    [Test]
    public void The_initramfs_has_busybox_and_modules_in_order()
    {
        _apt.Run();

        using var gzip = new GZipStream(File.OpenRead(Path.Combine(_apt.Guest, "initrd.gz")), CompressionMode.Decompress);
        using var contents = new MemoryStream();
        gzip.CopyTo(contents);
        var archive = Cpio.Read(contents.ToArray());
        Assert.That(Encoding.UTF8.GetString(archive["etc/modules"].Data), Is.EqualTo("nvme_core\nnvme\n"));
        Assert.That(archive["lib/modules/nvme.ko"].Data, Is.EqualTo(SampleModule.Make("depends=nvme-core")));
        Assert.That(Encoding.UTF8.GetString(archive["bin/busybox"].Data), Is.EqualTo("busybox"));
        Assert.That(Convert.ToString(archive["init"].Mode, 8), Is.EqualTo("100755"));
        Assert.That(Convert.ToString(archive["bin/sh"].Mode, 8), Is.EqualTo("120777"));
        Assert.That(Convert.ToString(archive["dev/console"].Mode, 8), Is.EqualTo("20600"));
        Assert.That(archive.Keys.Last(), Is.EqualTo("TRAILER!!!"));
    }

    [TestCase("vmlinux")]
    [TestCase("initrd.gz")]
    public void A_file_that_was_cut_short_is_made_again_from_the_packages(string name)
    {
        _apt.Run();
        var path = Path.Combine(_apt.Guest, name);
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..^3]);
        var before = _apt.Calls.Count(call => call.StartsWith("apt-get", StringComparison.Ordinal));

        Assert.That(_apt.Run(), Does.Contain(Ready));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(whole));
        Assert.That(_apt.Calls.Count(call => call.StartsWith("apt-get", StringComparison.Ordinal)), Is.EqualTo(before));
    }

    [Test]
    public void A_file_of_the_same_length_that_was_changed_is_made_again()
    {
        _apt.Run();
        var path = Path.Combine(_apt.Guest, "vmlinux");
        File.WriteAllText(path, "the colonel"[..10]);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

        Assert.That(_apt.Run(), Does.Contain(Ready));
        Assert.That(File.ReadAllText(path), Is.EqualTo("the kernel"));
    }

    [Test]
    public void What_is_left_of_a_run_that_was_killed_does_no_harm()
    {
        Directory.CreateDirectory(Path.Combine(_apt.Guest, "work/apt"));
        File.WriteAllText(Path.Combine(_apt.Guest, "work/vmlinux"), "half");
        File.WriteAllText(Path.Combine(_apt.Guest, "vmlinux"), "old");
        File.WriteAllText(Path.Combine(_apt.Guest, FakeApt.KernelPackage), "half");
        File.WriteAllText(Path.Combine(_apt.Guest, "lock"), "");

        Assert.That(_apt.Run(), Does.Contain(Ready));
        Assert.That(File.ReadAllText(Path.Combine(_apt.Guest, "vmlinux")), Is.EqualTo("the kernel"));
    }

    [Test]
    public void Two_at_once_fetch_it_once()
    {
        _apt.WriteDownload($"touch {_apt.Path("downloading")}; while [ ! -e {_apt.Path("go")} ]; do sleep 0.1; done; cp {_apt.Path("pool")}/*.deb .");
        using var first = _apt.Start();
        while (!File.Exists(_apt.Path("downloading")))
            Thread.Sleep(20);

        using var second = _apt.Start();
        Assert.That(second.StandardError.ReadLine(), Is.EqualTo("hv: waiting for another hv, which is getting the same guest"));
        File.WriteAllText(_apt.Path("go"), "");
        Assert.That(second.StandardError.ReadToEnd(), Does.StartWith(Ready));
        Assert.That(first.StandardError.ReadToEnd(), Does.Contain(Ready));
        Assert.That(_apt.Calls.Count(call => call.StartsWith("apt-get download", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public void An_older_kernel_is_taken_when_the_newest_is_not_there()
    {
        _apt.WriteDownload($"[ \"$3\" = linux-image-6.8-powerpc64le=6.8.3 ] || exit 100; cp {_apt.Path("pool")}/*.deb .");

        Assert.That(_apt.Run(), Does.Contain("Fetching linux-image-6.8-powerpc64le=6.8.3").And.Contain(Ready));
    }

    [Test]
    public void Without_apt_it_is_said_what_to_do()
    {
        _apt.Remove("apt-config");

        Assert.That(_apt.Run(), Is.EqualTo(
            "hv run: --guest debian: Debian's packages come by apt-get, which is not here or has no sources;"
            + " a kernel of your own runs with -kernel FILE -initrd FILE\n"));
    }

    [Test]
    public void Without_a_network_it_is_said_what_failed_and_what_to_do()
    {
        _apt.WriteDownload("echo 'E: Temporary failure resolving mirror.invalid' >&2; exit 100");

        Assert.That(_apt.Run(), Does.Contain("cannot be had from http://mirror.invalid/debian (Temporary failure resolving mirror.invalid); a kernel of your own"));
    }

    [Test]
    public void A_package_that_is_none_is_named()
    {
        File.WriteAllText(_apt.Path($"pool/{FakeApt.KernelPackage}"), "<html>");

        Assert.That(_apt.Run(), Does.Contain($"{FakeApt.KernelPackage} is no Debian package; a kernel of your own"));
    }
}
