using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hv.Cli.Output;

/// <summary>The value of a field of a stream, of the types that descriptions name.</summary>
internal static class FieldValue
{
    private const string Equal = " equal";
    private const ulong LargestBitmap = 1 << 16;

    /// <summary>Whether the type is one of bytes rather than of numbers, and may be long.</summary>
    public static bool IsBytes(string type, ulong size) => Kind(type, size) is ValueKind.Bytes;

    /// <summary>The value as text.</summary>
    public static string Text(string type, ReadOnlySpan<byte> content) => Kind(type, (ulong)content.Length) switch
    {
        ValueKind.Bool => content[0] == 0 ? "false" : "true",
        ValueKind.Signed => Signed(content).ToString(CultureInfo.InvariantCulture),
        ValueKind.Unsigned => Number(Unsigned(content)),
        ValueKind.Timer => Signed(content) is var expiry and not -1 ? $"{expiry} ns" : "not set",
        ValueKind.Hex => $"0x{Unsigned(content):x}",
        ValueKind.Bits => Bits(content) is { Count: > 0 } bits ? string.Join(' ', bits) : "none",
        ValueKind.Words => string.Join(' ', Words(content, sizeof(uint)).Select(Number)),
        ValueKind.LongWords => string.Join(' ', Words(content, sizeof(ulong)).Select(word => $"0x{word:x}")),
        _ => Convert.ToHexStringLower(content),
    };

    /// <summary>The value as JSON.</summary>
    public static void WriteJson(Utf8JsonWriter json, string type, ReadOnlySpan<byte> content)
    {
        var kind = Kind(type, (ulong)content.Length);
        switch (kind)
        {
            case ValueKind.Bool:
                json.WriteBooleanValue(content[0] != 0);
                break;
            case ValueKind.Signed or ValueKind.Timer:
                json.WriteNumberValue(Signed(content));
                break;
            case ValueKind.Unsigned or ValueKind.Hex:
                json.WriteNumberValue(Unsigned(content));
                break;
            case ValueKind.Bits:
                json.WriteStartArray();
                foreach (var bit in Bits(content))
                    json.WriteNumberValue(bit);

                json.WriteEndArray();
                break;
            case ValueKind.Words or ValueKind.LongWords:
                json.WriteStartArray();
                foreach (var word in Words(content, kind == ValueKind.Words ? sizeof(uint) : sizeof(ulong)))
                    json.WriteNumberValue(word);

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Convert.ToHexStringLower(content));
                break;
        }
    }

    /// <summary>The text that bytes are: printable, zeros after it; <see langword="null"/> when they are none.</summary>
    public static string? AsText(ReadOnlySpan<byte> content)
    {
        var text = content.TrimEnd((byte)0);
        return text.Length > 0 && text.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0 ? Encoding.ASCII.GetString(text) : null;
    }

    private static ValueKind Kind(string type, ulong size)
    {
        var isInteger = size is 1 or 2 or 4 or 8;
        if (type == "bool" && size == 1)
            return ValueKind.Bool;

        if (type == "timer" && size == sizeof(long))
            return ValueKind.Timer;

        if (type == "bitmap" && size % sizeof(ulong) == 0 && size <= LargestBitmap)
            return ValueKind.Bits;

        if (type == "pci irq state" && size == 4 * sizeof(uint))
            return ValueKind.Words;

        if (type == "slbe" && size == 2 * sizeof(ulong))
            return ValueKind.LongWords;

        if (!isInteger || type is "buffer" or "unused_buffer" or "pci config")
            return ValueKind.Bytes;

        // 'int64 equal' is the name for unsigned ones, too.
        if (type.StartsWith("uint", StringComparison.Ordinal) || type == $"int64{Equal}")
            return ValueKind.Unsigned;

        return type.StartsWith("int", StringComparison.Ordinal) ? ValueKind.Signed : ValueKind.Hex;
    }

    private static string Number(ulong value) =>
        value < 10 ? value.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{value} (0x{value:x})");

    private static ulong Unsigned(ReadOnlySpan<byte> content) => content.Length switch
    {
        1 => content[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(content),
        4 => BinaryPrimitives.ReadUInt32BigEndian(content),
        _ => BinaryPrimitives.ReadUInt64BigEndian(content),
    };

    private static long Signed(ReadOnlySpan<byte> content) => content.Length switch
    {
        1 => (sbyte)content[0],
        2 => BinaryPrimitives.ReadInt16BigEndian(content),
        4 => BinaryPrimitives.ReadInt32BigEndian(content),
        _ => BinaryPrimitives.ReadInt64BigEndian(content),
    };

    private static List<int> Bits(ReadOnlySpan<byte> content)
    {
        var bits = new List<int>();
        for (var bit = 0; bit < content.Length * 8; bit++)
        {
            if ((BinaryPrimitives.ReadUInt64BigEndian(content[(bit / 64 * sizeof(ulong))..]) >> (bit % 64) & 1) != 0)
                bits.Add(bit);
        }

        return bits;
    }

    private static ulong[] Words(ReadOnlySpan<byte> content, int width)
    {
        var words = new ulong[content.Length / width];
        for (var index = 0; index < words.Length; index++)
            words[index] = Unsigned(content.Slice(index * width, width));

        return words;
    }

    private enum ValueKind
    {
        Bytes,
        Bool,
        Signed,
        Unsigned,
        Hex,
        Timer,
        Bits,

        /// <summary>The lines of an interrupt state.</summary>
        Words,

        /// <summary>The halves of an entry of the SLB.</summary>
        LongWords,
    }
}
