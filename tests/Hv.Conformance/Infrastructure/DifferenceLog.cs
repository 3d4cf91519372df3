using System.Reflection;

namespace Hv.Conformance.Infrastructure;

/// <summary>What a test observed: everything that differs must be explained, and every difference it declares be met.</summary>
internal sealed class DifferenceLog(IReadOnlyCollection<string> declared)
{
    private const int Shown = 60;
    private const int ShownOfOne = 2;

    private readonly HashSet<string> _met = [];
    private readonly List<string> _unexplained = [];

    /// <summary>All differences, by name.</summary>
    public static IReadOnlyDictionary<string, Difference> Table { get; } = typeof(Differences)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(field => field.Name, field => (Difference)field.GetValue(null)!, StringComparer.Ordinal);

    /// <summary>Takes note of something in which the two sides differ.</summary>
    public void Note<T>(T observation)
        where T : notnull
    {
        var name = declared.FirstOrDefault(name => Table[name] is Difference<T> difference && difference.Explains(observation));
        if (name is null)
            _unexplained.Add(observation.ToString() ?? "");
        else
            _met.Add(name);
    }

    /// <summary>A few of what begins with the same word, a mnemonic or a command.</summary>
    private IEnumerable<string> Examples() =>
        _unexplained.GroupBy(text => text.Split(' ')[0]).SelectMany(group => group.Take(ShownOfOne)).Take(Shown);

    /// <summary>Fails the test when something is unexplained, or a difference it declares was not met.</summary>
    public void Verify()
    {
        if (_unexplained.Count > 0)
            Assert.Fail($"{_unexplained.Count} unexplained:{Environment.NewLine}{string.Join(Environment.NewLine, Examples())}");

        var unmet = declared.Except(_met).Select(name => $"{name}: {Table[name].Reason}").ToList();
        if (unmet.Count > 0)
            Assert.Fail($"Declared, but never met:{Environment.NewLine}{string.Join(Environment.NewLine, unmet)}");
    }
}
