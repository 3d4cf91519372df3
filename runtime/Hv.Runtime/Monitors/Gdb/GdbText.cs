using System.Globalization;

namespace Hv.Runtime.Monitors.Gdb;

/// <summary>Takes the contents of a packet apart: hexadecimal numbers, bytes and what stands between them.</summary>
/// <param name="text">The contents.</param>
internal ref struct GdbText(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Whether nothing is left.</summary>
    public readonly bool IsEmpty => _rest.IsEmpty;

    /// <summary>Takes these letters, if they are next.</summary>
    public bool Take(ReadOnlySpan<byte> letters)
    {
        if (!_rest.StartsWith(letters))
            return false;

        _rest = _rest[letters.Length..];
        return true;
    }

    /// <summary>Takes a hexadecimal number of up to 64 bits.</summary>
    public bool TryTakeNumber(out ulong number)
    {
        number = 0;
        var digits = 0;
        while (digits < _rest.Length && digits <= 16 && DigitOf(_rest[digits]) is >= 0 and var digit)
        {
            number = (number << 4) | (uint)digit;
            digits++;
        }

        _rest = _rest[digits..];
        return digits is > 0 and <= 16;
    }

    /// <summary>Takes two numbers with a comma between.</summary>
    public bool TryTakePair(out ulong first, out ulong second)
    {
        second = 0;
        return TryTakeNumber(out first) && Take(","u8) && TryTakeNumber(out second);
    }

    /// <summary>Takes bytes of two digits each, as many as there are.</summary>
    /// <returns>Whether there were as many as asked for, and nothing behind them.</returns>
    public bool TryTakeBytes(Span<byte> bytes)
    {
        if (_rest.Length != 2 * bytes.Length)
            return false;

        for (var index = 0; index < bytes.Length; index++)
        {
            var high = DigitOf(_rest[2 * index]);
            var low = DigitOf(_rest[(2 * index) + 1]);
            if (high < 0 || low < 0)
                return false;

            bytes[index] = (byte)((high << 4) | low);
        }

        _rest = [];
        return true;
    }

    /// <summary>A thread: its number from 1 on, 0 for any, -1 for all.</summary>
    public bool TryTakeThread(out int thread)
    {
        thread = -1;
        if (Take("-1"u8))
            return true;

        if (!TryTakeNumber(out var number) || number > int.MaxValue)
            return false;

        thread = (int)number;
        return true;
    }

    /// <summary>Bytes as text of two digits each.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>A number as text.</summary>
    public static string Hex(ulong number) => number.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>The value of a digit, or -1.</summary>
    public static int DigitOf(byte letter) => letter switch
    {
        >= (byte)'0' and <= (byte)'9' => letter - '0',
        >= (byte)'a' and <= (byte)'f' => letter - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => letter - 'A' + 10,
        _ => -1,
    };
}
