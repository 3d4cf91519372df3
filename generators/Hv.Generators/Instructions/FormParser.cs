using System.Globalization;

namespace Hv.Generators.Instructions;

/// <summary>
/// Reads forms: finds the one arrangement of constants, fields and reserved bits that fills a word. Fields lie where they are
/// declared; what has no width of its own takes what is left between them. Where that can be done in several ways, constants prefer
/// the places that are declared for extended opcodes (fields named XO), the first declared one most.
/// </summary>
internal sealed class FormParser
{
    private const string ExtendedOpcode = "XO";
    private const int NoPlace = 100;

    private readonly string _form;
    private readonly ILookup<string, FieldModel> _fields;
    private readonly List<Token> _tokens = [];
    private readonly List<BitRange> _places = [];
    private readonly Dictionary<string, FieldModel> _bound = [];
    private uint _taken;
    private int _best = int.MaxValue;
    private int _solutions;
    private FormModel? _found;
    private FormError? _constantError;

    private FormParser(string form, ILookup<string, FieldModel> fields)
    {
        _form = form;
        _fields = fields;
    }

    /// <summary>Reads a form.</summary>
    /// <returns>The form, or what is wrong with it.</returns>
    public static (FormModel? Form, FormError? Error) Parse(string form, ILookup<string, FieldModel> fields)
    {
        var parser = new FormParser(form, fields);
        return parser.ReadTokens() is { } error ? (null, error) : parser.Solve();
    }

    private FormError? ReadTokens()
    {
        foreach (var text in _form.Split([' '], StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = text.IndexOf(':');
            var name = colon < 0 ? text : text.Substring(0, colon);
            var width = colon < 0 ? 0 : ParseWidth(text.Substring(colon + 1));
            if (width < 0)
                return new FormError(FormErrorKind.WrongBitCount, text, $"'{text}' has no width from 1 to 32 behind the colon");

            if (name.All(letter => letter == '/'))
                _tokens.Add(new Token(text, TokenKind.Reserved, 0, width > 0 ? width : name.Length < 3 ? name.Length : 0));
            else if (uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                _tokens.Add(new Token(text, TokenKind.Constant, value, width > 0 ? width : _tokens.Count == 0 ? 6 : 0));
            else if (_fields.Contains(name))
                _tokens.Add(new Token(name, TokenKind.Field, 0, width));
            else
                return new FormError(FormErrorKind.UnknownField, name, Nearest(name) is { } nearest ? $"; did you mean '{nearest}'?" : "");
        }

        return null;
    }

    private string? Nearest(string name) => NearestName.Find(name, _fields.Select(group => group.Key));

    private (FormModel? Form, FormError? Error) Solve()
    {
        Place(0, 0);
        return _solutions switch
        {
            1 when _constantError is { } error => (null, error),
            1 => (_found, null),
            0 => (null, new FormError(FormErrorKind.WrongBitCount, _form, "it does not fill 32 bits with each field at its place")),
            _ => (null, new FormError(FormErrorKind.WrongBitCount, _form, "it fits in several ways; write widths behind colons, such as '0:2'")),
        };
    }

    private void Place(int index, int cursor)
    {
        if (index == _tokens.Count)
        {
            if (cursor == 32 && _bound.Values.All(field => (field.Mask & ~_taken) == 0))
                Found();

            return;
        }

        var token = _tokens[index];
        if (token.Kind == TokenKind.Field)
        {
            PlaceField(index, cursor, token);
            return;
        }

        // At least one bit for each of the tokens behind it.
        var widest = 32 - cursor - (_tokens.Count - index - 1);
        for (var width = token.Width > 0 ? token.Width : 1; width <= widest; width++)
        {
            _places.Add(new BitRange(cursor, cursor + width - 1));
            Place(index + 1, cursor + width);
            _places.RemoveAt(_places.Count - 1);
            if (token.Width > 0)
                break;
        }
    }

    private void PlaceField(int index, int cursor, Token token)
    {
        var isBound = _bound.TryGetValue(token.Text, out var bound);
        foreach (var field in isBound ? [bound!] : _fields[token.Text])
        {
            // Parts that follow each other in the word are one token, whatever their order in the field.
            var end = cursor;
            while (field.Parts.FirstOrDefault(part => part.First == end) is { } part)
                end = part.Last + 1;

            if (end == cursor || (token.Width > 0 && token.Width != end - cursor))
                continue;

            var taken = new BitRange(cursor, end - 1);
            _bound[token.Text] = field;
            _taken |= taken.Mask;
            _places.Add(taken);
            Place(index + 1, end);
            _places.RemoveAt(_places.Count - 1);
            _taken &= ~taken.Mask;
            if (!isBound)
                _bound.Remove(token.Text);
        }
    }

    /// <summary>How far the places of constants are from what is preferred.</summary>
    private int Score()
    {
        var places = _fields[ExtendedOpcode].Select(field => field.Mask).ToList();
        var score = 0;
        for (var index = 1; index < _tokens.Count; index++)
        {
            if (_tokens[index] is { Kind: TokenKind.Constant, Width: 0 })
                score += places.IndexOf(_places[index].Mask) is >= 0 and var place ? place : NoPlace;
        }

        return score;
    }

    private void Found()
    {
        var score = Score();
        if (score > _best)
            return;

        _solutions = score < _best ? 1 : _solutions + 1;
        _best = score;
        _constantError = null;
        var mask = 0u;
        var value = 0u;
        var fields = new List<FieldModel>();
        for (var index = 0; index < _tokens.Count; index++)
        {
            var (token, place) = (_tokens[index], _places[index]);
            switch (token.Kind)
            {
                case TokenKind.Constant:
                    if (place.Width < 32 && token.Value >> place.Width != 0)
                    {
                        _constantError = new FormError(
                            FormErrorKind.ConstantTooWide, token.Text, $"{token.Value} does not fit into the {place.Width} bits {place.First}:{place.Last}");
                    }

                    mask |= place.Mask;
                    value |= token.Value << (31 - place.Last);
                    break;
                case TokenKind.Field when !fields.Contains(_bound[token.Text]):
                    fields.Add(_bound[token.Text]);
                    break;
            }
        }

        _found = new FormModel(_form, mask, value, fields.ToEquatableArray());
    }

    private static int ParseWidth(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width is >= 1 and <= 32 ? width : -1;

    private enum TokenKind
    {
        Constant,
        Reserved,
        Field,
    }

    private sealed record Token(string Text, TokenKind Kind, uint Value, int Width);
}
