namespace Hv.Runtime.Text;

/// <summary>Finds the name that a person probably meant.</summary>
public static class NearestName
{
    /// <summary>Letters from which on a name is taken for a part of another.</summary>
    private const int ShortestPart = 4;

    /// <summary>
    /// The shortest candidate of which <paramref name="name"/> is the beginning, if it has four letters; else the one with the
    /// smallest edit distance, unless more than a third of the longer name differs; else the shortest that
    /// <paramref name="name"/> is a part of. Ties: first in ordinal order. <see langword="null"/> when none is near.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        var all = candidates.ToList();
        return Longer(name, all, candidate => candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            ?? Mistyped(name, all)
            ?? Longer(name, all, candidate => candidate.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0);
    }

    /// <summary>The sentence " Did you mean 'x'?", with its leading blank; empty when no candidate is near.</summary>
    public static string Suggest(string name, IEnumerable<string> candidates) =>
        Find(name, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    private static string? Longer(string name, IEnumerable<string> candidates, Func<string, bool> contains) => name.Length < ShortestPart
        ? null
        : candidates.Where(contains)
            .OrderBy(candidate => candidate.Length)
            .ThenBy(candidate => candidate, StringComparer.Ordinal)
            .FirstOrDefault();

    private static string? Mistyped(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var smallest = int.MaxValue;
        foreach (var candidate in candidates.OrderBy(candidate => candidate, StringComparer.Ordinal))
        {
            var distance = Distance(name, candidate);
            if (distance < smallest && distance <= (Math.Max(name.Length, candidate.Length) + 2) / 3)
            {
                nearest = candidate;
                smallest = distance;
            }
        }

        return nearest;
    }

    private static int Distance(string a, string b)
    {
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            previous[j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = previous[j - 1] + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
