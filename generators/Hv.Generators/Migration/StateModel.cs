namespace Hv.Generators.Migration;

/// <summary>All that is generated for a type with state.</summary>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="Namespace">The namespace, empty for the global one.</param>
/// <param name="Heads">The partial declarations around the members, outermost first.</param>
/// <param name="Modifier">What stands before the members that make up the interface: <c>virtual </c>, <c>override </c> or nothing.</param>
/// <param name="Base">The nearest base class with state, or <see langword="null"/>.</param>
/// <param name="Block">The state itself.</param>
/// <param name="Hooks">The methods that run before and after.</param>
internal sealed record StateModel(
    string HintName, string Namespace, EquatableArray<string> Heads, string Modifier, StateBase? Base, StateBlock Block, StateHooks Hooks);
