using System.Globalization;

namespace Hv.Benchmarks.Reporting;

/// <summary>One row of the result: what was measured, and what it should be.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Measured">The value with its unit.</param>
/// <param name="Target">What it should be, or empty.</param>
/// <param name="IsMet">Whether it is; <see langword="null"/> without a target.</param>
internal sealed record ResultRow(string What, string Measured, string Target, bool? IsMet)
{
    /// <summary>A value without a target.</summary>
    public static ResultRow Of(string what, double value, string unit) => new(what, Text(value, unit), "", null);

    /// <summary>A value that should be small.</summary>
    public static ResultRow AtMost(string what, double value, double limit, string unit) =>
        new(what, Text(value, unit), $"≤ {Number(limit)} {unit}", value <= limit);

    /// <summary>A value that should be large.</summary>
    public static ResultRow AtLeast(string what, double value, double limit, string unit) =>
        new(what, Text(value, unit), $"≥ {Number(limit)} {unit}", value >= limit);

    /// <summary>A claim that holds or does not.</summary>
    public static ResultRow Claim(string what, string found, string target, bool isMet) => new(what, found, target, isMet);

    private static string Text(double value, string unit) => $"{value.ToString("0.00", CultureInfo.InvariantCulture)} {unit}";

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
