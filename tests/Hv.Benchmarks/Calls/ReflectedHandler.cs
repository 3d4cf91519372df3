using System.Reflection;
using Hv.Runtime.Declarations;

namespace Hv.Benchmarks.Calls;

/// <summary>
/// A handler that is called by reflection. Everything that can be looked up once is: per call remain boxing, invoking the
/// constructors of the value structs, and <see cref="MethodInfo.Invoke(object?, object?[])"/>.
/// </summary>
internal sealed class ReflectedHandler
{
    private readonly object _target;
    private readonly MethodInfo _method;
    private readonly Parameter[] _parameters;

    public ReflectedHandler(object target, string method)
    {
        _target = target;
        _method = target.GetType().GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!;
        _parameters = [.. _method.GetParameters().Select(Parameter.Of)];
    }

    /// <summary>Reads the next input, of so many bits; the reader keeps its place.</summary>
    public delegate ulong Read<TSource>(ref TSource source, bool isWide)
        where TSource : allows ref struct;

    /// <summary>The argument array: inputs read and boxed, a free place for each output.</summary>
    public object?[] Bind<TSource>(ref TSource source, Read<TSource> read)
        where TSource : allows ref struct
    {
        var arguments = new object?[_parameters.Length];
        for (var index = 0; index < arguments.Length; index++)
        {
            if (!_parameters[index].IsOutput)
                arguments[index] = _parameters[index].Box(read(ref source, _parameters[index].IsWide));
        }

        return arguments;
    }

    /// <summary>Calls the handler; the outputs are in <paramref name="arguments"/> afterwards.</summary>
    public object Invoke(object?[] arguments) => _method.Invoke(_target, arguments)!;

    /// <summary>Whether an argument is an output.</summary>
    public bool IsOutput(int index) => _parameters[index].IsOutput;

    private sealed record Parameter(bool IsOutput, bool IsWide, ConstructorInfo? Constructor)
    {
        public static Parameter Of(ParameterInfo parameter)
        {
            var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
            var raw = type.IsDefined(typeof(CallValueAttribute)) ? type.GetProperty("Value")!.PropertyType : null;
            return new Parameter(parameter.IsOut, (raw ?? type) == typeof(ulong), raw is null ? null : type.GetConstructor([raw]));
        }

        public object Box(ulong value)
        {
            object raw = IsWide ? value : (object)(uint)value;
            return Constructor is null ? raw : Constructor.Invoke([raw]);
        }
    }
}
