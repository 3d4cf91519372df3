using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Hv.Generators.Devices;

/// <summary>Writes the catalog of an assembly's devices.</summary>
internal static class DeviceCatalogEmitter
{
    public static SourceText Emit(DeviceCatalogModel model)
    {
        const string objectType = "global::Hv.Runtime.Objects.ObjectType";
        var writer = SourceWriter.ForFile().FileNamespace(model.Namespace);
        writer.Summary("The device types that this assembly declares.");
        using (writer.Block("public static class DeviceCatalog"))
        {
            writer.Summary("All device types, abstract ones too, in the ordinal order of their names.");
            writer.Line($"public static global::System.Collections.Generic.IReadOnlyList<{objectType}> All {{ get; }} =");
            using (writer.List("];"))
            {
                foreach (var device in model.Devices)
                    writer.Line($"{device.TypeName}.ObjectType,");
            }
        }

        return SourceText.From(writer.ToString(), Encoding.UTF8);
    }
}
