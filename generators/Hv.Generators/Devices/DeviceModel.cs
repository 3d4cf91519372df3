namespace Hv.Generators.Devices;

/// <summary>All that is generated for a device class or a machine family's class.</summary>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="Namespace">The namespace, empty for the global one.</param>
/// <param name="Heads">The partial declarations around the members, outermost first.</param>
/// <param name="TypeName">The class, with <c>global::</c>; empty where there is nothing to generate but stubs.</param>
/// <param name="Name">The name of the object type.</param>
/// <param name="Summary">One line of help.</param>
/// <param name="Parent">The class of the parent's object type, or <see langword="null"/>.</param>
/// <param name="IsMachine">Whether it is a machine family: not in the device catalog.</param>
/// <param name="CanBeCreated">Whether an object of exactly this type can be made.</param>
/// <param name="HidesObjectType">Whether a base class has a member <c>ObjectType</c>.</param>
/// <param name="HidesProperties">Whether a base class has a member <c>Properties</c>.</param>
/// <param name="Properties">The properties that the class itself declares, in the order of their declaration.</param>
/// <param name="Stubs">The properties that are declared wrongly.</param>
internal sealed record DeviceModel(
    string HintName, string Namespace, EquatableArray<string> Heads, string TypeName, string Name, string Summary, string? Parent,
    bool IsMachine, bool CanBeCreated, bool HidesObjectType, bool HidesProperties, EquatableArray<PropertyModel> Properties,
    EquatableArray<PropertyStub> Stubs)
{
    /// <summary>Why a machine with the device cannot migrate (<c>[NotMigratable]</c>), or <see langword="null"/>.</summary>
    public string? MigrationBlocker { get; init; }

    /// <summary>Whether the class becomes an object type.</summary>
    public bool IsObjectType => TypeName.Length > 0;

    /// <summary>The model of a class that becomes no object type and has properties that need a body all the same.</summary>
    public static DeviceModel OfStubs(string hintName, string space, EquatableArray<string> heads, EquatableArray<PropertyStub> stubs) =>
        new(
            hintName, space, heads, TypeName: "", Name: "", Summary: "", Parent: null, IsMachine: false, CanBeCreated: false, HidesObjectType: false,
            HidesProperties: false, EquatableArray<PropertyModel>.Empty, stubs);
}
