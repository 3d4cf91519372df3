namespace Hv.Runtime.Monitors.Qmp;

/// <summary>What a token of JSON is.</summary>
internal enum QmpTokenKind
{
    /// <summary>An opening brace.</summary>
    ObjectStart,

    /// <summary>A closing brace.</summary>
    ObjectEnd,

    /// <summary>An opening bracket.</summary>
    ArrayStart,

    /// <summary>A closing bracket.</summary>
    ArrayEnd,

    /// <summary>A colon.</summary>
    Colon,

    /// <summary>A comma.</summary>
    Comma,

    /// <summary>A string, its quotes included.</summary>
    String,

    /// <summary>A number without fraction and exponent.</summary>
    Integer,

    /// <summary>Any other number.</summary>
    Float,

    /// <summary>Small letters: true, false, null, or an error.</summary>
    Keyword,

    /// <summary>What begins no token, or breaks one off.</summary>
    Error,

    /// <summary>A token that is longer than a message may be.</summary>
    TooLong,
}
