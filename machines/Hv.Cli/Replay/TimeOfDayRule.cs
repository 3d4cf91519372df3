namespace Hv.Cli.Replay;

/// <summary>get-time-of-day answers how long the guest has been running: only its status is the platform's.</summary>
internal sealed class TimeOfDayRule : CallRule
{
    /// <inheritdoc/>
    public override string Name => "time-of-day";

    /// <inheritdoc/>
    public override string Reason => "return words 1 to 7 of get-time-of-day are the time at which the call was made; the status is compared";

    /// <inheritdoc/>
    public override bool Excludes(RecordedCall call, int index) => index >= 1 && call.Name == "get-time-of-day";
}
