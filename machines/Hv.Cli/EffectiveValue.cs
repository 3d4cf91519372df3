using Hv.Runtime.Machines;
using Hv.Runtime.Objects;

namespace Hv.Cli;

/// <summary>The value a property has on a machine version before a user sets it.</summary>
/// <param name="Type">The object type.</param>
/// <param name="Property">The property.</param>
/// <param name="Row">The compat row that gives it, or <see langword="null"/> when it is the property's own default.</param>
internal sealed record EffectiveValue(ObjectType Type, ObjectProperty Property, CompatRow? Row)
{
    /// <summary>The value as text.</summary>
    public string Text => Row?.ValueText ?? Property.DefaultText;

    /// <summary>What gives the value, for a person: <c>default</c>, or the version, with the row's type when it is another.</summary>
    public string Origin => Row switch
    {
        null => "default",
        { Target: var target } when target == Type => Row.Version,
        _ => $"{Row.Version} ({Row.Target.Name})",
    };

    /// <summary>All values of a machine version: the machine's own, then those of each device type.</summary>
    public static IEnumerable<EffectiveValue> All(PlatformCatalog catalog, CatalogMachine machine)
    {
        var table = machine.Version.Compat;
        foreach (var type in catalog.Devices.Prepend(machine.Family.Type))
        {
            foreach (var property in type.Properties)
                yield return new EffectiveValue(type, property, table.Find(type, property));
        }
    }
}
