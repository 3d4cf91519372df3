using Hv.Vfio.Host;

namespace Hv.Vfio.Tests.Host;

internal sealed class HostPciAddressTests
{
    [TestCase("0000:01:00.0", "0000:01:00.0")]
    [TestCase("01:00.0", "0000:01:00.0")]
    [TestCase("1:2.7", "0000:01:02.7")]
    [TestCase("10000:E1:1F.3", "10000:e1:1f.3")]
    public void Addresses_are_read_as_lspci_prints_them(string text, string written)
    {
        Assert.That(HostPciAddress.TryParse(text, out var address));
        Assert.That(address.ToString(), Is.EqualTo(written));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("01:00")]
    [TestCase("01:20.0")]
    [TestCase("01:00.8")]
    [TestCase("100:00.0")]
    [TestCase("100000000:01:00.0")]
    [TestCase("0000:01:00.0:0")]
    [TestCase("0000:01:00.0.0")]
    [TestCase("0000:01: 0.0")]
    [TestCase("0000:01:+1.0")]
    [TestCase("../../01:00.0")]
    public void What_is_no_address_is_refused(string? text) => Assert.That(HostPciAddress.TryParse(text, out _), Is.False);
}
