namespace Hv.Cli.Replay;

/// <summary>One recorded call that the machine answers otherwise.</summary>
/// <param name="Line">Its line in the recording.</param>
/// <param name="Arguments">The argument words.</param>
/// <param name="Recorded">The return words of the recording.</param>
/// <param name="Ours">The machine's return words; <see langword="null"/> when the call was not made.</param>
/// <param name="Words">The indexes of the return words that differ.</param>
/// <param name="Note">What else there is to say, or <see langword="null"/>.</param>
internal sealed record CallDifference(
    long Line,
    IReadOnlyList<uint> Arguments,
    IReadOnlyList<uint> Recorded,
    IReadOnlyList<uint>? Ours,
    IReadOnlyList<int> Words,
    string? Note);
