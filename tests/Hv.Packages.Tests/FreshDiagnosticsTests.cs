using Hv.Packages.Tests.Infrastructure;

namespace Hv.Packages.Tests;

/// <summary>What is wrong with a declaration stops the build of a project that has only the packages.</summary>
public sealed class FreshDiagnosticsTests
{
    /// <summary>
    /// The reference is to the platform: the analyzers come with it, through two packages. The copy of a handler stands beside the
    /// original, as it does where a programmer copies one: what is generated must not be in the way of the diagnostic.
    /// </summary>
    [Test]
    public async Task A_token_that_is_declared_twice_stops_the_build()
    {
        using var project = await FreshProject.Create(["Hv.Pseries"]);
        project.Copy("samples/Toy").Write("Program.cs", "return 0;").Write("Rtas/LampCalls.cs", """
            using Hv.Runtime.Declarations;
            using Hv.Runtime.Rtas;

            namespace Toy.Rtas;

            [RtasCalls]
            internal static partial class LampCalls
            {
                [RtasCall(0x2001, "toy,set-lamp")]
                private static RtasStatus SetLamp(ToyMachine machine, uint lamp, uint colour, out uint brightness) => (RtasStatus)(brightness = 0);

                [RtasCall(0x2001, "toy,set-lamp")]
                private static RtasStatus DimLamp(ToyMachine machine, uint lamp, uint colour, out uint brightness) => (RtasStatus)(brightness = 0);
            }
            """);

        var build = await project.Build();

        Assert.That(build.ExitCode, Is.Not.Zero, build.ToString());
        Assert.That(build.ErrorCodes, Is.EqualTo(["HV1001"]), build.ToString());
        Assert.That(
            build.Output,
            Does.Match(@"LampCalls\.cs\(12,15\): error HV1001: RTAS call 0x2001 .* is already declared by 'LampCalls\.SetLamp'"));
    }

    [Test]
    public async Task A_compat_row_for_an_unknown_property_stops_the_build()
    {
        using var project = await FreshProject.Create(["Hv.Runtime"]);
        project.Copy("samples/Toy").Write("Program.cs", "return 0;").Write("Versions/Toy_1_0.cs", """
            using Hv.Runtime.Declarations;

            namespace Toy.Versions;

            [MachineVersion("toy", 1, 0)]
            [Compat<SensorRow>("sensors", (byte)2)]
            public sealed partial class Toy_1_0 : ToyMachine;
            """);

        var build = await project.Build();

        Assert.That(build.ExitCode, Is.Not.Zero, build.ToString());
        Assert.That(build.ErrorCodes, Is.EqualTo(["HV3006"]), build.ToString());
        Assert.That(
            build.Output,
            Does.Match(@"Toy_1_0\.cs\(6,\d+\): error HV3006: 'SensorRow' has no property 'sensors'.*nameof\(SensorRow\.Count\)"));
    }

    /// <summary>The compiler says which interface it has; an old one is played by saying something else.</summary>
    [TestCase("roslyn4.8", "4.8")]
    [TestCase("", "of unknown version")]
    public async Task A_compiler_that_is_too_old_is_one_error(string compiler, string shown)
    {
        using var project = await FreshProject.Create(["Hv.Pseries"]);
        project.Copy("samples/Toy").Write("Program.cs", "return 0;");

        var build = await project.Build("-p:CompilerApiVersion=" + compiler);

        Assert.That(build.ErrorCodes, Is.EqualTo(["HV0001"]), build.ToString());
        Assert.That(build.Output, Does.Contain($"needs the C# compiler 4.14 or newer").And.Contain($"compiled by {shown}, of SDK 10."));
    }
}
