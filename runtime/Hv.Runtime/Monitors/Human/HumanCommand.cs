namespace Hv.Runtime.Monitors.Human;

/// <summary>A command of the human monitor.</summary>
/// <param name="Names">Its name, and shorter ones.</param>
/// <param name="Parameters">What comes after the name, as help shows it; empty for a command that takes nothing.</param>
/// <param name="Help">What it does.</param>
/// <param name="Run">Carries it out and returns what it shows, each line ended; throws <see cref="MonitorException"/>.</param>
internal sealed record HumanCommand(IReadOnlyList<string> Names, string Parameters, string Help, Func<HumanArguments, string> Run)
{
    /// <summary>Makes a command with one name, or several with bars between (<c>stop|s</c>).</summary>
    public HumanCommand(string names, string parameters, string help, Func<HumanArguments, string> run)
        : this(names.Split('|'), parameters, help, run)
    {
    }

    /// <summary>Makes a command that takes nothing.</summary>
    public HumanCommand(string names, string help, Func<string> run)
        : this(names.Split('|'), "", help, _ => run())
    {
    }

    /// <summary>Its name.</summary>
    public string Name => Names[0];

    /// <summary>The line that <c>help</c> shows.</summary>
    public string HelpLine(string prefix = "") => $"{prefix}{string.Join('|', Names)} {Parameters} -- {Help}";
}
