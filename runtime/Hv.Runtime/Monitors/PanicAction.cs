namespace Hv.Runtime.Monitors;

/// <summary>What happens when the guest's operating system gives up (<c>-action panic=</c>).</summary>
public enum PanicAction
{
    /// <summary>The program ends, with success.</summary>
    Shutdown,

    /// <summary>The machine stops.</summary>
    Pause,

    /// <summary>The program ends, with failure.</summary>
    ExitFailure,

    /// <summary>Nothing but the event.</summary>
    None,
}
