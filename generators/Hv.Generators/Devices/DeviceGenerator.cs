using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Devices;

/// <summary>
/// Generates what <c>[Device]</c> and <c>[MachineFamily]</c> classes declare: their object type, their properties, and the
/// assembly's catalog of devices.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class DeviceGenerator : IIncrementalGenerator
{
    internal static readonly Declarations<TypeDeclarationSyntax, DeviceModel> Devices = DeclaredBy(AttributeNames.Device);
    internal static readonly Declarations<TypeDeclarationSyntax, DeviceModel> Machines = DeclaredBy(AttributeNames.MachineFamily);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var devices = Devices.Find(context).WithTrackingName(TrackingNames.Devices);
        var machines = Machines.Find(context).WithTrackingName(TrackingNames.MachineFamilies);
        var catalog = devices
            .Select(static (device, _) => new DeviceCatalogModel.Entry(device.Name, device.TypeName))
            .Collect()
            .Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? ""))
            .Select(static (pair, _) => DeviceCatalogModel.From(pair.Right, pair.Left))
            .WithTrackingName(TrackingNames.DeviceCatalog);

        context.RegisterSourceOutput(devices, static (output, model) => output.AddSource(model.HintName, DeviceEmitter.Emit(model)));
        context.RegisterSourceOutput(machines, static (output, model) => output.AddSource(model.HintName, DeviceEmitter.Emit(model)));
        context.RegisterSourceOutput(catalog, static (output, catalog) =>
        {
            if (catalog.Devices.Count > 0)
                output.AddSource("DeviceCatalog.g.cs", DeviceCatalogEmitter.Emit(catalog));
        });
    }

    private static Declarations<TypeDeclarationSyntax, DeviceModel> DeclaredBy(string attributeName) =>
        new(attributeName, static (type, cancellation) => DeviceParser.Parse(type, report: null, cancellation));
}
