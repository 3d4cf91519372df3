using System.ComponentModel;
using System.Diagnostics;
using Hv.Cli.Tests.Infrastructure;

namespace Hv.Conformance.Firmware;

/// <summary>What <c>hv dt</c> prints is read by the real device tree compiler.</summary>
public sealed class DeviceTreeCompilerTests
{
    [TestCase("dt")]
    [TestCase("dt --machine pseries-2.12 --device edu -m 3G")]
    [TestCase("dt --machine pseries-2.1 --device spapr-pci-host-bridge,index=1")]
    public void It_compiles_without_an_error(string arguments)
    {
        using var hv = Start(BuiltProgram.Hv, arguments.Split(' '));
        var source = hv.StandardOutput.ReadToEnd();
        hv.WaitForExit();
        Assert.That(hv.ExitCode, Is.Zero);

        using var compiler = StartCompiler();
        var errors = compiler.StandardError.ReadToEndAsync();
        var blob = compiler.StandardOutput.ReadToEndAsync();
        compiler.StandardInput.Write(source);
        compiler.StandardInput.Close();
        compiler.WaitForExit();

        Assert.That(compiler.ExitCode, Is.Zero, () => errors.Result);
        Assert.That(errors.Result, Does.Not.Contain("ERROR"));
        Assert.That(blob.Result, Has.Length.GreaterThan(2000));
    }

    private static Process StartCompiler()
    {
        try
        {
            return Start("dtc", ["-I", "dts", "-O", "dtb", "-"]);
        }
        catch (Win32Exception) when (Environment.GetEnvironmentVariable("CI") is not ("true" or "1"))
        {
            Assert.Ignore("dtc is not on the PATH; Debian has it in the package device-tree-compiler.");
            throw;
        }
    }

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
