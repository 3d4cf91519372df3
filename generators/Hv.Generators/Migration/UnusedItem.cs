namespace Hv.Generators.Migration;

/// <summary>Bytes without a meaning.</summary>
/// <param name="Bytes">How many.</param>
internal sealed record UnusedItem(string Id, int Bytes, StateCondition Condition)
    : StateItem(Id, "unused", "unused_buffer", Condition);
