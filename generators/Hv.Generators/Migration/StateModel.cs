namespace Hv.Generators.Migration;

/// <summary>All that is generated for a type with state.</summary>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="Namespace">The namespace, empty for the global one.</param>
/// <param name="Heads">The partial declarations around the members, outermost first.</param>
/// <param name="Modifier">What stands before the members that make up the interface: <c>virtual </c>, <c>override </c> or nothing.</param>
/// <param name="IsDerived">Whether a base class has state.</param>
/// <param name="Base">The state of the nearest base class that has one; <see langword="null"/> where there is none, or it is left out.</param>
/// <param name="Block">The state itself.</param>
/// <param name="Hooks">The methods that run before and after.</param>
internal sealed record StateModel(
    string HintName, string Namespace, EquatableArray<string> Heads, string Modifier, bool IsDerived, StateBase? Base,
    StateBlock Block, StateHooks Hooks);
