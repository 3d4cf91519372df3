namespace Hv.Generators.Abi;

/// <summary>Released versions in messages.</summary>
/// <param name="frozen">The texts.</param>
/// <param name="model">The texts of the declarations, which know all versions.</param>
internal sealed class AbiVersionNames(AbiFrozen frozen, AbiModel model)
{
    /// <summary>
    /// The versions as the subject of a sentence, oldest first, with its verb: <c>'pseries-2.3' (released) has</c>,
    /// <c>'pseries-2.4' to 'pseries-7.2' (24 released versions) have</c>.
    /// </summary>
    /// <param name="versions">Their numbers, newest first.</param>
    /// <param name="verb">The verb: with one subject, with several.</param>
    public string Subject(IReadOnlyList<int> versions, (string One, string Several) verb)
    {
        if (versions.Count == 1)
            return $"'{Name(versions[0])}' (released) {verb.One}";

        // Runs without a released version between them that is not meant.
        var all = frozen.Versions.Where(version => model.Versions[version].Family == model.Versions[versions[0]].Family).ToList();
        var runs = new List<(int Newest, int Oldest)>();
        foreach (var version in versions)
        {
            if (runs.Count > 0 && all.IndexOf(version) == all.IndexOf(runs[runs.Count - 1].Oldest) + 1)
                runs[runs.Count - 1] = (runs[runs.Count - 1].Newest, version);
            else
                runs.Add((version, version));
        }

        runs.Reverse();
        var names = runs.Select(run => run.Newest == run.Oldest ? $"'{Name(run.Newest)}'" : $"'{Name(run.Oldest)}' to '{Name(run.Newest)}'");
        return $"{string.Join(", ", names)} ({versions.Count} released versions) {verb.Several}";
    }

    /// <summary>The name of a version.</summary>
    public string Name(int version) => model.Versions[version].Name;
}
