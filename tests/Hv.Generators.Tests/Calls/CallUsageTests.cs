using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Tests.Calls;

/// <summary>Names and tokens at call sites: HV1018, HV1019.</summary>
public sealed class CallUsageTests
{
    private const string Api = """
        namespace Sample;
        public static class Api
        {
            public static void Rtas([RtasCallName] string name) { }
            public static void Token([RtasCallToken] uint token) { }
            public static void Hypercall([HypercallName] string name) { }
        }
        """;

    [Test]
    public void A_name_that_is_not_declared_is_an_error_with_the_nearest_one()
    {
        var messages = AnalyzerTest.Verify(CallSamples.Machine, CallSamples.Rtas, CallSamples.Hypercalls, Api, Use("""
            Api.Rtas({|HV1018:"ibm,query-pe-dma-windows"|});
            Api.Rtas({|HV1018:"frobnicate"|});
            Api.Hypercall({|HV1018:"H_PUT_TCEE"|});
            Api.Token({|HV1019:0x2025u|});
            """));
        Assert.That(messages, Is.EqualTo(new[]
        {
            "There is no RTAS call 'ibm,query-pe-dma-windows'. Did you mean 'ibm,query-pe-dma-window'?",
            "There is no RTAS call 'frobnicate'.",
            "There is no hypercall 'H_PUT_TCEE'. Did you mean 'H_PUT_TCE'?",
            "No RTAS call has token 0x2025; the nearest is 0x2026 (ibm,query-pe-dma-window)",
        }));
    }

    [Test]
    public void Declared_names_and_values_that_are_no_constants_report_nothing() =>
        Assert.That(
            AnalyzerTest.Verify(CallSamples.Machine, CallSamples.Rtas, CallSamples.Hypercalls, Api, Use("""
                Api.Rtas("nvram-fetch");
                Api.Hypercall("H_PUT_TCE");
                Api.Token(0x2012);
                var name = Console.ReadLine()!;
                Api.Rtas(name);
                """)),
            Is.Empty);

    [Test]
    public void Declarations_of_a_referenced_assembly_count()
    {
        using var image = new MemoryStream();
        var platform = SampleCompilation.CreateNamed("Platform", [], CallSamples.Machine, CallSamples.Rtas).WithGeneratedCode();
        Assert.That(platform.Emit(image).Success, Is.True);
        var reference = MetadataReference.CreateFromImage(image.ToArray());
        Assert.That(
            AnalyzerTest.Verify("User", [reference], Api, Use("""
                Api.Rtas("nvram-fetch");
                Api.Rtas({|HV1018:"nvram-fetsh"|});
                """)),
            Is.EqualTo(new[] { "There is no RTAS call 'nvram-fetsh'. Did you mean 'nvram-fetch'?" }));
    }

    [Test]
    public void Nothing_is_judged_where_nothing_is_declared() =>
        Assert.That(AnalyzerTest.Verify(Api, Use("""Api.Rtas("anything");""")), Is.Empty);

    private static string Use(string statements) => $$"""
        namespace Sample;
        internal static class Use
        {
            public static void Run()
            {
                {{statements}}
            }
        }
        """;
}
