using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Hv.Generators.Tests.Infrastructure;

/// <summary>Compiles sample sources against .NET and Hv.Runtime, with all of Hv's generators and analyzers.</summary>
internal static class SampleCompilation
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Runtime.Intrinsics;
        global using Hv.Power.Declarations;
        global using Hv.Power.Execution;
        global using Hv.Power.FloatingPoint;
        global using Hv.Power.Memory;
        global using Hv.Power.State;
        global using Hv.Runtime.Calls;
        global using Hv.Runtime.Declarations;
        global using Hv.Runtime.Hypercalls;
        global using Hv.Runtime.Machines;
        global using Hv.Runtime.Memory;
        global using Hv.Runtime.Objects;
        global using Hv.Runtime.Rtas;
        """;

    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Parse);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll" or "Hv.Runtime.dll" or "Hv.Power.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>All generators of Hv.Generators.</summary>
    public static ImmutableArray<IIncrementalGenerator> Generators { get; } = Instances<IIncrementalGenerator, GeneratorAttribute>();

    /// <summary>All analyzers of Hv.Generators.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = Instances<DiagnosticAnalyzer, DiagnosticAnalyzerAttribute>();

    public static CSharpCompilation Create(params IEnumerable<string> sources) => CreateNamed("Sample", [], sources);

    public static CSharpCompilation CreateNamed(string name, IEnumerable<MetadataReference> references, params IEnumerable<string> sources)
    {
        // Operations of instructions take pointers; nothing else that is generated does.
        var isUnsafe = sources.Any(source => source.Contains("[InstructionSet]", StringComparison.Ordinal));
        return CSharpCompilation.Create(
            name,
            sources.Prepend(Usings).Select((source, index) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"Source{index}.cs")),
            [.. References, .. references],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: isUnsafe, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>The compilation together with what the generators make of it.</summary>
    public static CSharpCompilation WithGeneratedCode(this CSharpCompilation compilation)
    {
        var driver = CSharpGeneratorDriver.Create([.. Generators.Select(generator => generator.AsSourceGenerator())], parseOptions: ParseOptions);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out var updated, out var diagnostics);
        Assert.That(diagnostics, Is.Empty, "generators report nothing: analyzers do");
        return (CSharpCompilation)updated;
    }

    private static ImmutableArray<T> Instances<T, TMarker>()
        where TMarker : Attribute =>
    [
        .. typeof(Hv.Generators.Pipeline.TrackingNames).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(T).IsAssignableFrom(type) && type.IsDefined(typeof(TMarker), inherit: false))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type)!),
    ];
}
