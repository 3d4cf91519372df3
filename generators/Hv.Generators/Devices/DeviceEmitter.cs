using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Hv.Generators.Devices;

/// <summary>Writes the members of a device class or a machine family's class.</summary>
internal static class DeviceEmitter
{
    private const string Objects = "global::Hv.Runtime.Objects";

    public static SourceText Emit(DeviceModel model)
    {
        var writer = SourceWriter.ForFile().FileNamespace(model.Namespace);
        using (writer.Types(model.Heads))
        {
            if (model.IsObjectType)
                EmitMembers(writer, model);

            if (model.IsObjectType && model.Stubs.Count > 0)
                writer.Line();

            writer.Separated(model.Stubs, stub => EmitStub(writer, stub));
        }

        return SourceText.From(writer.ToString(), Encoding.UTF8);
    }

    private static void EmitMembers(SourceWriter writer, DeviceModel model)
    {
        EmitObjectType(writer, model);
        foreach (var property in model.Properties)
        {
            writer.Line();
            EmitBody(writer, property);
        }

        if (model.Properties.Count > 0)
        {
            writer.Line();
            EmitDescriptions(writer, model);
        }
    }

    /// <summary>A body that only keeps the compiler from asking for one: the declaration is wrong, and a diagnostic says how.</summary>
    private static void EmitStub(SourceWriter writer, PropertyStub stub)
    {
        writer.Line("// Declared wrongly: a diagnostic of Hv says how. Without a body that could not be seen on the command line.");
        using (writer.Block(stub.Head))
        {
            foreach (var accessor in stub.Accessors)
                writer.Line($"{accessor} => throw new global::System.InvalidOperationException({Symbols.Literal(stub.Message)});");
        }
    }

    private static void EmitObjectType(SourceWriter writer, DeviceModel model)
    {
        writer.Summary($"The {(model.IsMachine ? "machine" : "device")} type <c>{DocumentationText.Escape(model.Name)}</c>{Sentence(model.Summary)}");
        writer.Line($"public static {(model.HidesObjectType ? "new " : "")}{Objects}.ObjectType ObjectType {{ get; }} = new(");
        using (writer.Indent())
        {
            writer.Line($"name: {Symbols.Literal(model.Name)},");
            writer.Line($"summary: {Symbols.Literal(model.Summary)},");
            writer.Line($"parent: {(model.Parent is { } parent ? $"{parent}.ObjectType" : "null")},");
            writer.Line($"create: {(model.CanBeCreated ? $"static () => new {model.TypeName}()" : "null")},");
            writer.Line(model.Properties.Count == 0 ? "properties: []);" : "properties:");
            if (model.Properties.Count > 0)
            {
                using (writer.List("]);"))
                {
                    foreach (var property in model.Properties)
                        writer.Line($"Properties.{Symbols.Identifier(property.Shape.MemberName)},");
                }
            }
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override {Objects}.ObjectType Type => ObjectType;");
        if (model.MigrationBlocker is not { } blocker)
            return;

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override string? MigrationBlocker => {Symbols.Literal(blocker)};");
    }

    private static void EmitBody(SourceWriter writer, PropertyModel property)
    {
        var shape = property.Shape;
        var member = Symbols.Identifier(shape.MemberName);
        writer.Line($"private {shape.Type.Name} {property.Field} = {shape.DefaultLiteral};");
        writer.Line();
        if (property.Setter is not { } setter)
        {
            writer.Line($"{property.Modifiers} {shape.Type.Name} {member} => {property.Field};");
            return;
        }

        using (writer.Block($"{property.Modifiers} {shape.Type.Name} {member}"))
        {
            writer.Line($"{property.Getter} => {property.Field};");
            writer.Line($"{setter} => {property.Field} = Properties.{member}.Check(this, value);");
        }
    }

    private static void EmitDescriptions(SourceWriter writer, DeviceModel model)
    {
        writer.Summary($"The properties that <c>{DocumentationText.Escape(model.Name)}</c> adds to those of its parent.");
        using (writer.Block($"public static {(model.HidesProperties ? "new " : "")}class Properties"))
            writer.Separated(model.Properties, property => EmitDescription(writer, model, property));
    }

    private static void EmitDescription(SourceWriter writer, DeviceModel model, PropertyModel property)
    {
        var shape = property.Shape;
        var member = Symbols.Identifier(shape.MemberName);
        writer.Summary($"<c>{DocumentationText.Escape(shape.Name)}</c>{Sentence(property.Summary)}");
        var accessibility = property.IsDescribedInternally ? "internal" : "public";
        writer.Line($"{accessibility} static {Objects}.ObjectProperty<{shape.Type.Name}> {member} {{ get; }} = new(");
        using (writer.Indent())
        {
            writer.Line($"owner: {Symbols.Literal(model.Name)},");
            writer.Line($"name: {Symbols.Literal(shape.Name)},");
            writer.Line($"memberName: {Symbols.Literal(shape.MemberName)},");
            writer.Line($"summary: {Symbols.Literal(property.Summary)},");
            EmitCodec(writer, shape);
            writer.Line($"defaultValue: {shape.DefaultLiteral},");
            writer.Line($"get: static target => (({model.TypeName})target).{member},");
            var end = shape.IsReadOnly ? "," : ");";
            writer.Line($"store: static (target, value) => (({model.TypeName})target).{property.Field} = value{end}");
            if (shape.IsReadOnly)
                writer.Line("isReadOnly: true);");
        }
    }

    private static void EmitCodec(SourceWriter writer, PropertyShape shape)
    {
        const string codec = $"{Objects}.PropertyCodec";
        switch (shape.Type.Kind)
        {
            case PropertyKind.Boolean:
                writer.Line($"codec: {codec}.Boolean,");
                break;
            case PropertyKind.Text:
                writer.Line($"codec: {codec}.Text,");
                break;
            case PropertyKind.Integer:
                writer.Line($"codec: {codec}.Integer<{shape.Type.Name}>({string.Join(", ", IntegerArguments(shape))}),");
                break;
            default:
                writer.Line($"codec: {codec}.Enumeration<{shape.Type.Name}>(");
                using (writer.Indent())
                {
                    var last = shape.Type.Values.Count - 1;
                    for (var index = 0; index <= last; index++)
                    {
                        var value = shape.Type.Values[index];
                        var member = $"{shape.Type.Name}.{Symbols.Identifier(value.Member)}";
                        writer.Line($"({Symbols.Literal(value.Name)}, {member}){(index < last ? "," : "),")}");
                    }
                }

                break;
        }
    }

    /// <summary>What differs from what the type itself says.</summary>
    private static IEnumerable<string> IntegerArguments(PropertyShape shape)
    {
        if (shape.Minimum > shape.Type.Minimum)
            yield return $"minimum: {shape.NumberLiteral(shape.Minimum)}";

        if (shape.Maximum < shape.Type.Maximum)
            yield return $"maximum: {shape.NumberLiteral(shape.Maximum)}";

        if (shape.Format is PropertyFormat.Hexadecimal or PropertyFormat.Size)
            yield return $"format: global::Hv.Runtime.Declarations.PropertyFormat.{shape.Format}";
    }

    private static string Sentence(string summary) => summary.Length > 0 ? $": {DocumentationText.Escape(summary)}" : ".";
}
