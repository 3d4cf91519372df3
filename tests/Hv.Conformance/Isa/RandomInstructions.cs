using Hv.Power.Declarations;
using Hv.Power.Instructions;

namespace Hv.Conformance.Isa;

/// <summary>Makes valid words of an instruction with random operands.</summary>
internal sealed class RandomInstructions(Random random)
{
    /// <summary>The values of BO that the ISA defines; those of bcctr do not count.</summary>
    private static readonly long[] BranchOptions = [0, 2, 4, 6, 7, 8, 10, 12, 14, 15, 16, 18, 20, 24, 25, 26, 27];

    /// <summary>Special purpose registers of problem state that both engines have.</summary>
    private static readonly long[] SpecialRegisters = [1, 8, 9, 256, 815];

    private static readonly long[] LoadFunctions = [0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 24, 25, 28];
    private static readonly long[] StoreFunctions = [0, 1, 2, 3, 4, 5, 6, 7, 24];

    /// <summary>A word of the instruction.</summary>
    public uint Next(InstructionDescription instruction)
    {
        while (true)
        {
            var word = instruction.Value;
            foreach (var field in instruction.Fields)
                word = field.Write(word, Number(instruction, field));

            if (IsValid(instruction, word))
                return word;
        }
    }

    private long Number(InstructionDescription instruction, InstructionField field) => (field.Name, instruction.Mnemonic) switch
    {
        ("BO", "bcctr") => Choose(BranchOptions.Where(option => (option & 4) != 0).ToArray()),
        ("BO", _) => Choose(BranchOptions),
        ("FXM", "mtocrf" or "mfocrf") => 1L << random.Next(8),
        ("spr", _) => Choose(SpecialRegisters),
        ("tbr", _) => 268 + random.Next(2),
        ("CY", _) => 0,
        ("L", "darn" or "sync") => random.Next(3),
        ("L", "dcbf") => Choose([0, 1, 3]),
        ("FC", "lwat" or "ldat") => Choose(LoadFunctions),
        ("FC", _) => Choose(StoreFunctions),
        _ => field.Kind == FieldKind.GprPair
            ? 2 * random.Next(16)
            : random.NextInt64(field.Minimum / field.Scale, (field.Maximum / field.Scale) + 1) * field.Scale,
    };

    /// <summary>Whether the form is valid: what the ISA says about registers that are both address and target.</summary>
    private static bool IsValid(InstructionDescription instruction, uint word)
    {
        long Read(string name) => instruction.Field(name)?.Read(word) ?? -1;
        var (rt, ra, rb) = (Read("RT"), Read("RA"), Read("RB"));
        var isUpdate = instruction.Mnemonic.StartsWith('l') || instruction.Mnemonic.StartsWith('s');
        return instruction.Mnemonic switch
        {
            "xsrqpi" or "xsrqpix" or "xsrqpxp" => Read("R") == 1 || Read("RMC") is 0 or 3,
            "lq" => Read("RTp") != ra,
            "lqarx" => Read("RTp") != ra && Read("RTp") != rb,
            "lmw" => ra < rt,
            "lswi" => !IsAmong(ra, rt, ((Read("NB") + 31) % 32 / 4) + 1),
            "lswx" => rt != ra && rt != rb,
            "lwat" or "ldat" => true,
            _ when isUpdate && instruction.Syntax.EndsWith("(RA)", StringComparison.Ordinal) || isUpdate && instruction.Mnemonic.EndsWith("ux", StringComparison.Ordinal) =>
                ra != 0 && ra != rt,
            _ => true,
        };
    }

    /// <summary>Whether a register is one of those that follow another.</summary>
    private static bool IsAmong(long register, long first, long count) => (register - first + 32) % 32 < count;

    private long Choose(long[] values) => values[random.Next(values.Length)];
}
