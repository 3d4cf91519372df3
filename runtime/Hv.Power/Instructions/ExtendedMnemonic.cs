namespace Hv.Power.Instructions;

/// <summary>Another way to write an instruction, as it is declared (<see cref="Declarations.ExtendedMnemonicAttribute"/>).</summary>
/// <param name="written">The mnemonic and its operands.</param>
/// <param name="meaning">What it stands for.</param>
/// <param name="onlyWritten">Whether only the assembler takes it.</param>
public sealed class ExtendedMnemonic(string written, string meaning, bool onlyWritten = false)
{
    /// <summary>The mnemonic and its operands.</summary>
    public string Written { get; } = written;

    /// <summary>What it stands for.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>Whether only the assembler takes it.</summary>
    public bool OnlyWritten { get; } = onlyWritten;

    /// <inheritdoc/>
    public override string ToString() => $"{Written} = {Meaning}";
}
