namespace Hv.Generators.Abi;

/// <summary>The state of a type in migration streams, in lines: the state, its fields, its subsections with theirs.</summary>
/// <param name="Name">The name of the state.</param>
/// <param name="ClassName">Its class, with <c>global::</c>: tells states of one name apart.</param>
/// <param name="Lines">The lines, in the order of the stream.</param>
internal sealed record AbiState(string Name, string ClassName, EquatableArray<AbiStateLine> Lines);
