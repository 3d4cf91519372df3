using Hv.Cli.Guests.Initramfs;
using Hv.Cli.Tests.Infrastructure;

namespace Hv.Cli.Tests.Guests;

/// <summary>Modules of a kernel, and the order in which they are loaded.</summary>
public sealed class KernelModulesTests
{
    private readonly Dictionary<string, byte[]> _files = new()
    {
        ["m/kernel/a/top.ko"] = SampleModule.Make("author=x", "depends=left-side,right_side", "softdep=pre: wanted absent post: later"),
        ["m/kernel/b/left-side.ko.xz"] = SampleModule.Make("depends=bottom"),
        ["m/kernel/right-side.ko"] = SampleModule.Make("depends=bottom"),
        ["m/kernel/bottom.ko"] = SampleModule.Make("depends="),
        ["m/kernel/wanted.ko"] = SampleModule.Make("depends="),
        ["m/kernel/later.ko"] = SampleModule.Make("depends="),
        ["m/kernel/circle.ko"] = SampleModule.Make("depends=circle"),
        ["m/kernel/lost.ko"] = SampleModule.Make("depends=nowhere"),
        ["m/kernel/text.ko"] = "text"u8.ToArray(),
        ["m/kernel/cut.ko"] = SampleModule.Make("depends=bottom")[..100],
        ["m/modules.order"] = [],
    };

    [Test]
    public void What_a_module_needs_comes_first_and_once() =>
        Assert.That(Resolve("top"), Is.EqualTo(new[] { "wanted", "bottom", "left_side", "right_side", "top" }));

    [Test]
    public void A_module_that_needs_itself_is_loaded_once() => Assert.That(Resolve("circle"), Is.EqualTo(new[] { "circle" }));

    [Test]
    public void What_is_built_in_is_not_loaded() => Assert.That(
        new KernelModules(_files.Keys, path => _files[path], ["kernel/x/now-here.ko", "kernel/nowhere.ko"]).Resolve(["lost", "now_here"])
            .Select(module => module.Name),
        Is.EqualTo(new[] { "lost" }));

    [TestCase("lost", "The kernel's package has no module nowhere.")]
    [TestCase("missing", "The kernel's package has no module missing.")]
    [TestCase("text", "It is no 64-bit little-endian ELF file.")]
    [TestCase("cut", "It is cut short.")]
    public void What_cannot_be_loaded_is_named(string name, string message) =>
        Assert.That(() => Resolve(name), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(message));

    private string[] Resolve(string name) =>
        [.. new KernelModules(_files.Keys, path => _files[path]).Resolve([name]).Select(module => module.Name)];
}
