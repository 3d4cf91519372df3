namespace Hv.Conformance.Infrastructure;

/// <summary>An intended difference between Hv and QEMU.</summary>
/// <param name="Reason">Why it is so.</param>
internal abstract record Difference(string Reason);

/// <summary>An intended difference in what is observed as <typeparamref name="T"/>.</summary>
/// <param name="Reason">Why it is so.</param>
/// <param name="Explains">Whether it explains that the two sides differ.</param>
internal sealed record Difference<T>(string Reason, Func<T, bool> Explains) : Difference(Reason);
