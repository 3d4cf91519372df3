namespace Hv.Vfio.Tests.Runner;

/// <summary>What the command line says.</summary>
/// <param name="Filter">NUnit's filter, as XML.</param>
/// <param name="ResultPath">Where results are written; <see langword="null"/>: nowhere.</param>
internal sealed record RunnerOptions(string Filter, string? ResultPath)
{
    /// <summary>Reads a command line.</summary>
    /// <returns><see langword="false"/> when it is not understood.</returns>
    public static bool TryParse(string[] arguments, out RunnerOptions options)
    {
        options = new RunnerOptions("<filter/>", null);
        for (var index = 0; index < arguments.Length; index++)
        {
            var argument = arguments[index];
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument : argument[..equals];
            var value = equals >= 0 ? argument[(equals + 1)..] : index + 1 < arguments.Length ? arguments[++index] : "";
            switch (name)
            {
                case "--where" when FilterOf(value) is { } filter:
                    options = options with { Filter = filter };
                    break;
                case "--result" when value.Length > 0:
                    options = options with { ResultPath = value };
                    break;
                case "--labels":
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static string? FilterOf(string condition)
    {
        var parts = condition.Split("==", StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || parts[0] is not ("cat" or "test") || parts[1].Length == 0)
            return null;

        return $"<filter><{parts[0]}>{System.Security.SecurityElement.Escape(parts[1].Trim('\'', '"'))}</{parts[0]}></filter>";
    }
}
