namespace Hv.Vfio.Host;

/// <summary>One thing that was looked at to tell whether a device can be passed through.</summary>
/// <param name="Kind">Whether it is right.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Seen">What was seen, in a sentence.</param>
/// <param name="Advice">What to do about it, or <see langword="null"/> when nothing needs to be done or <paramref name="Seen"/> says it.</param>
public sealed record PassthroughFinding(FindingKind Kind, PassthroughTopic Topic, string Seen, string? Advice = null)
{
    internal static PassthroughFinding Ok(PassthroughTopic topic, string seen) => new(FindingKind.Ok, topic, seen);

    internal static PassthroughFinding Hint(PassthroughTopic topic, string seen, string? advice = null) => new(FindingKind.Hint, topic, seen, advice);

    internal static PassthroughFinding Problem(PassthroughTopic topic, string seen, string? advice = null) =>
        new(FindingKind.Problem, topic, seen, advice);
}
