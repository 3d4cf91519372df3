using Hv.Cli.Run;
using Hv.Runtime.Text;

namespace Hv.Cli.Guests;

/// <summary>The guests that <c>hv run --guest NAME</c> knows.</summary>
internal static class GuestTable
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IGuest> All { get; } = [new BuiltInGuest(), new DebianGuest()];

    /// <summary>The guest of a name.</summary>
    /// <exception cref="RunException">There is none; the message names the nearest.</exception>
    public static IGuest Find(string name) => All.FirstOrDefault(guest => guest.Name == name) ?? throw new RunException(
        $"there is no guest '{name}'; there is {string.Join(", ", All.Select(guest => guest.Name))}."
        + NearestName.Suggest(name, All.Select(guest => guest.Name)));
}
