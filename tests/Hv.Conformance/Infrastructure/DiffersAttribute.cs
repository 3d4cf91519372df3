namespace Hv.Conformance.Infrastructure;

/// <summary>
/// A test meets a difference of the table. It may then, and it must: a difference that is never met fails the test, so that the
/// table holds nothing that is no longer true.
/// </summary>
/// <param name="difference">The name of the member of <see cref="Differences"/>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class DiffersAttribute(string difference) : Attribute
{
    /// <summary>The name of the member of <see cref="Differences"/>.</summary>
    public string Difference { get; } = difference;

    /// <summary>The machine versions on which it is met, separated by blanks, without the family's name; all when empty.</summary>
    public string On { get; init; } = "";

    /// <summary>Whether it is met on a machine version.</summary>
    public bool IsOn(string? version) => On.Length == 0 || On.Split(' ').Any(number => $"pseries-{number}" == version);
}
