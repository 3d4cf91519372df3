namespace Hv.Generators.Calls;

/// <summary>All classes with handlers that serve one machine: what its dispatcher is written from.</summary>
internal sealed record CallGroup(CallMachine Machine, EquatableArray<CallContainer> Containers)
{
    /// <summary>The groups of a project, by machine; containers by name.</summary>
    public static EquatableArray<CallGroup> Of(IEnumerable<CallContainer> containers) =>
        containers.GroupBy(container => container.Machine)
            .OrderBy(group => group.Key.FullName, StringComparer.Ordinal)
            .Select(group => new CallGroup(group.Key, group.OrderBy(container => container.FullName, StringComparer.Ordinal).ToEquatableArray()))
            .ToEquatableArray();

    /// <summary>
    /// The handlers with their containers, in the order of <see cref="CallParser.CompareHandlers"/>; of several that a frame could
    /// not tell apart, and of several numbers of one name, only the first (the analyzer reports the others).
    /// </summary>
    public IReadOnlyList<(CallContainer Container, CallHandler Handler)> Handlers(CallKind kind)
    {
        var handlers = Containers.SelectMany(container => container.Calls, (container, handler) => (Container: container, Handler: handler)).ToList();
        handlers.Sort((left, right) => CallParser.CompareHandlers(left.Handler, right.Handler));
        var taken = new HashSet<(uint, int, int)>();
        var names = new Dictionary<uint, string>();
        var numbers = new Dictionary<string, uint>(StringComparer.Ordinal);
        return
        [
            .. handlers.Where(pair =>
            {
                if (!names.TryGetValue(pair.Handler.Number, out var name))
                    names.Add(pair.Handler.Number, name = pair.Handler.Name);

                if (!numbers.TryGetValue(pair.Handler.Name, out var number))
                    numbers.Add(pair.Handler.Name, number = pair.Handler.Number);

                var counts = kind == CallKind.Rtas ? (pair.Handler.Inputs, pair.Handler.ReturnWords) : (0, 0);
                return name == pair.Handler.Name && number == pair.Handler.Number && taken.Add((pair.Handler.Number, counts.Item1, counts.Item2));
            }),
        ];
    }

    /// <summary>The field that holds the instance of a container; two containers of one name in different namespaces are numbered.</summary>
    public string FieldOf(CallContainer container)
    {
        var same = Containers.Where(other => other.Name == container.Name).ToList();
        var index = same.FindIndex(other => other.FullName == container.FullName);
        return CallNaming.Field(container.Name) + (index > 0 ? (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : "");
    }

    /// <summary>What a call to a handler's marshalling is made on: the container's instance, or the class itself.</summary>
    public string ReceiverOf(CallContainer container) => container.IsStatic ? container.FullName : FieldOf(container);
}
