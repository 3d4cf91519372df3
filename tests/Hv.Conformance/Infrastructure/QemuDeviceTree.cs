using System.Buffers.Binary;
using System.Text;

namespace Hv.Conformance.Infrastructure;

/// <summary>Reads a flattened device tree (Devicetree Specification 0.4, chapter 5), which QEMU leaves at the end of RAM.</summary>
internal static class QemuDeviceTree
{
    private const uint Magic = 0xD00D_FEED;
    private const int BeginNode = 1;
    private const int EndNode = 2;
    private const int Property = 3;
    private const int Nop = 4;

    private const uint QemuAddress = (uint)MachineSetup.RamSize - 0x20_0000;

    /// <summary>The properties of all nodes by path: <c>/rtas/rtas-size</c>.</summary>
    public static IReadOnlyDictionary<string, byte[]> ReadFrom(QemuPeer qemu)
    {
        var header = Words.FromBytes(qemu.Read(QemuAddress, 2 * sizeof(uint)));
        Assert.That(header[0], Is.EqualTo(Magic), "QEMU's device tree does not lie where it is expected.");
        return Parse(qemu.Read(QemuAddress, (int)header[1]));
    }

    private static Dictionary<string, byte[]> Parse(ReadOnlySpan<byte> tree)
    {
        var properties = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var path = new Stack<string>();
        var offset = Word(tree, 2 * sizeof(uint));
        var names = Word(tree, 3 * sizeof(uint));
        while (true)
        {
            var token = Word(tree, offset);
            offset += sizeof(uint);
            switch (token)
            {
                case BeginNode:
                    var node = Text(tree[offset..]);
                    path.Push(path.TryPeek(out var parent) ? $"{parent}{node}/" : "/");
                    offset += Aligned(node.Length + 1);
                    break;
                case EndNode:
                    path.Pop();
                    break;
                case Property:
                    var length = Word(tree, offset);
                    var name = Text(tree[(names + Word(tree, offset + sizeof(uint)))..]);
                    offset += 2 * sizeof(uint);
                    properties.Add(path.Peek() + name, tree.Slice(offset, length).ToArray());
                    offset += Aligned(length);
                    break;
                case Nop:
                    break;
                default:
                    return properties;
            }
        }
    }

    private static int Word(ReadOnlySpan<byte> tree, int offset) => (int)BinaryPrimitives.ReadUInt32BigEndian(tree[offset..]);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes[..bytes.IndexOf((byte)0)]);

    private static int Aligned(int length) => (length + 3) & ~3;
}
