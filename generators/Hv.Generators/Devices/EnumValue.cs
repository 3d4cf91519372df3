using System.Text;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Devices;

/// <summary>A value of an enum property.</summary>
/// <param name="Member">The C# member, without <c>@</c>.</param>
/// <param name="Name">The name users write.</param>
/// <param name="Number">The member's number.</param>
internal sealed record EnumValue(string Member, string Name, decimal Number)
{
    /// <summary>The values of an enum, in the order of their declaration.</summary>
    public static EquatableArray<EnumValue> AllOf(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => field.HasConstantValue)
            .Select(field => new EnumValue(
                field.Name,
                field.FindAttribute(AttributeNames.ValueName)?.PositionalValue<string>(0) ?? KebabCase(field.Name),
                PropertyType.Number(field.ConstantValue)))
            .ToEquatableArray();

    /// <summary>Lower case, words separated by a dash: FixedCcd → fixed-ccd, Power7 → power7, HTMStart → htm-start.</summary>
    public static string KebabCase(string name)
    {
        var text = new StringBuilder();
        for (var index = 0; index < name.Length; index++)
        {
            var letter = name[index];
            var startsWord = char.IsUpper(letter) && index > 0
                && (!char.IsUpper(name[index - 1]) || (index + 1 < name.Length && char.IsLower(name[index + 1])));
            if (letter == '_' || startsWord)
                Dash();

            if (letter != '_')
                text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();

        void Dash()
        {
            if (text.Length > 0 && text[text.Length - 1] != '-')
                text.Append('-');
        }
    }
}
