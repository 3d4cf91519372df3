using System.CommandLine;

namespace Hv.Cli.Commands;

/// <summary>A command whose help goes on with details and examples.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, in one short sentence: the list of commands shows it.</param>
/// <param name="details">What else there is to know; its own help shows it. Empty when there is nothing.</param>
/// <param name="examples">Command lines, each with what it is for after a <c>#</c>.</param>
internal sealed class CliCommand(string name, string description, string details, params IReadOnlyList<string> examples)
    : Command(name, description)
{
    /// <summary>What else there is to know.</summary>
    public string Details => details;

    /// <summary>Command lines, each with what it is for after a <c>#</c>.</summary>
    public IReadOnlyList<string> Examples => examples;
}
