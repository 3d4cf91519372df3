using Hv.Runtime.Time;

namespace Hv.Runtime.Monitors;

/// <summary>How a machine is run.</summary>
public sealed record SessionOptions
{
    /// <summary>The name of the virtual machine (<c>-name</c>), or <see langword="null"/>.</summary>
    public string? Name { get; init; }

    /// <summary>The processor architecture, as <c>query-target</c> names it.</summary>
    public string Architecture { get; init; } = "ppc64";

    /// <summary>The clock that a test drives (<c>-accel qtest</c>), or <see langword="null"/> when time passes by itself.</summary>
    public VirtualClock? Clock { get; init; }

    /// <summary>Whether the machine comes from elsewhere (<c>-incoming</c>): it waits for that until it runs.</summary>
    public bool IsIncoming { get; init; }

    /// <summary>Whether a reset ends the program instead (<c>-no-reboot</c>, <c>-action reboot=shutdown</c>).</summary>
    public bool EndsOnReset { get; init; }

    /// <summary>Whether the machine stops and is kept when the guest powers itself off (<c>-no-shutdown</c>).</summary>
    public bool PausesOnShutdown { get; init; }

    /// <summary>What happens when the guest's operating system gives up.</summary>
    public PanicAction OnPanic { get; init; }
}
