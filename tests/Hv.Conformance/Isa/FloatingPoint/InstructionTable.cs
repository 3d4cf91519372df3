using Hv.Power.FloatingPoint;

namespace Hv.Conformance.Isa.FloatingPoint;

/// <summary>Encodings, and what makes an outcome of results for registers of several elements.</summary>
internal static partial class InstructionTable
{
    private const uint Floating = 63u << 26;
    private const uint FloatingSingle = 59u << 26;
    private const uint VectorScalar = 60u << 26;

    private static UInt128 All => UInt128.MaxValue;
    private static UInt128 HighHalf => (UInt128)ulong.MaxValue << 64;

    private delegate FloatingPointResult<ulong> Scalar(ulong a, ulong b, ulong c, Fpscr fpscr);

    private delegate FloatingPointResult<ulong> Lanes64(ulong a, ulong b, ulong target, Fpscr fpscr);

    private delegate FloatingPointResult<uint> Lanes32(uint a, uint b, uint target, Fpscr fpscr);

    private delegate FloatingPointResult<UInt128> Quad(UInt128 a, UInt128 b, UInt128 target, Fpscr fpscr);

    private static uint AForm(uint opcode, uint extended) => opcode | (1 << 16) | (2 << 11) | (3 << 6) | (extended << 1);

    private static uint ProductForm(uint opcode) => opcode | (1 << 16) | (3 << 6) | (25 << 1);

    private static uint XForm(uint opcode, uint extended, uint a = 1) => opcode | (a << 16) | (2 << 11) | (extended << 1);

    private static uint XX3Form(uint extended) => VectorScalar | (1 << 16) | (2 << 11) | (extended << 3);

    private static uint XX2Form(uint extended, uint a = 0) => VectorScalar | (a << 16) | (2 << 11) | (extended << 2);

    // A floating-point instruction: operands and result are the high halves of registers.
    private static FloatingPointInstruction OfScalar(string mnemonic, uint word, OperandKind operands, Scalar operation) => new(
        mnemonic, word, operands, HighHalf, state =>
        {
            var (value, effects) = operation(High(state.A), High(state.B), High(state.C), state.Control);
            return FloatingPointOutcome.Of(state, new UInt128(value, 0), effects);
        });

    // A scalar instruction whose target is an operand, too.
    private static FloatingPointInstruction OfScalarTarget(string mnemonic, uint word, OperandKind operands, Lanes64 operation) =>
        new(
        mnemonic, word, operands, HighHalf, state =>
        {
            var (value, effects) = operation(High(state.A), High(state.B), High(state.Target), state.Control);
            return FloatingPointOutcome.Of(state, new UInt128(value, 0), effects);
        });

    private static FloatingPointInstruction OfDoubles(
        string mnemonic, uint word, Lanes64 operation, OperandKind operands = OperandKind.Doubles) =>
        new(
        mnemonic, word, operands, All, state =>
        {
            var high = operation(High(state.A), High(state.B), High(state.Target), state.Control);
            var low = operation((ulong)state.A, (ulong)state.B, (ulong)state.Target, state.Control);
            var effects = (high.Effects | low.Effects).ExceptionsOnly;
            return FloatingPointOutcome.Of(state, new UInt128(high.Value, low.Value), effects);
        });

    private static FloatingPointInstruction OfSingles(
        string mnemonic, uint word, Lanes32 operation, OperandKind operands = OperandKind.Singles) =>
        new(
        mnemonic, word, operands, All, state =>
        {
            UInt128 result = default;
            var effects = default(FpscrEffects);
            for (var shift = 96; shift >= 0; shift -= 32)
            {
                var (a, b, target) = ((uint)(state.A >> shift), (uint)(state.B >> shift), (uint)(state.Target >> shift));
                var lane = operation(a, b, target, state.Control);
                result |= (UInt128)lane.Value << shift;
                effects |= lane.Effects.ExceptionsOnly;
            }

            return FloatingPointOutcome.Of(state, result, effects);
        });

    private static FloatingPointInstruction OfQuad(
        string mnemonic, uint word, Quad operation, OperandKind operands = OperandKind.Quad) =>
        new(
        mnemonic, word, operands, All, state =>
        {
            var (value, effects) = operation(state.A, state.B, state.Target, state.Control);
            return FloatingPointOutcome.Of(state, value, effects);
        })
        {
            IsHigh = true,
        };

    private static FloatingPointInstruction OfField(
        string mnemonic, uint word, OperandKind operands, Func<FloatingPointState, (uint, FpscrEffects)> operation) =>
        new(mnemonic, word, operands, All, state =>
        {
            var (field, effects) = operation(state);
            return FloatingPointOutcome.OfField(state, field, effects);
        })
        {
            WritesField = true,
        };

    private static ulong High(UInt128 register) => (ulong)(register >> 64);
}
