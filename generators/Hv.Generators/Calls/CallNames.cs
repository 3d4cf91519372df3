namespace Hv.Generators.Calls;

/// <summary>
/// The C# names of calls where each needs its own: <c>ibm,query-pe-dma-window</c> is <c>IbmQueryPeDmaWindow</c>. Names of calls that
/// differ only in what separates their words (<c>get-clock</c>, <c>get,clock</c>) give the same, and then have their number in it:
/// <c>GetClock_2001</c>, <c>GetClock_2002</c>.
/// </summary>
internal sealed class CallNames
{
    /// <summary>What every class has: a call of such a name would hide it.</summary>
    public static readonly IReadOnlyCollection<string> ObjectMembers =
        ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <param name="handlers">The handlers, in the order of <see cref="CallParser.CompareHandlers"/>; those of one call share its name.</param>
    /// <param name="taken">Names that no call may have.</param>
    public CallNames(IEnumerable<CallHandler> handlers, IEnumerable<string>? taken = null)
    {
        // Of one name with several numbers (the analyzer reports it) the first counts, as everywhere.
        var calls = handlers.GroupBy(handler => handler.Name, StringComparer.Ordinal)
            .Select(shapes => (Name: shapes.Key, shapes.First().PascalName, shapes.First().Number))
            .ToList();
        var used = new HashSet<string>(taken ?? [], StringComparer.Ordinal);
        foreach (var alike in calls.GroupBy(call => call.PascalName, StringComparer.Ordinal))
        {
            var isPlain = !used.Contains(alike.Key) && alike.Skip(1).FirstOrDefault().Name is null;
            foreach (var call in alike)
            {
                var name = isPlain ? alike.Key : alike.Key + "_" + call.Number.ToString("X", System.Globalization.CultureInfo.InvariantCulture);

                // Two of the same number as well: reported, but to be written nevertheless.
                while (!used.Add(name))
                    name += "_";

                _names.Add(call.Name, name);
            }
        }
    }

    /// <summary>The name of a handler's call.</summary>
    public string this[CallHandler handler] => _names[handler.Name];
}
