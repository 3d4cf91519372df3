using Hv.Generators.Calls;

namespace Hv.Generators.Hypercalls;

/// <summary>Writes the dispatcher of a machine's hypercalls: a switch on the number.</summary>
internal sealed class HypercallDispatcherEmitter : DispatcherEmitter
{
    private HypercallDispatcherEmitter(CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
        : base(group, handlers)
    {
    }

    protected override CallKind Kind => CallKind.Hypercall;

    protected override string Namespace => "global::Hv.Runtime.Hypercalls.";

    protected override string TypePrefix => "Hypercall";

    protected override string Suffix => "Hypercalls";

    protected override string NumberNoun => "Number";

    protected override string CallsNoun => "hypercalls";

    public static string Emit(CallGroup group, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var handlers = group.Handlers(CallKind.Hypercall);
        return new HypercallDispatcherEmitter(group, handlers).Emit(group, handlers);
    }

    protected override string MethodName(CallHandler handler, string call) => call;

    protected override string Counts(CallHandler handler) => $"{handler.Inputs}, {handler.Outputs}";

    protected override void EmitDispatch(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block(
            $"public override bool Dispatch(in {Namespace}HypercallFrame frame, global::Hv.Runtime.Machines.VirtualCpu cpu, " +
            $"out {Namespace}HypercallStatus status)"))
        using (writer.Block("switch (frame.Number)"))
        {
            foreach (var (container, handler) in handlers)
            {
                writer.Line($"case {CallNaming.Hex(handler.Number)}{Guard(group, container, handler)}: // {handler.Name}");
                using (writer.Indent())
                {
                    writer.Line($"status = {Invoke(group, container, handler)};");
                    writer.Line("return true;");
                }

                writer.Line();
            }

            writer.Line("default:");
            using (writer.Indent())
                writer.Line("return _next.Dispatch(frame, cpu, out status);");
        }
    }
}
