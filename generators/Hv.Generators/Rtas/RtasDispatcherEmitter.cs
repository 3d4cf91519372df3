using Hv.Generators.Calls;

namespace Hv.Generators.Rtas;

/// <summary>Writes the dispatcher of a machine's RTAS calls: a switch on the token, then on the counts.</summary>
internal sealed class RtasDispatcherEmitter : DispatcherEmitter
{
    private RtasDispatcherEmitter(CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
        : base(group, handlers)
    {
    }

    protected override CallKind Kind => CallKind.Rtas;

    protected override string Namespace => "global::Hv.Runtime.Rtas.";

    protected override string TypePrefix => "Rtas";

    protected override string Suffix => "Rtas";

    protected override string NumberNoun => "Token";

    protected override string CallsNoun => "RTAS calls";

    public static string Emit(CallGroup group, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var handlers = group.Handlers(CallKind.Rtas);
        return new RtasDispatcherEmitter(group, handlers).Emit(group, handlers);
    }

    protected override string MethodName(CallHandler handler, string call) => RtasMarshallingEmitter.MethodName(handler, call);

    protected override string Counts(CallHandler handler) =>
        $"{handler.Inputs}, {handler.ReturnWords}, global::Hv.Runtime.Declarations.RtasCounts.{handler.Counts}";

    protected override void EmitDispatch(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override bool Dispatch(in {Namespace}RtasFrame frame, global::Hv.Runtime.Machines.VirtualCpu cpu)"))
        using (writer.Block("switch (frame.Token)"))
        {
            foreach (var call in handlers.GroupBy(pair => (pair.Handler.Number, pair.Handler.Name)))
            {
                var shapes = call.ToList();
                writer.Line($"case {CallNaming.Hex(call.Key.Number)}{Guard(group, shapes[0].Container, shapes[0].Handler)}: // {call.Key.Name}");
                using (writer.Indent())
                {
                    if (shapes.Count == 1)
                        EmitOnlyShape(writer, group, shapes[0]);
                    else
                        EmitShapes(writer, group, shapes);
                }

                writer.Line();
            }

            writer.Line("default:");
            using (writer.Indent())
                writer.Line("return _next.Dispatch(frame, cpu);");
        }
    }

    private void EmitOnlyShape(SourceWriter writer, CallGroup group, (CallContainer Container, CallHandler Handler) shape)
    {
        var handler = shape.Handler;
        var isWrong = handler.Counts switch
        {
            CallCounts.Any => $"frame.ArgumentCount < {handler.Inputs}",
            CallCounts.AnyReturns => $"frame.ArgumentCount != {handler.Inputs}",
            _ => $"frame.Counts != (({handler.Inputs} << 8) | {handler.ReturnWords})",
        };
        if (handler.Counts != CallCounts.Any || handler.Inputs > 0)
        {
            writer.Line($"if ({isWrong})");
            using (writer.Indent())
                writer.Line(Refuse(handler));

            writer.Line();
        }

        writer.Line($"{Invoke(group, shape.Container, handler)};");
        writer.Line("return true;");
    }

    private void EmitShapes(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> shapes)
    {
        using (writer.Block("switch (frame.Counts)"))
        {
            foreach (var (container, handler) in shapes)
            {
                writer.Line($"case ({handler.Inputs} << 8) | {handler.ReturnWords}:");
                using (writer.Indent())
                {
                    writer.Line($"{Invoke(group, container, handler)};");
                    writer.Line("return true;");
                }

                writer.Line();
            }

            writer.Line("default:");
            using (writer.Indent())
                writer.Line(Refuse(shapes[0].Handler));
        }
    }

    private string Refuse(CallHandler handler) =>
        handler.CountsError == 0
            ? $"return {ProbeField(handler)}.RefuseCounts(frame);"
            : $"return {ProbeField(handler)}.RefuseCounts(frame, ({Namespace}RtasStatus)({handler.CountsError}));";
}
