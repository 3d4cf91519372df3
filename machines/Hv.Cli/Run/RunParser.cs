using Hv.Runtime.Text;

namespace Hv.Cli.Run;

/// <summary>Takes the command line of <c>hv run</c> apart.</summary>
internal static class RunParser
{
    /// <summary>Reads a command line.</summary>
    /// <exception cref="RunException">An option is unknown, or its value is wrong; the message names it.</exception>
    public static RunConfiguration Parse(IReadOnlyList<string> arguments)
    {
        var configuration = new RunConfiguration();
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            if (argument is not ['-', ..])
                throw new RunException($"{argument}: every argument is an option; a disk image is given with -drive file=PATH");

            // QEMU takes two dashes for one.
            var name = argument.StartsWith("--", StringComparison.Ordinal) ? argument[2..] : argument[1..];
            var option = RunOptionTable.Find(name) ?? throw Unknown(argument, name);
            if (option.TakesValue && index + 1 == arguments.Count)
                throw new RunException($"{argument}: requires an argument");

            var value = option.TakesValue ? arguments[++index] : "";
            try
            {
                option.Apply(configuration, value);
            }
            catch (RunException exception)
            {
                throw new RunException($"{argument}{(value.Length > 0 ? $" {value}" : "")}: {exception.Message}", exception);
            }
            catch (FormatException exception)
            {
                throw new RunException($"{argument} {value}: {exception.Message}", exception);
            }
        }

        return configuration;
    }

    private static RunException Unknown(string argument, string name) =>
        RunOptionTable.Later.TryGetValue(name, out var reason)
            ? new RunException($"{argument}: {reason}")
            : new RunException($"{argument}: invalid option.{NearestName.Suggest(name, RunOptionTable.Names)}");
}
