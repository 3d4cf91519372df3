using System.Buffers.Binary;
using System.Text;

namespace Hv.Pseries.Firmware;

/// <summary>
/// Device trees as one block of bytes (Devicetree Specification 0.4, chapter 5, version 17): written from nodes; and searched in what
/// a guest or a stream hands over, which may be anything.
/// </summary>
public static class FlattenedDeviceTree
{
    private const uint Version = 17;
    private const uint OldestReader = 16;
    private const int HeaderSize = 40;
    private const int ReservationsSize = 16;

    /// <summary>Writes a tree.</summary>
    public static byte[] Write(DeviceTreeNode root)
    {
        var names = new MemoryStream();
        var offsets = new Dictionary<string, uint>(StringComparer.Ordinal);
        var structure = new MemoryStream();
        Write(root, structure, names, offsets);
        WriteWord(structure, (uint)FlattenedToken.End);

        // The blocks: header, memory reservations (none), structure, names.
        var structureSize = (uint)structure.Length;
        var structureStart = (uint)(HeaderSize + ReservationsSize);
        var namesStart = structureStart + structureSize;
        var tree = new MemoryStream();
        foreach (var word in (ReadOnlySpan<uint>)
            [
                FlattenedTreeReader.Magic, namesStart + (uint)names.Length, structureStart, namesStart, HeaderSize, Version,
                OldestReader, 0, (uint)names.Length, structureSize,
            ])
        {
            WriteWord(tree, word);
        }

        tree.Write(new byte[ReservationsSize]);
        structure.WriteTo(tree);
        names.WriteTo(tree);
        return tree.ToArray();
    }

    /// <summary>Whether bytes are a whole tree, without anything in it that does not belong there.</summary>
    public static bool IsTree(ReadOnlySpan<byte> tree) => TryParse(tree, out _);

    /// <summary>Reads a tree.</summary>
    /// <param name="tree">The bytes, which may be anything.</param>
    /// <param name="root">Its root; without properties and nodes when there is no tree.</param>
    /// <returns><see langword="false"/> when it is none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> tree, out DeviceTreeNode root)
    {
        root = new DeviceTreeNode("");
        var reader = new FlattenedTreeReader(tree);
        var nodes = new Stack<DeviceTreeNode>();
        var hasRoot = false;
        while (true)
        {
            switch (reader.Read())
            {
                case FlattenedToken.BeginNode when nodes.TryPeek(out var parent):
                    var node = new DeviceTreeNode(reader.Name);
                    parent.Children.Add(node);
                    nodes.Push(node);
                    break;
                case FlattenedToken.BeginNode when !hasRoot:
                    hasRoot = true;
                    nodes.Push(root);
                    break;
                case FlattenedToken.EndNode:
                    nodes.Pop();
                    break;
                case FlattenedToken.Property:
                    nodes.Peek().Properties.Add(new DeviceTreeProperty(reader.Name, reader.Value.ToArray()));
                    break;
                case FlattenedToken.End:
                    return hasRoot && nodes.Count == 0;
                default:
                    return false;
            }
        }
    }

    /// <summary>Finds a property.</summary>
    /// <param name="tree">The tree; what is none has no properties.</param>
    /// <param name="path">The path of the node, without a slash at its end: <c>/rtas</c>; empty for the root.</param>
    /// <param name="name">The name of the property.</param>
    /// <param name="value">Its bytes.</param>
    public static bool TryFind(ReadOnlySpan<byte> tree, string path, string name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var reader = new FlattenedTreeReader(tree);
        var nodes = new Stack<string>();
        while (true)
        {
            switch (reader.Read())
            {
                case FlattenedToken.BeginNode:
                    nodes.Push(nodes.TryPeek(out var parent) ? $"{parent}/{reader.Name}" : reader.Name);
                    break;
                case FlattenedToken.EndNode:
                    nodes.Pop();
                    break;
                case FlattenedToken.Property when nodes.Peek() == path && reader.Name == name:
                    value = reader.Value;
                    return true;
                case FlattenedToken.Property:
                    break;
                default:
                    return false;
            }
        }
    }

    private static void Write(DeviceTreeNode node, MemoryStream structure, MemoryStream names, Dictionary<string, uint> offsets)
    {
        WriteWord(structure, (uint)FlattenedToken.BeginNode);
        structure.Write(Encoding.ASCII.GetBytes(node.Name));
        structure.WriteByte(0);
        Align(structure);
        foreach (var property in node.Properties)
        {
            if (!offsets.TryGetValue(property.Name, out var offset))
            {
                offset = (uint)names.Length;
                offsets.Add(property.Name, offset);
                names.Write(Encoding.ASCII.GetBytes(property.Name));
                names.WriteByte(0);
            }

            WriteWord(structure, (uint)FlattenedToken.Property);
            WriteWord(structure, (uint)property.Value.Length);
            WriteWord(structure, offset);
            structure.Write(property.Value);
            Align(structure);
        }

        foreach (var child in node.Children)
            Write(child, structure, names, offsets);

        WriteWord(structure, (uint)FlattenedToken.EndNode);
    }

    private static void WriteWord(MemoryStream stream, uint word)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, word);
        stream.Write(bytes);
    }

    private static void Align(MemoryStream stream)
    {
        while (stream.Length % sizeof(uint) != 0)
            stream.WriteByte(0);
    }
}
