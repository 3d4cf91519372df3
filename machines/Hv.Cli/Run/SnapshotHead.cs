using System.Globalization;
using System.Text;
using Hv.Runtime.Migration;

namespace Hv.Cli.Run;

/// <summary>What a snapshot says of its machine before anything else: enough to make one like it, devices of the user's excepted.</summary>
/// <param name="Machine">The machine version, or <see langword="null"/> when the snapshot does not say.</param>
/// <param name="RamSize">The bytes of RAM, or <see langword="null"/> when they do not come first.</param>
internal sealed record SnapshotHead(string? Machine, ulong? RamSize)
{
    private const uint Magic = 0x5145_564D;
    private const byte ConfigurationMark = 7;
    private const byte StartMark = 1;
    private const int LongestName = 255;
    private const ulong BlockListFlag = 4;
    private const ulong FlagMask = 0xFFF;

    private static readonly string[] MachineOptions = ["machine", "M"];

    /// <summary>Reads the beginning of a snapshot.</summary>
    /// <exception cref="CliException">The file cannot be read, or is no snapshot.</exception>
    public static SnapshotHead Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read);
            return Read(new StateReader(stream));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CliException($"cannot read '{file}': {exception.Message}", exception);
        }
        catch (StateException exception)
        {
            throw new CliException($"'{file}' is no snapshot: {exception.Message}", exception);
        }
    }

    /// <summary>The options that make the snapshot's machine, where the user does not say otherwise.</summary>
    public IEnumerable<string> OptionsBeside(IReadOnlyList<string> options)
    {
        if (Machine is not null && !options.Any(option => MachineOptions.Contains(option.TrimStart('-')) && option.StartsWith('-')))
        {
            yield return "-machine";
            yield return Machine;
        }

        if (RamSize is not null && !options.Contains("-m"))
        {
            yield return "-m";
            yield return string.Create(CultureInfo.InvariantCulture, $"{RamSize >> 10}K");
        }
    }

    private static SnapshotHead Read(StateReader reader)
    {
        if (reader.ReadRaw<uint>() != Magic)
            throw reader.Fail("it does not begin with \"QEVM\"");

        reader.ReadRaw<uint>();
        string? machine = null;
        if (reader.Peek() == ConfigurationMark)
        {
            reader.ReadRaw<byte>();
            var length = reader.ReadRaw<uint>();
            if (length > LongestName)
                throw reader.Fail($"the name of its machine has {length} bytes");

            Span<byte> name = stackalloc byte[(int)length];
            reader.ReadRaw(name);
            machine = Encoding.ASCII.GetString(name);
        }

        if (reader.Peek() != StartMark)
            return new SnapshotHead(machine, null);

        reader.ReadRaw<byte>();
        reader.ReadRaw<uint>();
        if (reader.ReadName() != "ram")
            return new SnapshotHead(machine, null);

        reader.ReadRaw<ulong>();
        var word = reader.ReadRaw<ulong>();
        return new SnapshotHead(machine, (word & FlagMask) == BlockListFlag ? word & ~FlagMask : null);
    }
}
