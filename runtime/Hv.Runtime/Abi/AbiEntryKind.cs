namespace Hv.Runtime.Abi;

/// <summary>What an entry of a machine version's guest ABI is about.</summary>
public enum AbiEntryKind
{
    /// <summary>A type of devices, or the machine itself.</summary>
    Device,

    /// <summary>The value that a property has before a user sets it.</summary>
    Property,

    /// <summary>A shape of an RTAS call.</summary>
    Rtas,

    /// <summary>A hypercall.</summary>
    Hypercall,

    /// <summary>A constant of the device tree.</summary>
    Identity,

    /// <summary>The state of an object in migration streams, or a subsection of one.</summary>
    State,

    /// <summary>A field of such a state; the order of the entries is that of the stream.</summary>
    Field,

    /// <summary>A deliberate change of what was released, and its reason.</summary>
    Exception,
}
