namespace Hv.Power.Declarations;

/// <summary>
/// Makes a static partial class the table of an instruction set: what all classes with <see cref="InstructionsAttribute"/> that name it
/// declare is put together in it, as decoder, operations, and descriptions for assembler and disassembler. The fields that
/// instructions have are declared on it (<see cref="InstructionFieldAttribute"/>).
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InstructionSetAttribute : Attribute;
