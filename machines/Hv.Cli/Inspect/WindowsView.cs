using System.Globalization;
using Hv.Cli.Output;
using Hv.Runtime.Declarations;
using Hv.Runtime.Dma;
using Hv.Runtime.Objects;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hv.Cli.Inspect;

/// <summary>Draws DMA windows: each as a bar along its bus addresses, the darker the fuller.</summary>
internal static class WindowsView
{
    /// <summary>Cells of a bar; each stands for an equal part of the window.</summary>
    public const int BarWidth = 64;

    private static readonly PropertyCodec<ulong> SizeCodec = PropertyCodec.Integer<ulong>(format: PropertyFormat.Size);

    /// <summary>The picture.</summary>
    public static IRenderable Render(IReadOnlyList<BridgeWindows> bridges)
    {
        if (bridges.Count == 0)
            return new Markup("The machine has no device with DMA windows.\n");

        var lines = new List<IRenderable>();
        foreach (var bridge in bridges)
        {
            lines.Add(new Markup($"[bold]{Markup.Escape(bridge.Name)}[/]  [dim]{Markup.Escape(bridge.Path)}[/]"));
            lines.AddRange(bridge.Windows.SelectMany(Render));
            lines.Add(Text.Empty);
        }

        lines.Add(new Markup("[dim]Each cell is 1/64 of the window: blank nothing mapped, ░ a little, ▒ a quarter, ▓ half, █ all of it.[/]"));
        return new Rows(lines);
    }

    /// <summary>The same for a program.</summary>
    public static WindowsDocument Document(IReadOnlyList<BridgeWindows> bridges) => new(
    [
        .. bridges.Select(bridge => new BridgeWindowsItem(bridge.Name, bridge.Path,
        [
            .. bridge.Windows.Select(window => new WindowItem(
                window.Name, window.Number, window.IsEnabled, window.IsDefault, window.BusAddress, window.Size,
                window.IsEnabled ? 1UL << window.PageShift : 0, window.MappedPages, window.Occupancy)),
        ])),
    ]);

    private static IEnumerable<IRenderable> Render(DmaWindowState window)
    {
        var number = window.Number is { } liobn ? $"LIOBN 0x{liobn:x8}" : window.Name;
        if (!window.IsEnabled)
        {
            yield return new Markup($"  {number}  [dim]free[/]");
            yield break;
        }

        var kind = window.IsDefault ? "default" : "created";
        var last = window.BusAddress + (window.Size - 1);
        yield return new Markup(
            $"  {number}  {kind}  {Size(1UL << window.PageShift)} pages  0x{window.BusAddress:x} to 0x{last:x} ({Size(window.Size)})");
        var color = window.MappedPages == 0 ? "dim" : "green";
        yield return new Markup($"  [dim]│[/][{color}]{string.Concat(window.Occupancy.Select(Cell))}[/][dim]│[/]  {Share(window)}");
    }

    private static char Cell(double share) => share switch
    {
        0 => ' ',
        < 0.25 => '░',
        < 0.5 => '▒',
        < 1 => '▓',
        _ => '█',
    };

    private static string Share(DmaWindowState window)
    {
        var pages = window.MappedPages.ToString("N0", CultureInfo.InvariantCulture);
        var of = window.Pages.ToString("N0", CultureInfo.InvariantCulture);
        var share = 100.0 * window.MappedPages / window.Pages;
        var percent = share is > 0 and < 0.1 ? "< 0.1" : share.ToString("0.#", CultureInfo.InvariantCulture);
        return $"{percent} % full: {pages} of {of} pages";
    }

    private static string Size(ulong bytes) => SizeCodec.Format(bytes) is var text && text.Length > 0 && char.IsLetter(text[^1])
        ? $"{text[..^1]} {text[^1]}iB"
        : $"{text} bytes";
}
