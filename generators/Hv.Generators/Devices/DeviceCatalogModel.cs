namespace Hv.Generators.Devices;

/// <summary>All that is generated for the catalog of an assembly's devices.</summary>
/// <param name="Namespace">The namespace: the assembly's name.</param>
/// <param name="Devices">The devices by name, in ordinal order.</param>
internal sealed record DeviceCatalogModel(string Namespace, EquatableArray<DeviceCatalogModel.Entry> Devices)
{
    /// <param name="Name">The name of the device.</param>
    /// <param name="TypeName">Its class, with <c>global::</c>; empty when it cannot be registered.</param>
    internal sealed record Entry(string Name, string TypeName);

    public static DeviceCatalogModel From(string assemblyName, IEnumerable<Entry> devices) =>
        new(
            NamespaceOf(assemblyName),
            devices.Where(device => device.TypeName.Length > 0)
                .OrderBy(device => device.Name, StringComparer.Ordinal)
                .ThenBy(device => device.TypeName, StringComparer.Ordinal)
                .ToEquatableArray());

    /// <summary>The namespace that an assembly's name stands for: every part a valid identifier.</summary>
    public static string NamespaceOf(string assemblyName) =>
        string.Join(".", assemblyName.Split(['.'], StringSplitOptions.RemoveEmptyEntries).Select(Part));

    private static string Part(string text)
    {
        var letters = new string([.. text.Select(letter => char.IsLetterOrDigit(letter) ? letter : '_')]);
        return Symbols.Identifier(char.IsDigit(letters[0]) ? "_" + letters : letters);
    }
}
