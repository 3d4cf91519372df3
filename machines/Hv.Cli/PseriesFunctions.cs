using System.Text.RegularExpressions;
using Hv.Cli.Replay;
using Hv.Devices.Recorded;
using Hv.Pseries;
using Hv.Runtime.Machines;

namespace Hv.Cli;

/// <summary>Puts the PCI functions of a recording on a pseries machine, as passive stand-ins.</summary>
internal static partial class PseriesFunctions
{
    /// <summary>Puts a function of the first host bridge's root bus where it was; nothing else has a place.</summary>
    public static bool Place(Machine machine, RecordedConfigurationSpace function)
    {
        if (machine is not PseriesMachine || RootBusAddress().Match(function.Function) is not { Success: true } address)
            return false;

        machine.CreateDevice<RecordedFunction>("", ("addr", address.Groups["function"].Value), ("multifunction", "on")).Content = function.Content;
        return true;
    }

    [GeneratedRegex("^0000:00:(?<function>[01]?[0-9a-f]\\.[0-7])$", RegexOptions.CultureInvariant)]
    private static partial Regex RootBusAddress();
}
