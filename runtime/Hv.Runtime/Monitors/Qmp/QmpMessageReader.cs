using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;

namespace Hv.Runtime.Monitors.Qmp;

/// <summary>
/// Puts tokens together to messages: one is complete when its brackets balance, and given up when one closes that was never opened,
/// when a token is none, or when it exceeds what a message may be.
/// </summary>
/// <param name="receive">Takes each value; a JSON null is <see langword="null"/>.</param>
/// <param name="refuse">Takes what is wrong with a message that is no value.</param>
internal sealed class QmpMessageReader(Action<JsonNode?> receive, Action<string> refuse)
{
    /// <summary>The longest message, in bytes of its tokens.</summary>
    public const int MaximumLength = 4 << 20;

    /// <summary>The most tokens in a message.</summary>
    public const int MaximumTokens = 1 << 17;

    /// <summary>How deep brackets nest at most.</summary>
    public const int MaximumDepth = 1024;

    private readonly List<QmpToken> _tokens = [];
    private ArrayBufferWriter<byte> _bytes = new();
    private QmpLexer? _lexer;
    private int _braces;
    private int _brackets;

    /// <summary>Takes in what was read.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        _lexer ??= new QmpLexer(MaximumLength, Take);
        _lexer.Feed(bytes);
    }

    private void Take(QmpTokenKind kind, ReadOnlySpan<byte> text)
    {
        switch (kind)
        {
            case QmpTokenKind.ObjectStart:
                _braces++;
                break;
            case QmpTokenKind.ObjectEnd:
                _braces--;
                break;
            case QmpTokenKind.ArrayStart:
                _brackets++;
                break;
            case QmpTokenKind.ArrayEnd:
                _brackets--;
                break;
            case QmpTokenKind.Error:
                GiveUp($"JSON parse error, stray '{Quote(text)}'");
                return;
        }

        // All of a message's tokens count: what is kept of it is bounded, whatever it is made of.
        if (kind == QmpTokenKind.TooLong || _bytes.WrittenCount + text.Length > MaximumLength)
        {
            GiveUp("JSON token size limit exceeded");
        }
        else if (_tokens.Count >= MaximumTokens)
        {
            GiveUp("JSON token count limit exceeded");
        }
        else if (_braces + _brackets > MaximumDepth)
        {
            GiveUp("JSON nesting depth limit exceeded");
        }
        else
        {
            _tokens.Add(new QmpToken(kind, _bytes.WrittenCount, text.Length));
            _bytes.Write(text);
            if (_braces < 0 || _brackets < 0 || (_braces == 0 && _brackets == 0))
                Complete();
        }
    }

    private void Complete()
    {
        JsonNode? message;
        try
        {
            message = new QmpParser(_bytes.WrittenSpan, _tokens).Parse();
        }
        catch (QmpSyntaxException exception)
        {
            GiveUp($"JSON parse error, {exception.Message}");
            return;
        }

        Clear();
        receive(message);
    }

    private void GiveUp(string reason)
    {
        Clear();
        refuse(reason);
    }

    private void Clear()
    {
        _tokens.Clear();
        _bytes = new ArrayBufferWriter<byte>();
        (_braces, _brackets) = (0, 0);
    }

    /// <summary>The text of a token up to a NUL, which ends texts in QEMU's messages.</summary>
    private static string Quote(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetString(text.IndexOf((byte)0) is >= 0 and var length ? text[..length] : text);
}
