namespace Hv.Cli.Run;

/// <summary>An option of <c>hv run</c>, as QEMU spells it.</summary>
/// <param name="Names">Its name, and others, without the dash.</param>
/// <param name="Value">What comes after it, as help shows it; empty for a switch.</param>
/// <param name="Help">What it does, in one line.</param>
/// <param name="Apply">Takes it into the configuration; throws <see cref="RunException"/>.</param>
internal sealed record RunOption(IReadOnlyList<string> Names, string Value, string Help, Action<RunConfiguration, string> Apply)
{
    /// <summary>Makes an option with one name, or several with bars between.</summary>
    public RunOption(string names, string value, string help, Action<RunConfiguration, string> apply)
        : this(names.Split('|'), value, help, apply)
    {
    }

    /// <summary>Makes a switch.</summary>
    public RunOption(string names, string help, Action<RunConfiguration> apply)
        : this(names.Split('|'), "", help, (configuration, _) => apply(configuration))
    {
    }

    /// <summary>Its name.</summary>
    public string Name => Names[0];

    /// <summary>Whether a value comes after it.</summary>
    public bool TakesValue => Value.Length > 0;
}
