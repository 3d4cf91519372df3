using Hv.Generators.Pipeline;
using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hv.Generators.Tests.Pipeline;

public sealed class DeclarationSurfaceTests
{
    private const string Source = """
        using System;

        namespace Sample;

        /// <summary>A type.</summary>
        [Serializable]
        public class Type
        {
            private const int Constant = 1;

            public Type() { Method(); }

            public int Property { get { return 2; } }

            public int Short => 3;

            public int this[int index] => 4;

            public int Method() { return 5; }

            public int Expression() => 6;
        }
        """;

    [TestCase("Method(); }", "Method(); Method(); }")]
    [TestCase("return 2;", "return 22;")]
    [TestCase("Short => 3;", "Short => 33;")]
    [TestCase("=> 4;", "=> 44;")]
    [TestCase("return 5;", "if (Constant == 0) { return 0; } return 5;")]
    [TestCase("Expression() => 6;", "Expression() => 6 + 6;")]
    public void What_is_typed_inside_a_body_changes_nothing(string before, string after) =>
        Assert.That(Surface(Source.Replace(before, after)), Is.EqualTo(Surface(Source)));

    [TestCase("Constant = 1", "Constant = 2")]
    [TestCase("[Serializable]", "[Obsolete]")]
    [TestCase("A type.", "The type.")]
    [TestCase("using System;", "using System; using System.Linq;")]
    [TestCase("public class Type", "public class Type : IDisposable")]
    [TestCase("int Method()", "long Method()")]
    [TestCase("return 5; }", "return 5; } public int Other() { return 5; }")]
    [TestCase("{ return 2; }", "{ return 2; } set { }")]
    [TestCase("return 5; }", "return 5;")]
    [TestCase("return 5; }", "return 5; } }")]
    [TestCase("return 5; }", "return 5; /* }")]
    [TestCase("return 5; }", "\n#if NEVER\nreturn 5; }")]
    [TestCase("return 5;", "return \"an unfinished text;")]
    [TestCase("namespace Sample;", "namespace Other;")]
    public void What_is_typed_outside_of_bodies_changes_it(string before, string after)
    {
        var edited = Source.Replace(before, after);
        Assert.That(edited, Is.Not.EqualTo(Source));
        Assert.That(Surface(edited), Is.Not.EqualTo(Surface(Source)));
    }

    [Test]
    public void Files_references_options_and_name_are_part_of_it()
    {
        var compilation = SampleCompilation.Create(Source);
        var surface = DeclarationSurface.Of(compilation, default);
        Assert.Multiple(() =>
        {
            Assert.That(Of(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other;", SampleCompilation.ParseOptions))), Is.Not.EqualTo(surface));
            Assert.That(Of(compilation.RemoveSyntaxTrees(compilation.SyntaxTrees[0])), Is.Not.EqualTo(surface));
            Assert.That(Of(compilation.RemoveReferences(compilation.References.First())), Is.Not.EqualTo(surface));
            Assert.That(Of(compilation.WithOptions(compilation.Options.WithAllowUnsafe(true))), Is.Not.EqualTo(surface));
            Assert.That(Of(compilation.WithAssemblyName("Other")), Is.Not.EqualTo(surface));
            Assert.That(Of(compilation.Clone()), Is.EqualTo(surface));
        });

        static DeclarationSurface Of(Compilation compilation) => DeclarationSurface.Of(compilation, default);
    }

    private static DeclarationSurface Surface(string source)
    {
        // One compilation for both: each that is made has references and options of its own.
        var tree = Shared.SyntaxTrees.Last();
        return DeclarationSurface.Of(Shared.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(source, SampleCompilation.ParseOptions)), default);
    }

    private static CSharpCompilation Shared { get; } = SampleCompilation.Create("");
}
