using Hv.Generators.Calls;
using Hv.Generators.Devices;
using Hv.Generators.Machines;
using Hv.Generators.Migration;
using Hv.Runtime.Abi;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Abi;

/// <summary>
/// What a compilation declares, as the texts have it, with the symbols that declare each entry. For the analyzer: the models are
/// those that the generator makes.
/// </summary>
internal sealed class AbiSources
{
    private readonly Dictionary<string, (ISymbol Symbol, AttributeData? Attribute)> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AbiDevice> _devices;

    private AbiSources(MachineIndex machines, AbiInput input, List<AbiDeclaredExcuse> excuses, CancellationToken cancellation)
    {
        Machines = machines;
        Excuses = excuses;
        Model = AbiBuilder.Build(input, cancellation);
        _devices = input.Devices.GroupBy(device => device.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    }

    public MachineIndex Machines { get; }

    /// <summary>The texts.</summary>
    public AbiModel Model { get; }

    /// <summary>The exceptions.</summary>
    public IReadOnlyList<AbiDeclaredExcuse> Excuses { get; }

    public static AbiSources Of(Compilation compilation, CancellationToken cancellation)
    {
        var symbols = new List<(string Subject, ISymbol Symbol, AttributeData? Attribute)>();
        var devices = new List<AbiDevice>();
        var families = new List<MachineFamilyModel>();
        var versions = new List<MachineVersionModel>();
        var rtas = new List<CallContainer>();
        var hypercalls = new List<CallContainer>();
        var identities = new List<AbiIdentity>();
        var excuses = new List<AbiDeclaredExcuse>();
        var states = new List<AbiState>();
        foreach (var type in compilation.Assembly.GlobalNamespace.AllTypes())
        {
            cancellation.ThrowIfCancellationRequested();
            if (DeviceSymbols.IsDeclaration(type) && DeviceParser.Parse(type, report: null, cancellation) is { IsObjectType: true } device)
                AddDevice(type, AbiDevice.From(device));

            if (MachineParser.FamilyModel(type, cancellation) is { } family)
                families.Add(family);

            if (MachineParser.VersionModel(type, cancellation) is { } version)
                versions.Add(version);

            AddState(type);
            AddCalls(type, CallFacts.Rtas, rtas);
            AddCalls(type, CallFacts.Hypercall, hypercalls);
            foreach (var symbol in type.GetMembers().Prepend(type))
            {
                foreach (var (field, identity) in AbiIdentityParser.Fields(symbol))
                {
                    identities.Add(identity);
                    symbols.Add((AbiEntry.Describe(AbiEntryKind.Identity, identity.Place), field, null));
                }

                excuses.AddRange(AbiExcuseParser.Attributes(symbol, cancellation)
                    .Select(pair => new AbiDeclaredExcuse(symbol, pair.Attribute, pair.Excuses)));
            }
        }

        var references = AbiReferences.Of(compilation, cancellation);
        var input = new AbiInput(
            MachineChain.Build(families, versions).ToEquatableArray(),
            devices.Concat(references.Devices).ToEquatableArray(), CallGroup.Of(rtas), CallGroup.Of(hypercalls),
            identities.ToEquatableArray(), states.Concat(references.States).ToEquatableArray(),
            excuses.SelectMany(excuse => excuse.Excuses).ToEquatableArray());
        var sources = new AbiSources(MachineIndex.Build(compilation, cancellation), input, excuses, cancellation);
        foreach (var (subject, symbol, attribute) in symbols)
        {
            if (!sources._symbols.ContainsKey(subject))
                sources._symbols.Add(subject, (symbol, attribute));
        }

        return sources;

        void AddDevice(INamedTypeSymbol type, AbiDevice device)
        {
            devices.Add(device);
            symbols.Add((AbiEntry.Describe(AbiEntryKind.Device, device.Name), type, null));
            foreach (var property in DeviceSymbols.DeclaredProperties(type))
            {
                if (property.FindAttribute(AttributeNames.Property) is { } attribute && attribute.PositionalValue<string>(0) is { } name)
                    symbols.Add((AbiEntry.Describe(AbiEntryKind.Property, $"{device.Name}.{name}"), property, attribute));
            }
        }

        void AddState(INamedTypeSymbol type)
        {
            if (AbiStateParser.Lines(type, cancellation) is not { } lines)
                return;

            var name = StateSymbols.StateName(type)!;
            states.Add(new AbiState(name, type.FullName(), lines.Select(pair => pair.Line).ToEquatableArray()));
            foreach (var (line, symbol) in lines)
                symbols.Add((AbiEntry.Describe(line.Kind, name + line.Key), symbol, null));
        }

        void AddCalls(INamedTypeSymbol type, CallFacts facts, List<CallContainer> containers)
        {
            if (type.FindAttribute(facts.ContainerAttribute) is null)
                return;

            var container = new CallParser(facts, report: null, cancellation).Parse(type, (handler, method, attribute) =>
                symbols.Add((AbiEntry.Describe(AbiCalls.KindOf(facts.Kind), AbiCalls.Key(facts.Kind, handler)), method, attribute)));
            if (container is not null)
                containers.Add(container);
        }
    }

    /// <summary>What declares an entry; of a property that a type has from another, the property.</summary>
    public (ISymbol Symbol, AttributeData? Attribute)? Find(AbiEntryKind kind, string key) =>
        _symbols.TryGetValue(AbiEntry.Describe(kind, key), out var found) ? found : null;

    /// <summary>The type of devices of this name, or <see langword="null"/>.</summary>
    public AbiDevice? FindDevice(string name) => _devices.TryGetValue(name, out var device) ? device : null;

    /// <summary>The property of a type, which may have it from another, with the type that declares it.</summary>
    public (AbiDevice Declaring, PropertyShape Shape)? FindProperty(string type, string name)
    {
        for (var device = FindDevice(type); device is not null; device = ParentOf(device))
        {
            if (device.Properties.FirstOrDefault(property => property.Name == name) is { } shape)
                return (device, shape);
        }

        return null;
    }

    /// <summary>Whether a type is the one of this class, or derives from it.</summary>
    public bool IsA(string type, string className)
    {
        for (var device = FindDevice(type); device is not null; device = ParentOf(device))
        {
            if (device.ClassName == className)
                return true;
        }

        return false;
    }

    private AbiDevice? ParentOf(AbiDevice device) =>
        device.Parent is null ? null : _devices.Values.FirstOrDefault(other => other.ClassName == device.Parent);
}
