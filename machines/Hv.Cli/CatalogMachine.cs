using Hv.Runtime.Machines;
using Hv.Runtime.Objects;

namespace Hv.Cli;

/// <summary>A machine version and the family it is of.</summary>
/// <param name="Family">The family.</param>
/// <param name="Version">The version.</param>
internal sealed record CatalogMachine(MachineFamily Family, MachineVersion Version)
{
    /// <summary>Makes a machine of the version and realizes it.</summary>
    /// <exception cref="CliException">The machine refuses the options, or the host has no room for it.</exception>
    public Machine Realize(MachineOptions options, Action<Machine>? configure = null)
    {
        var machine = Version.Create();
        try
        {
            machine.Options = options;
            configure?.Invoke(machine);
            machine.Realize();
            return machine;
        }
        catch (PropertyException exception)
        {
            machine.Dispose();
            throw new CliException(exception.Message, exception);
        }
        catch (OutOfMemoryException exception)
        {
            machine.Dispose();
            throw new CliException($"the host has no room for {options.RamSize >> 20} MiB of guest RAM.", exception);
        }
    }
}
