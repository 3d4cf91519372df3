namespace Hv.Cli.Guests;

/// <summary>A guest that <c>hv run --guest NAME</c> gets by itself.</summary>
internal interface IGuest
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What it is, in one line.</summary>
    string Summary { get; }

    /// <summary>Gets it, unless it is there already.</summary>
    /// <param name="progress">Shows a person what takes time.</param>
    /// <exception cref="Run.RunException">It cannot be had; the message says why, and what to do instead.</exception>
    GuestFiles Prepare(GuestProgress progress);
}
