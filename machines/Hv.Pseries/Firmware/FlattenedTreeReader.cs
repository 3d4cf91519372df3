using System.Buffers.Binary;
using System.Text;

namespace Hv.Pseries.Firmware;

/// <summary>
/// Goes through the structure of a flattened tree (Devicetree Specification 0.4, chapter 5), which may be any bytes: each step
/// moves on, and nothing outside them is read.
/// </summary>
internal ref struct FlattenedTreeReader
{
    /// <summary>The first word of a tree.</summary>
    public const uint Magic = 0xD00D_FEED;

    private const int StructurePlace = 8;
    private const int NamesPlace = 12;
    private const int DeepestNode = 64;
    private const int LongestText = 1024;

    private readonly ReadOnlySpan<byte> _tree;
    private readonly bool _hasHeader;
    private readonly uint _names;
    private ulong _offset;

    /// <summary>Stands before the first token.</summary>
    /// <param name="tree">The bytes of the tree, from its header.</param>
    public FlattenedTreeReader(ReadOnlySpan<byte> tree)
    {
        _tree = tree;
        _hasHeader = TryWord(0, out var magic) && magic == Magic;
        _hasHeader &= TryWord(StructurePlace, out var start);
        _hasHeader &= TryWord(NamesPlace, out _names);
        _offset = start;
    }

    /// <summary>How many nodes have begun and not ended.</summary>
    public int Depth { get; private set; }

    /// <summary>The name of the node or of the property that was read last.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The bytes of the property that was read last.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Reads what stands next; what follows damage or the end means nothing.</summary>
    /// <returns>The token; never <see cref="FlattenedToken.Nop"/>.</returns>
    public FlattenedToken Read()
    {
        while (_hasHeader && TryWord(_offset, out var word))
        {
            _offset += sizeof(uint);
            switch ((FlattenedToken)word)
            {
                case FlattenedToken.Nop:
                    break;
                case FlattenedToken.BeginNode when Depth < DeepestNode && TryText(_offset, out var name):
                    Depth++;
                    Name = name;
                    _offset += Aligned((uint)name.Length + 1);
                    return FlattenedToken.BeginNode;
                case FlattenedToken.EndNode when Depth > 0:
                    Depth--;
                    return FlattenedToken.EndNode;
                case FlattenedToken.Property when Depth > 0 && TryProperty():
                    return FlattenedToken.Property;
                case FlattenedToken.End:
                    return FlattenedToken.End;
                default:
                    return FlattenedToken.Damage;
            }
        }

        return FlattenedToken.Damage;
    }

    private static uint Aligned(uint length) => (length + (sizeof(uint) - 1)) & ~(uint)(sizeof(uint) - 1);

    private bool TryProperty()
    {
        var start = _offset + (2 * sizeof(uint));
        if (!TryWord(_offset, out var length) || !TryWord(_offset + sizeof(uint), out var nameOffset)
            || start + length > (ulong)_tree.Length || !TryText((ulong)_names + nameOffset, out var name))
        {
            return false;
        }

        Name = name;
        Value = _tree.Slice((int)start, (int)length);
        _offset = start + Aligned(length);
        return true;
    }

    private readonly bool TryWord(ulong offset, out uint word)
    {
        word = 0;
        if (offset + sizeof(uint) > (ulong)_tree.Length)
            return false;

        word = BinaryPrimitives.ReadUInt32BigEndian(_tree[(int)offset..]);
        return true;
    }

    private readonly bool TryText(ulong offset, out string text)
    {
        text = "";
        if (offset >= (ulong)_tree.Length)
            return false;

        // Many properties can share one name: a long one would make little of a tree into much.
        var rest = _tree[(int)offset..];
        rest = rest[..Math.Min(rest.Length, LongestText)];
        var end = rest.IndexOf((byte)0);
        if (end < 0)
            return false;

        text = Encoding.ASCII.GetString(rest[..end]);
        return true;
    }
}
