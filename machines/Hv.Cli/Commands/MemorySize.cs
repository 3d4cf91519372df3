using Hv.Cli.Replay;
using Hv.Runtime.Declarations;
using Hv.Runtime.Objects;

namespace Hv.Cli.Commands;

/// <summary>Reads RAM sizes in the syntax of QEMU's <c>-m</c>: a number with a binary unit; without one it is MiB.</summary>
internal static class MemorySize
{
    private static readonly PropertyCodec<ulong> Codec =
        PropertyCodec.Integer<ulong>(RecordedMachine.MinimumRamSize, ulong.MaxValue, PropertyFormat.Size);

    /// <summary>Reads the value of an option; <see langword="null"/> when the option was not given.</summary>
    /// <exception cref="CliException">The text is no size, or the size is too small.</exception>
    public static ulong? Parse(string option, string? text)
    {
        if (text is null)
            return null;

        // A hexadecimal size would have no unit and so be MiB, which nobody means.
        var isNumber = text.Length > 0 && text.All(char.IsAsciiDigit);
        if (text.StartsWith('-') || text.Contains('x', StringComparison.OrdinalIgnoreCase)
            || !Codec.TryParse(isNumber ? text + "M" : text, out var size))
            throw new CliException($"{option}: '{text}' is not a size; give a number with K, M, G or T, such as 512M or 2G.");

        return Codec.IsAllowed(size)
            ? size
            : throw new CliException($"{option}: {text} is too small; give at least {Format(RecordedMachine.MinimumRamSize)}.");
    }

    /// <summary>A size as <see cref="Parse"/> reads it.</summary>
    public static string Format(ulong size) => Codec.Format(size);
}
