using Hv.Cli.Output;
using Hv.Runtime.Chardev;
using Hv.Runtime.Machines;
using Hv.Runtime.Monitors;
using Hv.Runtime.Objects;

namespace Hv.Cli.Run;

/// <summary>Shows what there is instead of running a machine.</summary>
internal sealed class RunHelp(MachineCatalog catalog, CliConsole console, string programName)
{
    /// <summary>Shows what the configuration asks for.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="RunException">There is no such machine or device.</exception>
    public int Show(RunConfiguration configuration)
    {
        switch (configuration.Request)
        {
            case RunRequest.Help:
                ShowOptions();
                break;
            case RunRequest.Version:
                console.WriteLine(
                    $"Hv version {typeof(RunHelp).Assembly.GetName().Version?.ToString(3)}, a hypervisor framework for .NET; "
                    + "takes the options of QEMU 7.2 that it has a meaning for");
                break;
            case RunRequest.Machines:
                ShowMachines();
                break;
            case RunRequest.MachineProperties:
                ShowMachineProperties(configuration.Machine);
                break;
            case RunRequest.Devices:
                ShowDevices();
                break;
            case RunRequest.DeviceProperties:
                ShowDeviceProperties(configuration.RequestedDevice);
                break;
            case RunRequest.Accelerators:
                console.WriteLine("Accelerators supported in this program:");
                console.WriteLine("tcg");
                console.WriteLine("qtest");
                break;
            case RunRequest.CharacterDevices:
                console.WriteLine("Available chardev backend types:");
                foreach (var kind in CharacterDeviceFactory.Kinds)
                    console.WriteLine($"  {kind}");

                break;
            case RunRequest.LogItems:
                ShowLogItems(configuration.Machine);
                break;
            default:
                ShowTraceEvents(configuration.Machine);
                break;
        }

        return ExitCode.Success;
    }

    private void ShowOptions()
    {
        console.WriteLine($"Usage: {programName} [options]");
        console.WriteLine();
        console.WriteLine("Makes a machine and runs it, with the options of QEMU. It executes the guest that -kernel, -bios or -guest name, and the");
        console.WriteLine("built-in one when nothing does; with -qtest, -accel qtest or -nodefaults a machine without a guest waits for what monitors");
        console.WriteLine("and tests do with it.");
        console.WriteLine();
        foreach (var option in RunOptionTable.All)
        {
            console.WriteLine($"  -{string.Join(", -", option.Names)}{(option.TakesValue ? $" {option.Value}" : "")}");
            console.WriteLine($"      {option.Help}");
        }
    }

    private void ShowMachines()
    {
        console.WriteLine("Supported machines are:");
        foreach (var family in catalog.Families)
        {
            if (family.Name != family.Newest.Name)
                console.WriteLine($"{family.Name,-20} {family.Newest.Summary} (alias of {family.Newest.Name})");

            foreach (var version in family.Versions)
            {
                var isDefault = family == catalog.Families[0] && version == family.Default;
                console.WriteLine($"{version.Name,-20} {version.Summary}{(isDefault ? " (default)" : "")}");
            }
        }
    }

    private void ShowMachineProperties(string? name)
    {
        var version = FindVersion(name);
        console.WriteLine($"{version.Name}-machine options:");
        using var machine = version.Create();
        var settable = machine.Type.Properties.Where(property => !property.IsReadOnly);
        foreach (var property in settable.OrderBy(property => property.Name, StringComparer.Ordinal))
            ShowProperty(property, property.GetText(machine));
    }

    private void ShowDevices()
    {
        foreach (var type in catalog.Devices.Where(type => !type.IsAbstract && type.Create() is Device { IsUserCreatable: true }))
            console.WriteLine($"name \"{type.Name}\"{(type.Summary.Length > 0 ? $", desc \"{type.Summary}\"" : "")}");
    }

    private void ShowDeviceProperties(string name)
    {
        var type = catalog.FindDevice(name) ?? throw new RunException($"-device {name},help: Device '{name}' not found");
        if (type.Properties.Count == 0)
        {
            console.WriteLine($"There are no options for {type.Name}.");
            return;
        }

        console.WriteLine($"{type.Name} options:");
        foreach (var property in type.Properties.OrderBy(property => property.Name, StringComparer.Ordinal))
            ShowProperty(property, property.DefaultText);
    }

    private void ShowProperty(ObjectProperty property, string value)
    {
        var type = property.TypeName is "string" or "enum" ? "str" : property.TypeName;
        console.WriteLine($"  {$"{property.Name}=<{type}>",-38} - {property.Summary} (default: {value})");
    }

    private void ShowTraceEvents(string? name)
    {
        using var machine = FindVersion(name).Create();
        machine.Realize();
        foreach (var traceEvent in machine.Trace.Events)
            console.WriteLine(traceEvent.Name);
    }

    private void ShowLogItems(string? name)
    {
        using var machine = FindVersion(name).Create();
        console.WriteLine("Log items (comma separated):");
        foreach (var item in machine.LogItems)
            console.WriteLine($"{item.Name,-15} {item.Help}");

        console.WriteLine($"{"trace:PATTERN",-15} enable trace events");
    }

    private MachineVersion FindVersion(string? name)
    {
        foreach (var family in catalog.Families)
        {
            if (name is null)
                return family.Default;

            if (family.Name == name || family.Versions.Any(version => version.Name == name))
                return family.GetVersion(name);
        }

        throw new RunException($"unsupported machine type '{name}'");
    }
}
