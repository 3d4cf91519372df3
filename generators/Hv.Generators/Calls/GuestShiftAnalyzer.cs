using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using static Hv.Generators.Calls.CallDiagnostics;

namespace Hv.Generators.Calls;

/// <summary>
/// Reports <c>&lt;&lt;</c>, <c>&gt;&gt;</c> and <c>&gt;&gt;&gt;</c> in handlers whose count comes from a parameter, which the guest
/// controls, unless every path to the shift has compared that count with a bound below the width of the shifted value.
/// </summary>
/// <remarks>
/// A count that is a constant, or masked with one (<c>&amp; 63</c>), is no concern. Locals assigned from parameters are followed
/// within the handler; helpers that a handler calls are not: give them a checked count, or let them use GuestShift.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GuestShiftAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UncheckedShift];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationBlockAction(static block =>
        {
            if (block.OwningSymbol is not IMethodSymbol method
                || (method.FindAttribute(AttributeNames.RtasCall) is null && method.FindAttribute(AttributeNames.Hypercall) is null))
            {
                return;
            }

            foreach (var operation in block.OperationBlocks)
            {
                if (operation is IBlockOperation && operation.Descendants().Any(IsShift))
                    new Flow(block.GetControlFlowGraph(operation), method).Report(block.ReportDiagnostic);
            }
        });
    }

    private static bool IsShift(IOperation operation) =>
        operation is IBinaryOperation { OperatorKind: BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift }
            or ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift };

    /// <summary>What is known of one handler's control and data flow.</summary>
    private sealed class Flow
    {
        private readonly ControlFlowGraph _graph;

        /// <summary>Variables whose values the guest controls, each with the parameter that it stems from.</summary>
        private readonly Dictionary<ISymbol, IParameterSymbol> _guestControlled = new(SymbolEqualityComparer.Default);

        public Flow(ControlFlowGraph graph, IMethodSymbol method)
        {
            _graph = graph;
            foreach (var parameter in method.Parameters.Where(parameter => parameter.RefKind == RefKind.None))
                _guestControlled[parameter] = parameter;

            // Assignments can run in any order (loops), so follow them until nothing new is found.
            bool isChanged;
            do
            {
                isChanged = false;
                foreach (var assignment in Operations().OfType<ISimpleAssignmentOperation>())
                {
                    if (Variable(assignment.Target) is { } target && !_guestControlled.ContainsKey(target) && Source(assignment.Value) is { } source)
                    {
                        _guestControlled.Add(target, source);
                        isChanged = true;
                    }
                }
            }
            while (isChanged);
        }

        public void Report(Action<Diagnostic> report)
        {
            foreach (var block in _graph.Blocks)
            {
                foreach (var operation in Operations(block))
                {
                    var (value, count) = operation switch
                    {
                        IBinaryOperation binary when IsShift(binary) => (binary.LeftOperand, binary.RightOperand),
                        ICompoundAssignmentOperation compound when IsShift(compound) => (compound.Target, compound.Value),
                        _ => (null, null),
                    };
                    if (value is null || count is null || Source(count) is not { } source)
                        continue;

                    var width = value.Type?.SpecialType is SpecialType.System_Int64 or SpecialType.System_UInt64 ? 64 : 32;
                    if (IsChecked(block, count, width))
                        continue;

                    report(Diagnostic.Create(UncheckedShift, count.Syntax.GetLocation(), source.Name, width, width + 12, 12));
                }
            }
        }

        private static ISymbol? Variable(IOperation operation) => operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };

        /// <summary>The variable that a count is, conversions and the Value of a domain type looked through.</summary>
        private static ISymbol? CountVariable(IOperation operation) => operation switch
        {
            IConversionOperation conversion => CountVariable(conversion.Operand),
            IParenthesizedOperation parenthesized => CountVariable(parenthesized.Operand),
            IPropertyReferenceOperation { Property.Name: "Value", Instance: { } instance } => CountVariable(instance),
            _ => Variable(operation),
        };

        /// <summary>The parameter that a value stems from, or <see langword="null"/> when the guest does not control it.</summary>
        private IParameterSymbol? Source(IOperation operation)
        {
            if (operation.ConstantValue.HasValue || IsMasked(operation))
                return null;

            if (Variable(operation) is { } variable)
                return _guestControlled.TryGetValue(variable, out var source) ? source : null;

            // The result of a call is the callee's to vouch for.
            return operation is IInvocationOperation
                ? null
                : operation.ChildOperations.Select(Source).FirstOrDefault(source => source is not null);
        }

        private static bool IsMasked(IOperation operation) => operation is IBinaryOperation
        {
            OperatorKind: BinaryOperatorKind.And or BinaryOperatorKind.Remainder,
            RightOperand.ConstantValue.HasValue: true,
        };

        /// <summary>
        /// Whether every path from the entry to <paramref name="block"/> takes an edge on which the count is known to be in range.
        /// </summary>
        private bool IsChecked(BasicBlock block, IOperation count, int width)
        {
            if (CountVariable(count) is not { } variable)
                return false;

            var needsLowerBound = variable switch
            {
                ILocalSymbol local => IsSigned(local.Type),
                IParameterSymbol parameter => IsSigned(parameter.Type),
                _ => true,
            };
            return !Reaches(block, branch => Implies(branch, variable, width, isUpper: true))
                && (!needsLowerBound || !Reaches(block, branch => Implies(branch, variable, width, isUpper: false)));
        }

        private static bool IsSigned(ITypeSymbol type) => type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;

        /// <summary>Whether control can reach <paramref name="target"/> without taking an edge of which <paramref name="isGuard"/> holds.</summary>
        private bool Reaches(BasicBlock target, Func<ControlFlowBranch, bool> isGuard)
        {
            var seen = new HashSet<BasicBlock>();
            var open = new Stack<BasicBlock>();
            open.Push(_graph.Blocks[0]);
            while (open.Count > 0)
            {
                var block = open.Pop();
                if (block == target)
                    return true;

                if (!seen.Add(block))
                    continue;

                foreach (var branch in new[] { block.ConditionalSuccessor, block.FallThroughSuccessor })
                {
                    if (branch?.Destination is { } destination && !isGuard(branch))
                        open.Push(destination);
                }
            }

            return false;
        }

        /// <summary>Whether taking a branch means that the variable is below the width, or not negative.</summary>
        private static bool Implies(ControlFlowBranch branch, ISymbol variable, int width, bool isUpper)
        {
            var condition = branch.Source.BranchValue;
            if (condition is null || branch.Source.ConditionKind == ControlFlowConditionKind.None)
                return false;

            var isTrue = branch.IsConditionalSuccessor == (branch.Source.ConditionKind == ControlFlowConditionKind.WhenTrue);
            return ShiftBounds.Of(condition, isTrue, operation => SymbolEqualityComparer.Default.Equals(CountVariable(operation), variable)) is { } bounds
                && (isUpper ? bounds.Maximum < width : bounds.Minimum >= 0);
        }

        private IEnumerable<IOperation> Operations() => _graph.Blocks.SelectMany(Operations);

        private static IEnumerable<IOperation> Operations(BasicBlock block) =>
            block.Operations.Concat(block.BranchValue is { } value ? [value] : Array.Empty<IOperation>())
                .SelectMany(operation => operation.DescendantsAndSelf());
    }
}
