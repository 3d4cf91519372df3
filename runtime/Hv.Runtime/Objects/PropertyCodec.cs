using System.Globalization;
using System.Numerics;
using Hv.Runtime.Declarations;
using Hv.Runtime.Text;

namespace Hv.Runtime.Objects;

/// <summary>Reads, writes and checks the values of a property type, in the syntax QEMU's users know.</summary>
/// <typeparam name="T">The property's .NET type.</typeparam>
public abstract class PropertyCodec<T>
{
    /// <summary>The type as users know it.</summary>
    public abstract string TypeName { get; }

    /// <summary>What is allowed, for a person.</summary>
    public abstract string Allowed { get; }

    /// <summary>The text of a value, in a form that <see cref="TryParse"/> reads back.</summary>
    public abstract string Format(T value);

    /// <summary>Reads a value. A value that is out of range is read; <see cref="IsAllowed"/> judges it.</summary>
    /// <returns><see langword="false"/> when the text is no value of the type.</returns>
    public abstract bool TryParse(string text, out T value);

    /// <summary>Whether the value is within the property's range.</summary>
    public virtual bool IsAllowed(T value) => true;

    /// <summary>The sentence " Did you mean 'x'?" for a text that is no value, or empty.</summary>
    public virtual string Suggest(string text) => "";
}

/// <summary>The codecs of the property types. For generated code.</summary>
public static class PropertyCodec
{
    /// <summary><c>on</c> and <c>off</c>; <c>true</c>, <c>yes</c>, <c>y</c> and their opposites are read too.</summary>
    public static PropertyCodec<bool> Boolean { get; } = new BooleanCodec();

    /// <summary>Any text.</summary>
    public static PropertyCodec<string> Text { get; } = new TextCodec();

    /// <summary>
    /// An integer of up to 64 bits: decimal, hexadecimal after <c>0x</c>, or with a binary unit (<c>64K</c>, <c>1.5G</c>). A
    /// fraction that leaves no whole number is none (<c>1.1K</c>; QEMU drops the rest).
    /// </summary>
    /// <param name="minimum">The smallest value allowed; the smallest of the type when not given.</param>
    /// <param name="maximum">The largest value allowed; the largest of the type when not given.</param>
    /// <param name="format">How values are shown; all notations are read, whatever the format.</param>
    public static PropertyCodec<T> Integer<T>(T? minimum = null, T? maximum = null, PropertyFormat format = PropertyFormat.Decimal)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> =>
        new IntegerCodec<T>(minimum ?? T.MinValue, maximum ?? T.MaxValue, format);

    /// <summary>One of the named values of an enum.</summary>
    public static PropertyCodec<T> Enumeration<T>(params ReadOnlySpan<(string Name, T Value)> values)
        where T : struct, Enum => new EnumerationCodec<T>(values.ToArray());

    private sealed class BooleanCodec : PropertyCodec<bool>
    {
        public override string TypeName => "bool";

        public override string Allowed => "on, off";

        public override string Format(bool value) => value ? "on" : "off";

        public override bool TryParse(string text, out bool value)
        {
            value = text is "on" or "yes" or "true" or "y";
            return value || text is "off" or "no" or "false" or "n";
        }
    }

    private sealed class TextCodec : PropertyCodec<string>
    {
        public override string TypeName => "string";

        public override string Allowed => "any text";

        public override string Format(string value) => value;

        public override bool IsAllowed(string value) => value is not null;

        public override bool TryParse(string text, out string value)
        {
            value = text;
            return true;
        }
    }

    private sealed class EnumerationCodec<T>((string Name, T Value)[] values) : PropertyCodec<T>
        where T : struct, Enum
    {
        public override string TypeName => "enum";

        public override string Allowed => string.Join(", ", values.Select(value => value.Name));

        public override string Format(T value) =>
            Array.Find(values, candidate => candidate.Value.Equals(value)).Name ?? value.ToString();

        public override bool TryParse(string text, out T value)
        {
            var index = Array.FindIndex(values, candidate => candidate.Name == text);
            value = index >= 0 ? values[index].Value : default;
            return index >= 0;
        }

        public override bool IsAllowed(T value) => Array.Exists(values, candidate => candidate.Value.Equals(value));

        public override string Suggest(string text) => NearestName.Suggest(text, values.Select(value => value.Name));
    }

    private sealed class IntegerCodec<T>(T minimum, T maximum, PropertyFormat format) : PropertyCodec<T>
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        private const string Units = "BKMGTPE";

        private static readonly decimal Smallest = decimal.CreateChecked(T.MinValue);
        private static readonly decimal Largest = decimal.CreateChecked(T.MaxValue);

        public override string TypeName
        {
            get
            {
                if (format == PropertyFormat.Size)
                    return "size";

                var bits = 8 * T.Zero.GetByteCount();
                return T.MinValue < T.Zero ? $"int{bits}" : $"uint{bits}";
            }
        }

        public override string Allowed => $"{Format(minimum)} to {Format(maximum)}";

        public override string Format(T value)
        {
            if (format is not (PropertyFormat.Hexadecimal or PropertyFormat.Size))
                return value.ToString(null, CultureInfo.InvariantCulture);

            var bits = ulong.CreateTruncating(value);
            var (sign, magnitude) = value < T.Zero ? ("-", unchecked(0 - bits)) : ("", bits);
            return sign + (format == PropertyFormat.Size ? FormatSize(magnitude) : $"0x{magnitude.ToString("x", CultureInfo.InvariantCulture)}");
        }

        public override bool IsAllowed(T value) => value >= minimum && value <= maximum;

        public override bool TryParse(string text, out T value)
        {
            value = default;
            var magnitude = text.AsSpan(text is ['-' or '+', ..] ? 1 : 0);
            if (!(magnitude.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                ? TryParseHexadecimal(magnitude[2..], out var number)
                : TryParseDecimal(magnitude, out number)))
            {
                return false;
            }

            if (text[0] == '-')
                number = -number;

            if (number < Smallest || number > Largest)
                return false;

            value = T.CreateChecked(number);
            return true;
        }

        private static bool TryParseHexadecimal(ReadOnlySpan<char> digits, out decimal number)
        {
            var isNumber = ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits);
            number = bits;
            return isNumber;
        }

        private static bool TryParseDecimal(ReadOnlySpan<char> text, out decimal number)
        {
            number = 0;
            if (text.IsEmpty)
                return false;

            var unit = Units.IndexOf(char.ToUpperInvariant(text[^1]));
            var digits = unit >= 0 ? text[..^1] : text;
            var scale = 1UL << (10 * Math.Max(unit, 0));
            var style = unit > 0 ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
            if (!decimal.TryParse(digits, style, CultureInfo.InvariantCulture, out number)
                || number > (decimal)ulong.MaxValue / scale)
            {
                return false;
            }

            number *= scale;
            return number == decimal.Truncate(number);
        }

        private static string FormatSize(ulong magnitude)
        {
            var unit = magnitude == 0 ? 0 : Math.Min(BitOperations.TrailingZeroCount(magnitude) / 10, Units.Length - 1);
            return unit == 0
                ? magnitude.ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{magnitude >> (10 * unit)}{Units[unit]}");
        }
    }
}
