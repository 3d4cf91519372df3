namespace Hv.Runtime.Abi;

/// <summary>What the value of a call's entry says: <c>NAME input:2 input -> output output!; any counts</c>.</summary>
internal sealed class AbiCallShape
{
    private const string Arrow = "->";
    private static readonly char[] Marks = [':', '!', '?'];

    private readonly string _call;
    private readonly string _remarks;
    private readonly List<string> _words;

    private AbiCallShape(string value)
    {
        var end = value.IndexOf(';');
        _remarks = end < 0 ? "" : value.Substring(end);
        var words = (end < 0 ? value : value.Substring(0, end)).Split([' '], StringSplitOptions.RemoveEmptyEntries);
        _call = words.FirstOrDefault() ?? "";
        _words = [.. words.Skip(1)];
    }

    /// <summary>
    /// Whether a guest could not tell one from the other: the same widths, in the same order, under names that differ. Where one of
    /// the names has another place, two words of the same width have changed places, which a guest can tell.
    /// </summary>
    public static bool AreSame(string one, string other)
    {
        var (left, right) = (new AbiCallShape(one), new AbiCallShape(other));
        if (left._call != right._call || left._remarks != right._remarks || left._words.Count != right._words.Count)
            return false;

        var names = new HashSet<string>(left._words.Select(Name), StringComparer.Ordinal);
        return left._words.Zip(right._words, (was, became) => Form(was) == Form(became) && (Name(was) == Name(became) || !names.Contains(Name(became))))
            .All(isSame => isSame);
    }

    private static string Name(string word) => word.Split(Marks)[0];

    private static string Form(string word) => word == Arrow ? word : word.Substring(Name(word).Length);
}
