using System.Text;
using System.Text.Json;

namespace Hv.Runtime.Migration.Description;

/// <summary>Makes objects of what a description says of a section. Throws what the reader throws, or a <see cref="FormatException"/>.</summary>
internal static class DescriptionParser
{
    /// <summary>How deep structs and subsections lie in each other at most.</summary>
    public const int DeepestNesting = 32;

    /// <summary>The next key of an object, the reader at its value; <see langword="null"/> at the end of the object.</summary>
    public static string? NextKey(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject)
            return null;

        Require(ref reader, JsonTokenType.PropertyName);
        var key = reader.GetString();
        reader.Read();
        return key;
    }

    /// <summary>Checks what the reader is at.</summary>
    public static void Require(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (reader.TokenType != type)
            throw new FormatException($"{reader.TokenType} where {type} is expected");
    }

    /// <summary>Reads a section, the reader at its beginning.</summary>
    public static DescribedSection ReadSection(ref Utf8JsonReader reader)
    {
        var (name, instance) = ("", 0U);
        var state = new StateBuilder();
        Require(ref reader, JsonTokenType.StartObject);
        while (NextKey(ref reader) is { } key)
        {
            if (key == "name")
                name = reader.GetString() ?? "";
            else if (key == "instance_id")
                instance = reader.GetUInt32();
            else if (!state.TryRead(ref reader, key, depth: 0))
                reader.Skip();
        }

        if (Encoding.UTF8.GetByteCount(name) > byte.MaxValue)
            throw new FormatException("a section whose name has more than 255 bytes");

        return new DescribedSection(name, instance, state.Build());
    }

    private static DescribedState ReadState(ref Utf8JsonReader reader, int depth)
    {
        if (depth > DeepestNesting)
            throw new FormatException($"structs are nested more than {DeepestNesting} deep");

        var state = new StateBuilder();
        Require(ref reader, JsonTokenType.StartObject);
        while (NextKey(ref reader) is { } key)
        {
            if (!state.TryRead(ref reader, key, depth))
                reader.Skip();
        }

        return state.Build();
    }

    private static DescribedField ReadField(ref Utf8JsonReader reader, int depth)
    {
        string? name = null;
        string? type = null;
        ulong? size = null;
        var count = 1UL;
        ulong? index = null;
        DescribedState? content = null;

        // The elements of a queue are written into the object of the queue itself, each beginning with its name.
        List<DescribedState> queued = [];
        StateBuilder? element = null;
        Require(ref reader, JsonTokenType.StartObject);
        while (NextKey(ref reader) is { } key)
        {
            switch (key)
            {
                case "name":
                    name = reader.GetString();
                    break;
                case "type":
                    type = reader.GetString();
                    break;
                case "size":
                    size = reader.GetUInt64();
                    break;
                case "array_len":
                    count = reader.GetUInt64();
                    break;
                case "index":
                    index = reader.GetUInt64();
                    break;
                case "struct":
                    content = ReadState(ref reader, depth + 1);
                    break;
                default:
                    if (key == StateBuilder.FirstKey)
                    {
                        if (element is not null)
                            queued.Add(element.Build());

                        element = new StateBuilder();
                    }

                    if (element is null || !element.TryRead(ref reader, key, depth + 1))
                        reader.Skip();

                    break;
            }
        }

        if (element is not null)
            queued.Add(element.Build());

        if (name is null || type is null || size is null)
            throw new FormatException("a field without a name, a type or a size");

        return new DescribedField(name, type, size.Value) { Count = count, Index = index, Struct = content, Queued = queued };
    }

    /// <summary>What the keys of a section, a subsection, a struct or an element of a queue have in common.</summary>
    private sealed class StateBuilder
    {
        /// <summary>The key that comes first.</summary>
        public const string FirstKey = "vmsd_name";

        private readonly List<DescribedField> _fields = [];
        private readonly List<DescribedState> _subsections = [];
        private string _name = "";
        private uint _version;

        public bool TryRead(ref Utf8JsonReader reader, string key, int depth)
        {
            switch (key)
            {
                case FirstKey:
                    _name = reader.GetString() ?? "";
                    if (Encoding.UTF8.GetByteCount(_name) > byte.MaxValue)
                        throw new FormatException("a state whose name has more than 255 bytes");

                    return true;
                case "version":
                    _version = reader.GetUInt32();
                    return true;
                case "fields":
                    Require(ref reader, JsonTokenType.StartArray);
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                        _fields.Add(ReadField(ref reader, depth));

                    return true;
                case "subsections":
                    Require(ref reader, JsonTokenType.StartArray);
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                        _subsections.Add(ReadState(ref reader, depth + 1));

                    return true;
                default:
                    return false;
            }
        }

        public DescribedState Build() => new(_name, _version, _fields, _subsections);
    }
}
