using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Hv.Pseries.Firmware;

/// <summary>A node of the device tree (Devicetree Specification 0.4, 2.2).</summary>
/// <param name="name">Its name, with the unit address where it has one: <c>pci@800000020000000</c>; empty for the root.</param>
public sealed class DeviceTreeNode(string name)
{
    private const string Indent = "\t";

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its properties, in order.</summary>
    public List<DeviceTreeProperty> Properties { get; } = [];

    /// <summary>The nodes below it, in order.</summary>
    public List<DeviceTreeNode> Children { get; } = [];

    /// <summary>The property of a name, or <see langword="null"/>.</summary>
    public DeviceTreeProperty? Find(string name) => Properties.Find(property => property.Name == name);

    /// <summary>Sets a property: in the place of the one of this name, or as the last.</summary>
    public void Set(DeviceTreeProperty property)
    {
        var index = Properties.FindIndex(known => known.Name == property.Name);
        if (index < 0)
            Properties.Add(property);
        else
            Properties[index] = property;
    }

    /// <summary>Writes the node as source that the device tree compiler reads (Devicetree Specification 0.4, chapter 6).</summary>
    /// <param name="writer">Takes the text.</param>
    /// <param name="depth">How far it is indented.</param>
    public void WriteSource(TextWriter writer, int depth = 0)
    {
        if (depth == 0)
            writer.Write("/dts-v1/;\n\n");

        var indent = string.Concat(Enumerable.Repeat(Indent, depth));
        writer.Write($"{indent}{(Name.Length == 0 ? "/" : Name)} {{\n");
        foreach (var property in Properties)
        {
            var value = Format(property.Value);
            writer.Write($"{indent}{Indent}{property.Name}{(value.Length == 0 ? "" : $" = {value}")};\n");
        }

        foreach (var child in Children)
        {
            if (Properties.Count > 0 || child != Children[0])
                writer.Write('\n');

            child.WriteSource(writer, depth + 1);
        }

        writer.Write($"{indent}}};\n");
    }

    /// <summary>Texts where the bytes are texts, else cells where they are whole words, else bytes.</summary>
    private static string Format(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return "";

        if (IsTexts(value))
        {
            var texts = Encoding.ASCII.GetString(value[..^1]).Split('\0');
            return string.Join(", ", texts.Select(text => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
        }

        var text = new StringBuilder();
        if (value.Length % sizeof(uint) != 0)
        {
            text.Append('[');
            foreach (var octet in value)
                text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 1 ? " " : "")}{octet:x2}");

            return text.Append(']').ToString();
        }

        text.Append('<');
        for (var offset = 0; offset < value.Length; offset += sizeof(uint))
            text.Append(CultureInfo.InvariantCulture, $"{(offset > 0 ? " " : "")}0x{BinaryPrimitives.ReadUInt32BigEndian(value[offset..]):x}");

        return text.Append('>').ToString();
    }

    /// <summary>Whether all bytes are printable or end a text that is not empty.</summary>
    private static bool IsTexts(ReadOnlySpan<byte> value)
    {
        if (value[^1] != 0 || value[0] == 0)
            return false;

        for (var index = 0; index < value.Length; index++)
        {
            if (value[index] == 0 ? value[index - 1] == 0 : value[index] is < 0x20 or > 0x7E)
                return false;
        }

        return true;
    }
}
