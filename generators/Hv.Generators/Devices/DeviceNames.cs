namespace Hv.Generators.Devices;

/// <summary>The rules for the names that users write.</summary>
internal static class DeviceNames
{
    /// <summary>What a device's name may hold besides letters and digits; the comma as in a device tree: <c>IBM,vio</c>.</summary>
    public const string DeviceMarks = "-._,";

    /// <summary>What a property's name may hold besides letters and digits.</summary>
    public const string PropertyMarks = "-._";

    /// <summary>Whether the name starts with a letter and holds only letters, digits (all of them ASCII) and the marks.</summary>
    public static bool IsName(string name, string marks) =>
        name.Length > 0
        && IsLetter(name[0])
        && name.All(letter => IsLetter(letter) || letter is >= '0' and <= '9' || marks.IndexOf(letter) >= 0);

    /// <summary>Whether the name can stand as a value on a command line, where a comma ends it: <c>power7+</c>.</summary>
    public static bool IsValueName(string name) =>
        name.Length > 0 && !name.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is ',' or '=');

    /// <summary>The marks for a message: <c>'-', '.', '_'</c>.</summary>
    public static string Describe(string marks) => string.Join(", ", marks.Select(mark => $"'{mark}'"));

    private static bool IsLetter(char letter) => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
