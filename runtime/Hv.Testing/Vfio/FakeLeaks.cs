using System.Text;

namespace Hv.Testing.Vfio;

/// <summary>What a process has not given back to a modelled kernel.</summary>
public sealed class FakeLeaks
{
    private readonly List<string> _items = [];

    internal FakeLeaks()
    {
    }

    /// <summary>Each thing that is left.</summary>
    public IReadOnlyList<string> Items => _items;

    /// <summary>Whether nothing is left.</summary>
    public bool IsEmpty => _items.Count == 0;

    internal void Add(string item) => _items.Add(item);

    /// <summary>All of it, one thing a line.</summary>
    public override string ToString()
    {
        if (IsEmpty)
            return "nothing leaked";

        var text = new StringBuilder().Append("leaked:");
        foreach (var item in _items)
            text.Append("\n  ").Append(item);

        return text.ToString();
    }
}
