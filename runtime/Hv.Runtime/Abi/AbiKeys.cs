namespace Hv.Runtime.Abi;

/// <summary>How entries are named.</summary>
public static class AbiKeys
{
    /// <summary>What stands between a state and a subsection of it; names of states may hold a single <c>/</c>.</summary>
    public const string Inside = " > ";

    /// <summary>What a type derives from that derives from no declared one.</summary>
    public const string NoParent = "object";
}
