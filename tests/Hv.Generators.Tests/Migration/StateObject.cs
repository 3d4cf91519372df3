using System.Reflection;
using Hv.Runtime.Migration;

namespace Hv.Generators.Tests.Migration;

/// <summary>An object with state, of a type that a test has compiled.</summary>
/// <param name="state">The object.</param>
internal sealed class StateObject(IVmState state)
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;

    public StateObject(Assembly assembly, string type)
        : this((IVmState)Activator.CreateInstance(assembly.GetType(type, throwOnError: true)!, nonPublic: true)!)
    {
    }

    public IVmState State => state;

    /// <summary>A field or property, by name.</summary>
    public object? this[string member]
    {
        get => Property(member) is { } property ? property.GetValue(state) : Field(member).GetValue(state);
        set
        {
            if (Property(member) is { } property)
                property.SetValue(state, Convert(value, property.PropertyType));
            else
                Field(member).SetValue(state, Convert(value, Field(member).FieldType));
        }
    }

    /// <summary>Runs a method.</summary>
    public object? Call(string method, params object?[] arguments) => state.GetType().GetMethod(method, Members)!.Invoke(state, arguments);

    /// <summary>What is saved, without head and footer.</summary>
    public byte[] Save()
    {
        using var stream = new MemoryStream();
        var writer = new StateWriter(stream);
        state.SaveState(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>What is saved, in hexadecimal.</summary>
    public string SaveHex() => System.Convert.ToHexStringLower(Save());

    /// <summary>Loads; all must have been read.</summary>
    public StateObject Load(byte[] bytes, uint? version = null)
    {
        var reader = Reader(bytes);
        state.LoadState(reader, version ?? state.StateType.Version);
        Assert.That(reader.Position, Is.EqualTo(bytes.Length), "all is read");
        Assert.That(reader.Peek(), Is.Null);
        return this;
    }

    /// <summary>Loads from hexadecimal, blanks left out.</summary>
    public StateObject Load(string hex, uint? version = null) => Load(Bytes(hex), version);

    /// <summary>The message with which loading fails.</summary>
    public string LoadError(string hex, uint? version = null) =>
        Assert.Throws<StateException>(() => state.LoadState(Reader(Bytes(hex)), version ?? state.StateType.Version))!.Message;

    /// <summary>The message with which saving fails.</summary>
    public string SaveError() => Assert.Throws<StateException>(() => Save())!.Message;

    /// <summary>The description of what is saved.</summary>
    public string Describe()
    {
        var writer = new StateWriter(Stream.Null) { Describer = new StateDescriber(4096) };
        writer.Describer.BeginSection("test", 0, state.StateType);
        state.SaveState(writer);
        writer.Describer.EndSection();
        return System.Text.Encoding.UTF8.GetString(writer.Describer.Finish().Span);
    }

    private static byte[] Bytes(string hex) => System.Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static StateReader Reader(byte[] bytes)
    {
        var reader = new StateReader(new MemoryStream(bytes));
        reader.BeginSection("test");
        return reader;
    }

    private static object? Convert(object? value, Type type) => value switch
    {
        IConvertible when type.IsEnum => Enum.ToObject(type, value),
        IConvertible when type.IsPrimitive => System.Convert.ChangeType(value, type, System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };

    private PropertyInfo? Property(string name) => InHierarchy(type => type.GetProperty(name, Members));

    private FieldInfo Field(string name) => InHierarchy(type => type.GetField(name, Members)) ?? throw new AssertionException($"{state.GetType()} has no {name}");

    private T? InHierarchy<T>(Func<Type, T?> find)
        where T : class
    {
        T? found = null;
        for (var type = state.GetType(); type is not null && found is null; type = type.BaseType)
            found = find(type);

        return found;
    }
}
