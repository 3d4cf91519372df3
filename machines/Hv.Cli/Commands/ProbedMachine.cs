using Hv.Runtime.Machines;

namespace Hv.Cli.Commands;

/// <summary>The small machine that is realized to see which calls a version has.</summary>
internal static class ProbedMachine
{
    private static readonly MachineOptions ProbeOptions = new() { RamSize = 256UL << 20 };

    /// <summary>Realizes it. Calls depend on the devices that exist, so that only a realized machine knows its own.</summary>
    public static Machine Realize(CommandContext context, string? name) =>
        context.Catalog.FindMachineOrDefault(name).Realize(ProbeOptions);
}
