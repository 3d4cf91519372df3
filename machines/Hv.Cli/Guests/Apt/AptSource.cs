namespace Hv.Cli.Guests.Apt;

/// <summary>One archive and suite of a list of sources (sources.list(5)).</summary>
/// <param name="Uri">Where the archive is, or a list of mirrors.</param>
/// <param name="Suite">The suite: a name, with an addition for updates.</param>
/// <param name="Components">The parts of the archive.</param>
/// <param name="Options">What it says about trust and validity, by its deb822 field: <c>signed-by</c>, <c>trusted</c>, …</param>
internal sealed record AptSource(
    string Uri, string Suite, IReadOnlyList<string> Components, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>The suite without what says that it holds updates: <c>bookworm</c> of <c>bookworm-security</c>.</summary>
    public string BaseSuite
    {
        get
        {
            var end = Suite.IndexOfAny(['-', '/']);
            return end > 0 ? Suite[..end] : Suite;
        }
    }
}
