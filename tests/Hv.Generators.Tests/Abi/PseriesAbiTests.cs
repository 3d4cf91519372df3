using System.Runtime.CompilerServices;
using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hv.Generators.Tests.Abi;

/// <summary>The sources of the pseries platform, with one change planted, against the texts that they make without it.</summary>
public sealed class PseriesAbiTests
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly string Folder = FindFolder();

    private static readonly CSharpCompilation Platform = SampleCompilation.CreateNamed("Hv.Pseries", [])
        .RemoveAllSyntaxTrees()
        .AddSyntaxTrees(
            Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
                .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), SampleCompilation.ParseOptions, Path.GetRelativePath(Folder, path)))
                .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, SampleCompilation.ParseOptions, "ImplicitUsings.cs")));

    private static readonly Lazy<IReadOnlyList<AdditionalText>> Frozen = new(() => AbiTest.Freeze(Platform));

    [Test]
    public void Unchanged_the_platform_is_as_it_is_frozen() => Assert.That(Plant(), Is.Empty);

    /// <summary>The headline: what a change of one word does to guests, and the version at which it stops.</summary>
    [Test]
    public void A_planted_change_of_the_default_of_ddw_names_the_versions_that_change_and_the_one_that_does_not()
    {
        var found = Plant(("Pci/PciHostBridge.cs", "[Property(\"ddw\", Default = true)]", "[Property(\"ddw\", Default = false)]"));
        Assert.That(found.Select(diagnostic => diagnostic.Id).Order(), Is.EqualTo(["HV3009", "HV6001"]));
        var drift = found.Single(diagnostic => diagnostic.Id == "HV6001");
        Assert.That(
            drift.GetMessage(),
            Is.EqualTo("'pseries-2.4' to 'pseries-7.2' (24 released versions) have spapr-pci-host-bridge.ddw = on; this change makes it off; "
                + "'pseries-2.3' and older keep off"));
        Assert.That(TextAt(drift), Is.EqualTo("Default = false"));
    }

    [TestCase(
        "Versions/Pseries_2_3.cs", "[Compat<PciHostBridge>(nameof(PciHostBridge.DynamicDmaWindows), false)]\n", "",
        "HV6001", "'pseries-2.1' to 'pseries-2.3' (3 released versions) have spapr-pci-host-bridge.ddw = off; this change makes it on",
        TestName = "The entry of pseries-2.3 is gone")]
    [TestCase(
        "Versions/Pseries_2_6.cs", "[MachineVersion(\"pseries\", 2, 6)]", "[MachineVersion(\"pseries\", 2, 6)]\n[Compat<Hv.Pseries.Pci.PciHostBridge>(\"DynamicDmaWindows\", false)]",
        "HV3009 HV6001", "'pseries-2.4' to 'pseries-2.6' (3 released versions) have spapr-pci-host-bridge.ddw = on; this change makes it off; 'pseries-2.3' and older keep off",
        TestName = "The line is drawn where QEMU draws it")]
    [TestCase(
        "Versions/Pseries_4_1.cs", "[Compat<PciHostBridge>(nameof(PciHostBridge.PageSizeMask), 0x11000)]\n", "",
        "HV6001", "'pseries-2.1' to 'pseries-4.1' (17 released versions) have spapr-pci-host-bridge.pgsz = 0x11000; this change makes it 0x1211000",
        TestName = "Old versions begin to show 2 MiB pages")]
    [TestCase(
        "Rtas/DynamicDmaWindowCalls.cs", "[RtasCall(0x2029, \"ibm,reset-pe-dma-window\"", "[RtasCall(0x2040, \"ibm,reset-pe-dma-window\"",
        "HV6002", "'pseries-2.1' to 'pseries-7.2' (27 released versions) have RTAS call 0x2029 3/1 = ibm,reset-pe-dma-window device phb:2 -> status; this change makes it 0x2040 3/1 = ibm,reset-pe-dma-window device phb:2 -> status",
        TestName = "A call has another token")]
    [TestCase(
        "Dma/PageSizes.cs", "Size2M = 0x100,", "Size2M = 0x80,",
        "HV6004", "'pseries-2.1' to 'pseries-7.2' (27 released versions) have 'ibm,query-pe-dma-window: page size Size2M' = 256; this change makes it 128",
        TestName = "A page size has another bit")]
    [TestCase(
        "Firmware/Nodes/HostBridgeNode.cs", "Compatible = \"IBM,Logical_PHB\"", "Compatible = \"IBM,PHB\"",
        "HV6004", "'pseries-2.1' to 'pseries-7.2' (27 released versions) have '/pci@ compatible' = \"IBM,Logical_PHB\"; this change makes it \"IBM,PHB\"",
        TestName = "A node has another compatible string")]
    public void A_planted_change_is_told_with_its_versions(string file, string old, string now, string ids, string message)
    {
        var found = Plant((file, old, now));
        Assert.That(found.Select(diagnostic => diagnostic.Id).Distinct().Order(), Is.EqualTo(ids.Split(' ')), string.Join(Environment.NewLine, found));
        Assert.That(found.Select(diagnostic => diagnostic.GetMessage()), Does.Contain(message));
    }

    private static IReadOnlyList<Diagnostic> Plant(params (string File, string Old, string Now)[] changes)
    {
        var compilation = Platform;
        foreach (var (file, old, now) in changes)
        {
            var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == file);
            var text = tree.GetText().ToString();
            Assert.That(text, Does.Contain(old));
            compilation = compilation.ReplaceSyntaxTree(
                tree, CSharpSyntaxTree.ParseText(text.Replace(old, now, StringComparison.Ordinal), SampleCompilation.ParseOptions, file));
        }

        return AnalyzerTest.Analyze(compilation, Frozen.Value);
    }

    private static string TextAt(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    private static string FindFolder([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../../machines/Hv.Pseries"));
}
