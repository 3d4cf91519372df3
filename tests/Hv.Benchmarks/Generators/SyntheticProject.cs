using System.Globalization;
using System.Text;
using Hv.Runtime.Machines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Hv.Benchmarks.Generators;

/// <summary>
/// A large platform, a file per class as people write them: 1,000 RTAS calls in 50 classes, 200 devices with 10 properties each,
/// 100 machine versions with compat rows; and one file that has nothing to do with any of it.
/// </summary>
internal static class SyntheticProject
{
    public const int Containers = 50;
    public const int CallsPerContainer = 20;
    public const int Devices = 200;
    public const int PropertiesPerDevice = 10;
    public const int Versions = 100;
    public const int RowsPerVersion = 3;

    /// <summary>The file without declarations.</summary>
    public const string UnrelatedPath = "Unrelated.cs";

    /// <summary>A place in the body of a method of <see cref="UnrelatedPath"/>.</summary>
    public const string UnrelatedBody = "total += 1;";

    /// <summary>A place among the members of <see cref="UnrelatedPath"/>.</summary>
    public const string UnrelatedMember = "// members";

    /// <summary>The file of one class of calls.</summary>
    public const string ContainerPath = "Calls7.cs";

    /// <summary>A place in the body of a handler of <see cref="ContainerPath"/>.</summary>
    public const string ContainerBody = "second = first;";

    /// <summary>A place in the signature of a handler of <see cref="ContainerPath"/>.</summary>
    public const string ContainerParameter = "uint last";

    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Parse);

    private static readonly CSharpCompilationOptions Options =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(Machine).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The files, parsed.</summary>
    public static IReadOnlyList<SyntaxTree> Parse() =>
    [
        .. Sources().Select(source => CSharpSyntaxTree.ParseText(SourceText.From(source.Text, Encoding.UTF8), ParseOptions, source.Path)),
    ];

    /// <summary>A compilation that nobody has asked anything yet.</summary>
    public static CSharpCompilation Compile(IEnumerable<SyntaxTree> trees) => CSharpCompilation.Create("Synthetic", trees, References, Options);

    private static IEnumerable<(string Path, string Text)> Sources()
    {
        yield return ("Machine.cs", Header + """

            /// <summary>A large platform.</summary>
            [MachineFamily("large")]
            [RtasTokens(0x2000, 0x2FFF)]
            public abstract partial class LargeMachine : Machine;
            """);

        for (var container = 0; container < Containers; container++)
            yield return ($"Calls{container}.cs", Container(container));

        for (var device = 0; device < Devices; device++)
            yield return ($"Device{device}.cs", Device(device));

        for (var version = 0; version < Versions; version++)
            yield return ($"Large_{version + 1}_0.cs", Version(version));

        yield return (UnrelatedPath, $$"""
            namespace Large;

            /// <summary>Not declared to be anything.</summary>
            internal static class Unrelated
            {
                {{UnrelatedMember}}
                public static int Sum(int count)
                {
                    var total = 0;
                    for (var index = 0; index < count; index++)
                        {{UnrelatedBody}}

                    return total;
                }
            }
            """);
    }

    private const string Header = """
        using Hv.Runtime.Calls;
        using Hv.Runtime.Declarations;
        using Hv.Runtime.Machines;
        using Hv.Runtime.Objects;
        using Hv.Runtime.Rtas;

        namespace Large;

        """;

    private static string Container(int container)
    {
        var text = new StringBuilder(Header).Append(CultureInfo.InvariantCulture, $$"""

            /// <summary>Calls of group {{container}}.</summary>
            [RtasCalls]
            internal sealed partial class Calls{{container}}(LargeMachine machine)
            {
                private bool IsReady => machine.IsRealized;

            """);
        for (var call = 0; call < CallsPerContainer; call++)
        {
            var number = (container * CallsPerContainer) + call;
            text.Append(CultureInfo.InvariantCulture, $$"""

                    /// <summary>Does what call {{number}} does. It takes two values.</summary>
                    [RtasCall(0x{{0x2000 + number:X}}, "large,call-{{number}}")]
                    private RtasStatus Call{{number}}(PciConfigAddress device, Buid phb, out uint first, out uint second, out ulong third, out {{(call == 0 ? ContainerParameter : "uint end")}})
                    {
                        first = device.Value;
                        {{ContainerBody}}
                        third = phb.Value;
                        {{(call == 0 ? "last" : "end")}} = 0;
                        return IsReady ? RtasStatus.Success : RtasStatus.ParameterError;
                    }

                """);
        }

        return text.Append("}\n").ToString();
    }

    private static string Device(int device)
    {
        var text = new StringBuilder(Header).Append(CultureInfo.InvariantCulture, $$"""

            /// <summary>Device {{device}}.</summary>
            [Device("large-device-{{device}}")]
            public sealed partial class Device{{device}} : Device
            {

            """);
        for (var property = 0; property < PropertiesPerDevice; property++)
        {
            var (type, arguments) = (property % 4) switch
            {
                0 => ("uint", ", Default = 1u, Maximum = 4096u"),
                1 => ("bool", ", Default = true"),
                2 => ("ulong", ", Default = 0x1000ul, Format = PropertyFormat.Size"),
                _ => ("string", ", Default = \"none\""),
            };
            text.Append(CultureInfo.InvariantCulture, $$"""
                    /// <summary>Property {{property}} of the device.</summary>
                    [Property("property-{{property}}"{{arguments}})]
                    public partial {{type}} Property{{property}} { get; set; }

                """);
        }

        return text.Append("}\n").ToString();
    }

    private static string Version(int version)
    {
        var text = new StringBuilder(Header).Append(CultureInfo.InvariantCulture, $$"""

            /// <summary>Version {{version + 1}} of the platform.</summary>
            [MachineVersion("large", {{version + 1}}, 0)]

            """);
        for (var row = 0; row < RowsPerVersion; row++)
        {
            var device = ((version * RowsPerVersion) + row) % Devices;
            text.Append(CultureInfo.InvariantCulture, $"[Compat<Device{device}>(nameof(Device{device}.Property0), {version + 2}u)]\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"public sealed partial class Large_{version + 1}_0 : LargeMachine;\n").ToString();
    }
}
