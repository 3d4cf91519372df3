using System.Buffers.Binary;
using Hv.Pseries.Firmware;
using Hv.Pseries.Versions;
using Hv.Testing;

namespace Hv.Pseries.Tests.Firmware;

public sealed class FlattenedDeviceTreeTests
{
    private static byte[] MachineTree()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        return FlattenedDeviceTree.Write(DeviceTree.Create(machine.Machine));
    }

    [Test]
    public void A_tree_that_is_written_is_read_as_it_was()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        var root = DeviceTree.Create(machine.Machine);
        Assert.That(FlattenedDeviceTree.TryParse(FlattenedDeviceTree.Write(root), out var read), Is.True);
        Assert.That(Source(read), Is.EqualTo(Source(root)));
    }

    [Test]
    public void A_tree_that_is_cut_off_in_its_structure_is_none()
    {
        var tree = MachineTree();
        var names = BinaryPrimitives.ReadInt32BigEndian(tree.AsSpan(12));
        for (var length = 0; length < names; length += 4)
            Assert.That(FlattenedDeviceTree.IsTree(tree.AsSpan(0, length)), Is.False, $"{length} bytes");
    }

    [Test]
    public void Two_roots_are_no_tree_and_none_is_none_either()
    {
        Assert.That(FlattenedDeviceTree.IsTree(Tree(1, 0, 2, 9)), Is.True);
        Assert.That(FlattenedDeviceTree.IsTree(Tree(1, 0, 2, 1, 0, 2, 9)), Is.False);
        Assert.That(FlattenedDeviceTree.IsTree(Tree(9)), Is.False);
        Assert.That(FlattenedDeviceTree.IsTree(Tree(1, 0, 9)), Is.False);
        Assert.That(FlattenedDeviceTree.IsTree(Tree(2, 9)), Is.False);
        Assert.That(FlattenedDeviceTree.IsTree(Tree(1, 0, 3, uint.MaxValue, 0, 2, 9)), Is.False);
    }

    [Test]
    public void Nodes_within_nodes_end_somewhere() =>
        Assert.That(FlattenedDeviceTree.IsTree(Tree([.. Enumerable.Repeat(new uint[] { 1, 0 }, 1000).SelectMany(words => words), 9])), Is.False);

    [Test]
    public void Whatever_is_changed_in_a_tree_reading_it_ends()
    {
        var whole = MachineTree();
        var random = new Random(11);
        for (var round = 0; round < 1000; round++)
        {
            var tree = (byte[])whole.Clone();
            for (var change = random.Next(1, 20); change > 0; change--)
                tree[random.Next(tree.Length)] = (byte)random.Next(256);

            Assert.That(
                () =>
                {
                    FlattenedDeviceTree.TryParse(tree, out _);
                    FlattenedDeviceTree.TryFind(tree, "/rtas", "nothing", out _);
                },
                Throws.Nothing);
        }
    }

    private static string Source(DeviceTreeNode root)
    {
        using var writer = new StringWriter();
        root.WriteSource(writer);
        return writer.ToString();
    }

    private static byte[] Tree(params uint[] structure)
    {
        var tree = new byte[40 + (structure.Length * 4)];
        uint[] head = [0xD00D_FEED, (uint)tree.Length, 40, 40];
        for (var index = 0; index < head.Length; index++)
            BinaryPrimitives.WriteUInt32BigEndian(tree.AsSpan(index * 4), head[index]);

        for (var index = 0; index < structure.Length; index++)
            BinaryPrimitives.WriteUInt32BigEndian(tree.AsSpan(40 + (index * 4)), structure[index]);

        return tree;
    }
}
