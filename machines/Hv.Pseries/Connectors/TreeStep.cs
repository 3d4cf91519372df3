using Hv.Pseries.Firmware;

namespace Hv.Pseries.Connectors;

/// <summary>A step of ibm,configure-connector.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Name">The name of the node or of the property.</param>
/// <param name="Value">The bytes of the property.</param>
internal sealed record TreeStep(TreeStepKind Kind, string Name, byte[] Value)
{
    private static readonly TreeStep Complete = new(TreeStepKind.Complete, "", []);
    private static readonly TreeStep Parent = new(TreeStepKind.Parent, "", []);

    /// <summary>The steps by which a node with all below it is told.</summary>
    public static List<TreeStep> Of(DeviceTreeNode node)
    {
        var steps = new List<TreeStep>();
        Add(steps, node);
        steps[^1] = Complete;
        return steps;
    }

    private static void Add(List<TreeStep> steps, DeviceTreeNode node)
    {
        steps.Add(new TreeStep(TreeStepKind.Child, node.Name, []));
        foreach (var property in node.Properties)
            steps.Add(new TreeStep(TreeStepKind.Property, property.Name, property.Value));

        foreach (var child in node.Children)
            Add(steps, child);

        steps.Add(Parent);
    }
}
