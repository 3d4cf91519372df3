using Hv.Runtime.Machines;

namespace Hv.Cli.Guests;

/// <summary>
/// The guest that is part of the program: it tells what machine it runs on, creates a DMA window, and has edu and nvme move data through
/// it. The build assembles it (<c>Guests/BuiltIn</c>).
/// </summary>
internal sealed class BuiltInGuest : IGuest
{
    /// <summary>Its name on the command line.</summary>
    public const string GuestName = "built-in";

    private const string Versions = "pseries-";
    private const string Resource = "Guests/builtin.elf";

    /// <inheritdoc/>
    public string Name => GuestName;

    /// <inheritdoc/>
    public string Summary => "a program that tries the machine's DMA windows with edu and nvme, and powers off";

    /// <inheritdoc/>
    public GuestFiles Prepare(GuestProgress progress) => new(GuestName, Initrd: null, CommandLine: "")
    {
        KernelContent = Read(),
        FailsOnPanic = true,
        Drives = ["format=memory,size=16M,if=none,id=built-in"],

        // As released, edu reaches 256 MiB alone: no 64-bit window is there.
        Devices = ["edu,dma_mask=0xffffffffffffffff", "nvme,serial=built-in,drive=built-in"],
    };

    /// <summary>Whether it is a program for a machine: others have other processors, or none.</summary>
    public static bool RunsOn(MachineVersion machine) => machine.Name.StartsWith(Versions, StringComparison.Ordinal);

    private static byte[] Read()
    {
        using var stream = typeof(BuiltInGuest).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program has no resource {Resource}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
