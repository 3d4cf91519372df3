using Microsoft.CodeAnalysis;

namespace Hv.Generators.Instructions;

/// <summary>The diagnostics of instructions.</summary>
internal static class InstructionDiagnostics
{
    public static readonly DiagnosticDescriptor Overlap = Create(
        "HV5001", "Encodings that overlap",
        "Encoding of '{0}' overlaps that of '{1}': 0x{2} is both",
        "A word is one instruction. Two forms overlap when their constants agree in all bits that both have.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor WrongBitCount = Create(
        "HV5002", "Form that is not 32 bits",
        "Form of '{0}' is no word: {1}",
        "The parts of a form fill the 32 bits of a word in one way, each field at the bits where it is declared.");

    public static readonly DiagnosticDescriptor UnknownField = Create(
        "HV5003", "Unknown field",
        "'{0}' in the form of '{1}' is no field of the instruction set{2}",
        "Forms consist of fields that the instruction set declares, under their names in the Power ISA.");

    public static readonly DiagnosticDescriptor ConstantTooWide = Create(
        "HV5004", "Constant that does not fit",
        "Form of '{0}': {1}",
        "A constant fits into the bits between the fields around it.");

    public static readonly DiagnosticDescriptor NoOperand = Create(
        "HV5005", "Parameter that is no operand",
        "Parameter '{0}' of '{1}' is no operand of form '{2}'",
        "A parameter is named after a field of the form, in lower case, or is one of the operands that follow from the form.");

    public static readonly DiagnosticDescriptor NoTarget = Create(
        "HV5006", "Result without a target",
        "'{0}' has no target for {1} in form '{2}'",
        "A result goes to the register that a field of the form names, or to one of the registers that instructions set by name.");

    public static readonly DiagnosticDescriptor DuplicateMnemonic = Create(
        "HV5007", "Mnemonic declared twice",
        "Mnemonic '{0}' is already declared by '{1}'",
        "The assembler finds an instruction by its mnemonic.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor WrongMethod = Create(
        "HV5008", "Method that cannot be an instruction",
        "Instruction '{0}': {1}",
        "An instruction is a static method; its one type parameter, if any, is the memory.");

    public static readonly DiagnosticDescriptor WrongType = Create(
        "HV5009", "Operand of the wrong type",
        "'{0}' of '{1}' has type '{2}'; it is {3}",
        "An operand has the type of what it is bound to.");

    public static readonly DiagnosticDescriptor WrongExtended = Create(
        "HV5010", "Extended mnemonic that means nothing",
        "Extended mnemonic '{0}' means '{1}': {2}",
        "An extended mnemonic stands for a declared instruction with all of its operands, made of numbers and its own operands.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor WrongField = Create(
        "HV5011", "Wrong declaration of a field",
        "Field '{0}': {1}",
        "A field is one or more ranges of the 32 bits of a word, and a name has one field at a place.");

    public static readonly DiagnosticDescriptor UnusedField = Create(
        "HV5012", "Field that nothing uses",
        "Nothing of '{1}' depends on field '{0}' of its form",
        "A field that no parameter and no result is bound to is a mistake, or is named in Ignores.");

    public static readonly DiagnosticDescriptor WrongContainer = Create(
        "HV5013", "Class that cannot hold instructions",
        "Class '{0}' cannot hold instructions: {1}",
        "Operations are generated into a static partial class, for an instruction set.");

    public static readonly DiagnosticDescriptor StrayInstruction = Create(
        "HV5014", "Instruction outside of a class of instructions",
        "'{0}' declares instruction '{1}', but class '{2}' lacks [Instructions]",
        "Only the methods of classes with [Instructions] become instructions.");

    public static readonly DiagnosticDescriptor NoFacility = Create(
        "HV5015", "Registers without their facility",
        "Instruction '{0}' has {1}, but needs no facility",
        "Floating-point and vector registers belong to facilities that a system makes available to a program or not.");

    private static DiagnosticDescriptor Create(string id, string title, string message, string description, params string[] tags) =>
        Diagnostics.Error(id, Diagnostics.Category.Instructions, title, message, description, tags);
}
