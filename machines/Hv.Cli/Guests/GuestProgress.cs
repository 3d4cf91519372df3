using Hv.Cli.Output;

namespace Hv.Cli.Guests;

/// <summary>Shows what takes time: a bar where stderr is a terminal, else a line at the start of each step.</summary>
/// <param name="console">Where to show it.</param>
internal sealed class GuestProgress(CliConsole console)
{
    /// <summary>Does a step.</summary>
    /// <param name="description">What is being done.</param>
    /// <param name="work">Calls what it is given with the part done, 0 to 1.</param>
    public T Step<T>(string description, Func<Action<double>, T> work)
    {
        if (!console.ShowsProgress)
            Say(description);

        return console.WithProgress(description, work);
    }

    /// <summary>Writes a line.</summary>
    public void Say(string line) => console.Error.WriteLine($"hv: {line}");
}
