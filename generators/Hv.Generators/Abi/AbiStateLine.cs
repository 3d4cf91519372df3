using Hv.Runtime.Abi;

namespace Hv.Generators.Abi;

/// <summary>One line of a state.</summary>
/// <param name="Kind">A state or a field.</param>
/// <param name="Key">Its key behind the name of the state; empty for the state itself.</param>
/// <param name="Value">Its value, without a condition.</param>
/// <param name="Condition">
/// The property that says whether it is there, of which only the version decides the value: <c>TYPE.PROPERTY</c>; empty when it is
/// always there, or something else decides.
/// </param>
internal sealed record AbiStateLine(AbiEntryKind Kind, string Key, string Value, string Condition);
