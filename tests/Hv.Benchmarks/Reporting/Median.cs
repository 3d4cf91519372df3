namespace Hv.Benchmarks.Reporting;

/// <summary>The value in the middle: what other work on the host does to a few of the values does not move it.</summary>
internal static class Median
{
    /// <summary>The median of at least one value.</summary>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
