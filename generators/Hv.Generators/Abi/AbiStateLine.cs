using Hv.Runtime.Abi;

namespace Hv.Generators.Abi;

/// <summary>One line of a state.</summary>
/// <param name="Kind">A state or a field.</param>
/// <param name="Key">Its key behind the name of the state; empty for the state itself.</param>
/// <param name="Value">Its value; the state of a struct's class stands in it as <see cref="StructMark"/>.</param>
/// <param name="StructClass">The class, with <c>global::</c>, whose state the field is; empty for one that is no struct.</param>
/// <param name="Condition">
/// The property that says whether it is there: <c>TYPE.PROPERTY</c>; empty when it is always there, or something else decides.
/// </param>
internal sealed record AbiStateLine(AbiEntryKind Kind, string Key, string Value, string StructClass, string Condition)
{
    /// <summary>What stands for the name of a struct's state.</summary>
    public const string StructMark = "@";
}
