using System.Globalization;
using System.Numerics;
using Hv.Runtime.Declarations;

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
}

/// <summary>The codecs of the property types. For generated code.</summary>
public static class PropertyCodec
{
    /// <summary><c>on</c> and <c>off</c>; <c>true</c>, <c>yes</c>, <c>y</c> and their opposites are read too.</summary>
    public static PropertyCodec<bool> Boolean { get; } = new BooleanCodec();

    /// <summary>Any text.</summary>
    public static PropertyCodec<string> Text { get; } = new TextCodec();

    /// <summary>
    /// An integer: decimal, hexadecimal after <c>0x</c>, or with a binary unit (<c>64K</c>, <c>1.5G</c>).
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
    }

    private sealed class IntegerCodec<T>(T minimum, T maximum, PropertyFormat format) : PropertyCodec<T>
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        private const string Units = "KMGTPE";

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

        public override string Format(T value) => format switch
        {
            PropertyFormat.Hexadecimal => $"0x{value.ToString("x", CultureInfo.InvariantCulture)}",
            PropertyFormat.Size => FormatSize(value),
            _ => value.ToString(null, CultureInfo.InvariantCulture),
        };

        public override bool IsAllowed(T value) => value >= minimum && value <= maximum;

        public override bool TryParse(string text, out T value)
        {
            value = default;
            try
            {
                if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
                {
                    if (!ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits))
                        return false;

                    value = T.CreateChecked(bits);
                    return true;
                }

                var unit = text.Length > 1 ? Units.IndexOf(char.ToUpperInvariant(text[^1])) : -1;
                var digits = unit >= 0 ? text.AsSpan(..^1) : text;
                var style = NumberStyles.AllowLeadingSign | (unit >= 0 ? NumberStyles.AllowDecimalPoint : NumberStyles.None);
                if (!decimal.TryParse(digits, style, CultureInfo.InvariantCulture, out var number))
                    return false;

                number *= 1UL << (10 * (unit + 1));
                if (number != decimal.Truncate(number))
                    return false;

                value = T.CreateChecked(number);
                return true;
            }
            catch (OverflowException)
            {
                // The number is none of T's, or, with a unit, more than even a decimal holds.
                return false;
            }
        }

        private static string FormatSize(T value)
        {
            var number = ulong.CreateTruncating(value);
            var unit = number == 0 ? 0 : Math.Min(BitOperations.TrailingZeroCount(number) / 10, Units.Length);
            return unit == 0
                ? number.ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{number >> (10 * unit)}{Units[unit - 1]}");
        }
    }
}
