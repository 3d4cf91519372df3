namespace Hv.Generators.Migration;

/// <summary>A field in the stream.</summary>
/// <param name="Id">The name of its description in C#.</param>
/// <param name="Name">The name in streams.</param>
/// <param name="TypeName">The type as descriptions of streams have it.</param>
/// <param name="Condition">When it is there.</param>
internal abstract record StateItem(string Id, string Name, string TypeName, StateCondition Condition);
