using Hv.Runtime.Hypercalls;
using Hv.Runtime.Rtas;

namespace Hv.Testing;

/// <summary>What an RTAS call answered.</summary>
/// <param name="HypercallStatus">The status of the hypercall that carried it.</param>
/// <param name="Words">
/// The return words, the status first. One that was not stored is <see cref="TestMachine{TMachine}.Untouched"/>.
/// </param>
public sealed record RtasReply(HypercallStatus HypercallStatus, IReadOnlyList<uint> Words)
{
    /// <summary>The status word.</summary>
    /// <exception cref="InvalidOperationException">The call was made with room for no return word.</exception>
    public RtasStatus Status => Words.Count > 0
        ? unchecked((RtasStatus)(int)Words[0])
        : throw new InvalidOperationException("The call was made with nret = 0: there is no status word.");

    /// <inheritdoc/>
    public override string ToString() =>
        $"{HypercallStatus}{(Words.Count > 0 ? $", {Status}" : "")}: {string.Join(' ', Words.Select(word => word.ToString("x8", null)))}";
}
