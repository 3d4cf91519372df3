using System.IO.Compression;
using System.Xml.Linq;
using Hv.Packages.Tests.Infrastructure;

namespace Hv.Packages.Tests;

/// <summary>What is in the packages, and what is not.</summary>
public sealed class PackageContentTests
{
    private static readonly string[] Ids = ["Hv.Devices", "Hv.Power", "Hv.Pseries", "Hv.Runtime", "Hv.Testing", "Hv.Vfio"];

    [OneTimeSetUp]
    public Task Pack() => PackedPackages.Ready();

    [Test]
    public async Task Packing_warns_of_nothing()
    {
        var build = await PackedPackages.Ready();
        Assert.That(build.WarningCodes, Is.Empty, build.ToString());
    }

    [Test]
    public void There_is_a_package_for_each_library() => Assert.That(
        Directory.EnumerateFiles(PackedPackages.Folder).Order(StringComparer.Ordinal), Is.EqualTo(Ids.Select(PackedPackages.PathOf)));

    [Test]
    public void Hv_Runtime_brings_generators_fixers_and_the_pages_of_the_diagnostics()
    {
        var pages = Directory.EnumerateFiles(Repository.PathOf("generators", "docs"), "*.md")
            .Select(path => "generators/docs/" + Path.GetFileName(path));
        Assert.That(
            FilesOf("Hv.Runtime"),
            Is.EquivalentTo(
            [
                "README.md",
                "analyzers/dotnet/cs/Hv.CodeFixes.dll",
                "analyzers/dotnet/cs/Hv.Generators.dll",
                "buildTransitive/Hv.Runtime.targets",
                "lib/net10.0/Hv.Runtime.dll",
                "lib/net10.0/Hv.Runtime.xml",
                .. pages,
            ]));
    }

    [TestCase("Hv.Testing")]
    [TestCase("Hv.Power")]
    [TestCase("Hv.Pseries")]
    [TestCase("Hv.Devices")]
    [TestCase("Hv.Vfio")]
    public void A_package_on_top_has_its_assembly_and_documentation(string id) =>
        Assert.That(FilesOf(id), Is.EquivalentTo(["README.md", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"]));

    [Test]
    public void Hv_Runtime_depends_on_nothing() => Assert.That(DependenciesOf("Hv.Runtime"), Is.Empty);

    // Without 'include' the analyzers would stay behind: nobody who references only this package would have generators.
    [TestCase("Hv.Testing", "Hv.Vfio")]
    [TestCase("Hv.Power")]
    [TestCase("Hv.Devices")]
    [TestCase("Hv.Vfio")]
    [TestCase("Hv.Pseries", "Hv.Power")]
    public void A_package_on_top_depends_on_Hv_Runtime_and_all_that_is_in_it(string id, params string[] others) =>
        Assert.That(
            DependenciesOf(id),
            Is.EquivalentTo(others.Append("Hv.Runtime").Select(other => $"{other} {PackedPackages.Version} include=All exclude=")));

    [TestCaseSource(nameof(Ids))]
    public void A_package_says_what_it_is_and_under_which_license(string id)
    {
        var metadata = Elements(id).ToLookup(element => element.Name.LocalName, element => element.Value);
        Assert.That(metadata["id"], Is.EqualTo([id]));
        Assert.That(metadata["version"], Is.EqualTo([PackedPackages.Version]));
        Assert.That(metadata["license"], Is.EqualTo(["MIT"]));
        Assert.That(metadata["readme"], Is.EqualTo(["README.md"]));
        Assert.That(metadata["authors"], Is.EqualTo(["The Hv authors"]));
        Assert.That(metadata["tags"].Single().Split(' '), Does.Contain("hypervisor"));
        Assert.That(metadata["description"].Single(), Does.Contain("Hv"));
        Assert.That(metadata["repository"], Is.Empty);
    }

    [TestCaseSource(nameof(Ids))]
    public void An_assembly_says_nothing_of_where_it_was_built(string id)
    {
        using var package = ZipFile.OpenRead(PackedPackages.PathOf(id));
        foreach (var entry in package.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)))
        {
            using var content = new MemoryStream();
            using (var stream = entry.Open())
                stream.CopyTo(content);

            Assert.That(content.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Repository.Root)), Is.Negative, entry.FullName);
        }
    }

    /// <summary>The files that the author put there; those of the format itself are left out.</summary>
    private static string[] FilesOf(string id)
    {
        using var package = ZipFile.OpenRead(PackedPackages.PathOf(id));
        return
        [
            .. package.Entries.Select(entry => entry.FullName)
                .Where(name => name != $"{id}.nuspec" && name != "[Content_Types].xml" && name != "_rels/.rels"
                    && !name.StartsWith("package/", StringComparison.Ordinal)),
        ];
    }

    private static IEnumerable<string> DependenciesOf(string id) =>
        Elements(id).Where(element => element.Name.LocalName == "dependency")
            .Select(element =>
                $"{Value(element, "id")} {Value(element, "version")} include={Value(element, "include")} exclude={Value(element, "exclude")}");

    private static string? Value(XElement element, string attribute) => element.Attribute(attribute)?.Value;

    private static IEnumerable<XElement> Elements(string id)
    {
        using var package = ZipFile.OpenRead(PackedPackages.PathOf(id));
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(nuspec).Descendants();
    }
}
