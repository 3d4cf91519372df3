using Hv.Runtime.Abi;

namespace Hv.Generators.Abi;

/// <summary>One difference, and the released versions of a family that have it.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Key">Which of its kind.</param>
/// <param name="Change">How it differs.</param>
/// <param name="Old">The value in the frozen texts; <see langword="null"/> where there is none, and of a property that is gone.</param>
/// <param name="New">The value now; <see langword="null"/> where there is none, and of a property that is new.</param>
/// <param name="Versions">The numbers of the versions, newest first.</param>
internal sealed record AbiDrift(
    AbiEntryKind Kind, string Key, AbiChange Change, string? Old, string? New, EquatableArray<int> Versions)
{
    public string Subject => AbiEntry.Describe(Kind, Key);
}
