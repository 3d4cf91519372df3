using System.CommandLine;
using System.CommandLine.Parsing;
using Hv.Runtime.Text;

namespace Hv.Cli.Commands;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class UsageErrors
{
    /// <summary>Throws when the command line is wrong.</summary>
    /// <exception cref="CliException">It is; the message says how.</exception>
    public static void ThrowIfAny(ParseResult result)
    {
        if (FindUnknownOption(result) is { } option)
            throw new CliException($"'{Path(result)}' has no option '{option}'.{NearestName.Suggest(option, OptionNames(result))}");

        if (result.UnmatchedTokens is [var word, ..])
        {
            var command = result.CommandResult.Command;
            throw new CliException(
                command.Subcommands.Count > 0 && command.Arguments.Count == 0
                    ? $"there is no command '{word}'.{NearestName.Suggest(word, command.Subcommands.Select(subcommand => subcommand.Name))}"
                    : $"'{Path(result)}' takes no further argument, and '{word}' is one.");
        }

        if (FindMissing(result) is { } missing)
            throw new CliException($"'{Path(result)}' needs {missing}.");

        if (result.Errors is [var error, ..])
            throw new CliException($"{char.ToLowerInvariant(error.Message[0])}{error.Message[1..].ReplaceLineEndings(" ")}");
    }

    /// <summary>
    /// What looks like an option and is none. System.CommandLine hands an unknown one to an argument that still takes a value;
    /// nothing hv takes there begins with a dash, unless it comes after <c>--</c>.
    /// </summary>
    private static string? FindUnknownOption(ParseResult result)
    {
        if (result.Tokens.Any(token => token.Type == TokenType.DoubleDash))
            return null;

        return result.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens.Select(token => token.Value))
            .Concat(result.UnmatchedTokens)
            .FirstOrDefault(value => value is ['-', _, ..]);
    }

    /// <summary>The argument, or the value of an option, that is required and absent.</summary>
    private static string? FindMissing(ParseResult result)
    {
        var option = result.CommandResult.Children.OfType<OptionResult>()
            .FirstOrDefault(option => option is { Implicit: false, Tokens.Count: 0 }
                && option.Option.Arity.MinimumNumberOfValues > 0);
        if (option is not null)
            return $"a {option.Option.HelpName ?? "value"} after {option.IdentifierToken?.Value}";

        return result.CommandResult.Command.Arguments
            .FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0
                && result.GetResult(argument) is null or { Tokens.Count: 0 })?.Name;
    }

    private static IEnumerable<string> OptionNames(ParseResult result) =>
        CommandsOf(result).SelectMany((command, level) => command.Options.Where(option => level == 0 || option.Recursive))
            .SelectMany(option => option.Aliases.Append(option.Name));

    private static string Path(ParseResult result) =>
        string.Join(' ', CommandsOf(result).Reverse().Select((command, level) => level == 0 ? "hv" : command.Name));

    /// <summary>The command, then those it is a subcommand of.</summary>
    private static IEnumerable<Command> CommandsOf(ParseResult result)
    {
        for (SymbolResult? symbol = result.CommandResult; symbol is not null; symbol = symbol.Parent)
        {
            if (symbol is CommandResult command)
                yield return command.Command;
        }
    }
}
