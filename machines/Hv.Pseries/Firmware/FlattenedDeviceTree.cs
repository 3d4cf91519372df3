using System.Buffers.Binary;
using System.Text;

namespace Hv.Pseries.Firmware;

/// <summary>
/// Device trees as one block of bytes (Devicetree Specification 0.4, chapter 5, version 17): written from nodes; and searched in what
/// a guest or a stream hands over, which may be anything.
/// </summary>
public static class FlattenedDeviceTree
{
    private const uint Magic = 0xD00D_FEED;
    private const uint Version = 17;
    private const uint OldestReader = 16;
    private const int DeepestNode = 64;
    private const int LongestText = 1024;
    private const int HeaderSize = 40;
    private const int ReservationsSize = 16;
    private const uint BeginNode = 1;
    private const uint EndNode = 2;
    private const uint Property = 3;
    private const uint Nop = 4;
    private const uint End = 9;

    /// <summary>Writes a tree.</summary>
    public static byte[] Write(DeviceTreeNode root)
    {
        var names = new MemoryStream();
        var offsets = new Dictionary<string, uint>(StringComparer.Ordinal);
        var structure = new MemoryStream();
        Write(root, structure, names, offsets);
        WriteWord(structure, End);

        // The blocks: header, memory reservations (none), structure, names.
        var structureSize = (uint)structure.Length;
        var structureStart = (uint)(HeaderSize + ReservationsSize);
        var namesStart = structureStart + structureSize;
        var tree = new MemoryStream();
        foreach (var word in (ReadOnlySpan<uint>)
            [
                Magic, namesStart + (uint)names.Length, structureStart, namesStart, HeaderSize, Version, OldestReader, 0, (uint)names.Length,
                structureSize,
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
        if (!TryWord(tree, 0, out var magic) || magic != Magic || !TryWord(tree, 8, out var start) || !TryWord(tree, 12, out var names))
            return false;

        var offset = (ulong)start;
        var nodes = new Stack<DeviceTreeNode>();
        var hasRoot = false;
        while (TryWord(tree, offset, out var token))
        {
            offset += sizeof(uint);
            switch (token)
            {
                case BeginNode when TryText(tree, offset, out var name) && nodes.Count < DeepestNode && (nodes.Count > 0 || !hasRoot):
                    hasRoot = true;
                    var node = nodes.Count == 0 ? root : new DeviceTreeNode(name);
                    if (nodes.TryPeek(out var parent))
                        parent.Children.Add(node);

                    nodes.Push(node);
                    offset += Aligned((uint)name.Length + 1);
                    break;
                case EndNode when nodes.TryPop(out _):
                case Nop:
                    break;
                case Property when nodes.TryPeek(out var current)
                    && TryWord(tree, offset, out var length) && TryWord(tree, offset + sizeof(uint), out var nameOffset)
                    && offset + (2 * sizeof(uint)) + length <= (ulong)tree.Length
                    && TryText(tree, (ulong)names + nameOffset, out var propertyName):
                    offset += 2 * sizeof(uint);
                    current.Properties.Add(new DeviceTreeProperty(propertyName, tree.Slice((int)offset, (int)length).ToArray()));
                    offset += Aligned(length);
                    break;
                case End:
                    return hasRoot && nodes.Count == 0;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>Finds a property.</summary>
    /// <param name="tree">The tree; what is none has no properties.</param>
    /// <param name="path">The path of the node, without a slash at its end: <c>/rtas</c>; empty for the root.</param>
    /// <param name="name">The name of the property.</param>
    /// <param name="value">Its bytes.</param>
    public static bool TryFind(ReadOnlySpan<byte> tree, string path, string name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryWord(tree, 0, out var magic) || magic != Magic || !TryWord(tree, 8, out var start) || !TryWord(tree, 12, out var names))
            return false;

        var offset = (ulong)start;
        var nodes = new Stack<string>();
        while (TryWord(tree, offset, out var token))
        {
            offset += sizeof(uint);
            switch (token)
            {
                case BeginNode when TryText(tree, offset, out var node) && nodes.Count < DeepestNode:
                    nodes.Push(nodes.TryPeek(out var parent) ? $"{parent}/{node}" : node);
                    offset += Aligned((uint)node.Length + 1);
                    break;
                case EndNode when nodes.TryPop(out _):
                case Nop:
                    break;
                case Property when nodes.TryPeek(out var current)
                    && TryWord(tree, offset, out var length) && TryWord(tree, offset + sizeof(uint), out var nameOffset)
                    && offset + (2 * sizeof(uint)) + length <= (ulong)tree.Length
                    && TryText(tree, (ulong)names + nameOffset, out var found):
                    offset += 2 * sizeof(uint);
                    if (current == path && found == name)
                    {
                        value = tree.Slice((int)offset, (int)length);
                        return true;
                    }

                    offset += Aligned(length);
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private static void Write(DeviceTreeNode node, MemoryStream structure, MemoryStream names, Dictionary<string, uint> offsets)
    {
        WriteWord(structure, BeginNode);
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

            WriteWord(structure, Property);
            WriteWord(structure, (uint)property.Value.Length);
            WriteWord(structure, offset);
            structure.Write(property.Value);
            Align(structure);
        }

        foreach (var child in node.Children)
            Write(child, structure, names, offsets);

        WriteWord(structure, EndNode);
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

    private static uint Aligned(uint length) => (length + (sizeof(uint) - 1)) & ~(uint)(sizeof(uint) - 1);

    private static bool TryWord(ReadOnlySpan<byte> tree, ulong offset, out uint word)
    {
        word = 0;
        if (offset + sizeof(uint) > (ulong)tree.Length)
            return false;

        word = BinaryPrimitives.ReadUInt32BigEndian(tree[(int)offset..]);
        return true;
    }

    private static bool TryText(ReadOnlySpan<byte> tree, ulong offset, out string text)
    {
        text = "";
        if (offset >= (ulong)tree.Length)
            return false;

        // Many properties can share one name: a long one would make little of a tree into much.
        var rest = tree[(int)offset..];
        rest = rest[..Math.Min(rest.Length, LongestText)];
        var end = rest.IndexOf((byte)0);
        if (end < 0)
            return false;

        text = Encoding.ASCII.GetString(rest[..end]);
        return true;
    }
}
