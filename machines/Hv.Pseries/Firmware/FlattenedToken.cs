namespace Hv.Pseries.Firmware;

/// <summary>What stands next in the structure of a flattened tree (Devicetree Specification 0.4, 5.4.1).</summary>
internal enum FlattenedToken : uint
{
    /// <summary>Nothing that belongs there: what is read is no tree, or ends too early.</summary>
    Damage = 0,

    /// <summary>A node begins; its name follows.</summary>
    BeginNode = 1,

    /// <summary>The node ends that began last.</summary>
    EndNode = 2,

    /// <summary>A property of the node that began last: its length, the place of its name, its bytes.</summary>
    Property = 3,

    /// <summary>Nothing, to be skipped.</summary>
    Nop = 4,

    /// <summary>The structure ends.</summary>
    End = 9,
}
