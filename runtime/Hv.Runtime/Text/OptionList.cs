using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Hv.Runtime.Text;

/// <summary>
/// An option's value in QEMU's syntax: <c>key=value</c> pairs with commas between, a comma in a value written twice, and the first
/// value without its key where one is implied (<c>virtio-net-pci,id=net0</c>).
/// </summary>
/// <remarks>
/// Whoever takes it apart takes out what it knows; <see cref="ThrowIfAnyLeft"/> then says what nobody knew.
/// </remarks>
public sealed class OptionList
{
    private readonly List<Item> _items = [];

    /// <summary>Makes an empty list.</summary>
    public OptionList()
    {
    }

    /// <summary>What has not been taken out yet, in order.</summary>
    public IReadOnlyList<(string Key, string Value)> Items => [.. _items.Select(item => (item.Key, item.Value))];

    /// <summary>Whether help is asked for: a word <c>help</c> or <c>?</c> without a value.</summary>
    public bool AsksForHelp => _items.Exists(item => item.IsWord && IsHelp(item.Key))
        || (_items is [{ IsImplied: true } first, ..] && IsHelp(first.Value));

    /// <summary>Reads a value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="impliedKey">The key of a first value that is written without one, or <see langword="null"/>.</param>
    public static OptionList Parse(string text, string? impliedKey = null)
    {
        var list = new OptionList();
        var rest = text.AsSpan();
        for (var isFirst = true; !rest.IsEmpty; isFirst = false)
        {
            var keyLength = rest.IndexOfAny('=', ',');
            var isWord = keyLength < 0 || rest[keyLength] == ',';
            if (isWord && isFirst && impliedKey is not null)
            {
                list._items.Add(new Item(impliedKey, ReadValue(ref rest), IsWord: false, IsImplied: true));
            }
            else if (isWord)
            {
                list._items.Add(new Item(ReadValue(ref rest), "on", IsWord: true, IsImplied: false));
            }
            else
            {
                var key = rest[..keyLength].ToString();
                rest = rest[(keyLength + 1)..];
                list._items.Add(new Item(key, ReadValue(ref rest), IsWord: false, IsImplied: false));
            }
        }

        return list;
    }

    /// <summary>Adds a pair at the end.</summary>
    public void Add(string key, string value) => _items.Add(new Item(key, value, IsWord: false, IsImplied: false));

    /// <summary>Takes out the value of a key; when it was given twice the later one, as QEMU does.</summary>
    /// <returns><see langword="false"/> when it was not given.</returns>
    public bool TryTake(string key, [NotNullWhen(true)] out string? value)
    {
        value = _items.FindLast(item => item.Key == key)?.Value;
        _items.RemoveAll(item => item.Key == key);
        return value is not null;
    }

    /// <summary>Takes out the value of a key.</summary>
    /// <returns>The value, or <see langword="null"/> when it was not given.</returns>
    public string? Take(string key) => TryTake(key, out var value) ? value : null;

    /// <summary>Takes out a switch: <c>key=on</c>, <c>key=off</c>, or the older words <c>key</c> and <c>nokey</c>.</summary>
    /// <returns>The value, or <see langword="null"/> when it was not given.</returns>
    /// <exception cref="FormatException">The value is neither.</exception>
    public bool? TakeSwitch(string key)
    {
        var off = "no" + key;
        if (_items.Exists(item => item.IsWord && item.Key == off))
        {
            _items.RemoveAll(item => item.Key == off || item.Key == key);
            return false;
        }

        return Take(key) switch
        {
            null => null,
            "on" or "yes" or "true" or "y" => true,
            "off" or "no" or "false" or "n" => false,
            _ => throw new FormatException($"Parameter '{key}' expects 'on' or 'off'"),
        };
    }

    /// <summary>Refuses what has not been taken out.</summary>
    /// <param name="known">What is known, to offer the nearest.</param>
    /// <exception cref="FormatException">Something is left.</exception>
    public void ThrowIfAnyLeft(params IReadOnlyCollection<string> known)
    {
        if (_items is [var item, ..])
            throw new FormatException($"Invalid parameter '{item.Key}'.{NearestName.Suggest(item.Key, known)}".TrimEnd('.'));
    }

    /// <summary>Reads up to a single comma, and skips it.</summary>
    private static string ReadValue(ref ReadOnlySpan<char> rest)
    {
        var value = new StringBuilder();
        while (true)
        {
            var comma = rest.IndexOf(',');
            if (comma < 0)
            {
                value.Append(rest);
                rest = [];
                return value.ToString();
            }

            value.Append(rest[..comma]);
            rest = rest[(comma + 1)..];
            if (rest is not [',', ..])
                return value.ToString();

            value.Append(',');
            rest = rest[1..];
        }
    }

    private static bool IsHelp(string word) => word is "help" or "?";

    private sealed record Item(string Key, string Value, bool IsWord, bool IsImplied);
}
