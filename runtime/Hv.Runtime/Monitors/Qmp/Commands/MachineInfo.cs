using System.Text.Json.Nodes;
using Hv.Runtime.Machines;

namespace Hv.Runtime.Monitors.Qmp.Commands;

/// <summary>What <c>query-machines</c> tells of a machine version.</summary>
internal static class MachineInfo
{
    /// <summary>Its type.</summary>
    public static readonly QmpType.Record Type = new(
        new("hotpluggable-cpus", QmpType.Boolean),
        new("name", QmpType.String),
        new("numa-mem-supported", QmpType.Boolean),
        new("default-cpu-type", QmpType.String, IsOptional: true),
        new("is-default", QmpType.Boolean, IsOptional: true),
        new("cpu-max", QmpType.Integer),
        new("deprecated", QmpType.Boolean),
        new("default-ram-id", QmpType.String, IsOptional: true),
        new("alias", QmpType.String, IsOptional: true));

    /// <summary>Describes a version.</summary>
    public static JsonObject Describe(MachineCatalog catalog, MachineFamily family, MachineVersion version)
    {
        var details = catalog.Describe(version);
        var info = new JsonObject
        {
            ["hotpluggable-cpus"] = details.HasHotPluggableCpus,
            ["name"] = version.Name,
            ["numa-mem-supported"] = details.TakesNumaMemorySizes,
        };
        if (details.DefaultCpu.Length > 0)
            info["default-cpu-type"] = details.DefaultCpu;

        if (catalog.Families is [var first, ..] && family == first && version == family.Default)
            info["is-default"] = true;

        info["cpu-max"] = details.MaximumCpus;
        info["deprecated"] = false;
        if (details.RamName.Length > 0)
            info["default-ram-id"] = details.RamName;

        if (version == family.Newest && family.Name != version.Name)
            info["alias"] = family.Name;

        return info;
    }
}
