using System.Buffers.Binary;
using Hv.Pseries.Firmware.Nodes;

namespace Hv.Pseries.Firmware.OpenFirmware;

/// <summary>The device tree while a client looks at it and changes it: nodes by the phandles that it names them by.</summary>
internal sealed class LiveTree
{
    private const string Phandle = "phandle";

    /// <summary>What the host keeps of a property besides its name and value.</summary>
    private const int PropertyOverhead = 128;

    private readonly Dictionary<uint, Place> _places = [];
    private readonly Dictionary<DeviceTreeNode, uint> _phandles = [];

    /// <summary>Takes a tree; nodes without a phandle get one, which a client sees as their property.</summary>
    public LiveTree(DeviceTreeNode root)
    {
        Root = root;
        var taken = new HashSet<uint>();
        Visit(root, null, (node, _) =>
        {
            if (node.Find(Phandle) is { Value.Length: sizeof(uint) } property)
                taken.Add(BinaryPrimitives.ReadUInt32BigEndian(property.Value));
        });
        var next = 1u;
        Visit(root, null, (node, parent) =>
        {
            if (node.Find(Phandle) is not { Value.Length: sizeof(uint) })
            {
                while (!taken.Add(next))
                    next++;

                node.Set(DeviceTreeProperty.OfCells(Phandle, next));
            }

            var phandle = BinaryPrimitives.ReadUInt32BigEndian(node.Find(Phandle)!.Value);
            _places[phandle] = new Place(node, parent);
            _phandles[node] = phandle;
        });
    }

    /// <summary>The root.</summary>
    public DeviceTreeNode Root { get; }

    /// <summary>The bytes that all properties take, about: names and what the host keeps of an empty one count too.</summary>
    public int Size
    {
        get
        {
            // Counted anew each time: what is claimed of memory changes without the tree being asked.
            var size = 0;
            Visit(Root, null, (node, _) => size += node.Properties.Sum(SizeOf));
            return size;
        }
    }

    /// <summary>The node of a phandle, or <see langword="null"/>.</summary>
    public DeviceTreeNode? this[uint phandle] => _places.TryGetValue(phandle, out var place) ? place.Node : null;

    /// <summary>The phandle of a node.</summary>
    public uint PhandleOf(DeviceTreeNode node) => _phandles[node];

    /// <summary>The node that a node is below; <see langword="null"/> for the root.</summary>
    public DeviceTreeNode? ParentOf(DeviceTreeNode node) => _places[_phandles[node]].Parent;

    /// <summary>The node after a node, below the same one.</summary>
    public DeviceTreeNode? NextOf(DeviceTreeNode node)
    {
        if (ParentOf(node) is not { } parent)
            return null;

        var index = parent.Children.IndexOf(node) + 1;
        return index < parent.Children.Count ? parent.Children[index] : null;
    }

    /// <summary>The path of a node.</summary>
    public string PathOf(DeviceTreeNode node)
    {
        if (ParentOf(node) is not { } parent)
            return "/";

        var above = PathOf(parent);
        return above == "/" ? "/" + node.Name : $"{above}/{node.Name}";
    }

    /// <summary>
    /// The node of a path, or <see langword="null"/>. Names may leave out the unit address; what follows a colon is for the device
    /// (IEEE 1275, 4.3.1).
    /// </summary>
    public DeviceTreeNode? Find(string path)
    {
        if (!path.StartsWith('/'))
            return null;

        var node = Root;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = part.Split(':')[0];
            var next = node.Children.Find(child => child.Name == name)
                ?? node.Children.Find(child => !name.Contains('@') && child.Name.StartsWith(name + "@", StringComparison.Ordinal));
            if (next is null)
                return null;

            node = next;
        }

        return node;
    }

    /// <summary>What a property adds to <see cref="Size"/>.</summary>
    public static int SizeOf(DeviceTreeProperty property) => PropertyOverhead + property.Name.Length + property.Value.Length;

    /// <summary>Sets a property of a node.</summary>
    public void Set(DeviceTreeNode node, DeviceTreeProperty property) => node.Set(property);

    /// <summary>Takes over what a tree made anew says of the nodes of RTAS and the processors, and of what was agreed upon.</summary>
    public void Renew(DeviceTreeNode fresh)
    {
        foreach (var child in fresh.Children)
        {
            if (Root.Children.Find(node => node.Name == child.Name) is not { } node)
                continue;

            switch (child.Name)
            {
                case RtasNode.Name:
                    Replace(node, child);
                    break;
                case ChosenNode.Name:
                    Set(node, child.Find(ChosenNode.ArchitectureVector5)!);
                    break;
                case ProcessorsNode.Name:
                    foreach (var core in child.Children)
                    {
                        if (node.Children.Find(known => known.Name == core.Name) is { } known)
                            Replace(known, core);
                    }

                    break;
                default:
                    // How near memory is told anew, too; what a client has claimed of it stays.
                    if (child.Find(MemoryNode.Associativity) is { } associativity && node.Find(MemoryNode.Associativity) is not null)
                        Set(node, associativity);

                    break;
            }
        }
    }

    private static void Visit(DeviceTreeNode node, DeviceTreeNode? parent, Action<DeviceTreeNode, DeviceTreeNode?> action)
    {
        action(node, parent);
        foreach (var child in node.Children)
            Visit(child, node, action);
    }

    private void Replace(DeviceTreeNode node, DeviceTreeNode fresh)
    {
        foreach (var property in node.Properties.Where(property => property.Name != Phandle && fresh.Find(property.Name) is null).ToList())
        {
            // What the client or the firmware has added stays.
            if (property.Name.StartsWith("linux,", StringComparison.Ordinal))
                continue;

            node.Properties.Remove(property);
        }

        foreach (var property in fresh.Properties)
            Set(node, property);
    }

    private readonly record struct Place(DeviceTreeNode Node, DeviceTreeNode? Parent);
}
