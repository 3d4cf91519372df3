namespace Hv.Runtime.Abi;

/// <summary>Why a text is not the guest ABI of a machine version.</summary>
public sealed class AbiProblem
{
    internal AbiProblem(int line, string message)
    {
        Line = line;
        Message = message;
    }

    /// <summary>The line, from 1 on.</summary>
    public int Line { get; }

    /// <summary>What is wrong with it, a clause.</summary>
    public string Message { get; }

    /// <inheritdoc/>
    public override string ToString() => $"line {Line}: {Message}";
}
