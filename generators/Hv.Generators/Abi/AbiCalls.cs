using System.Globalization;
using Hv.Generators.Calls;
using Hv.Runtime.Abi;

namespace Hv.Generators.Abi;

/// <summary>Calls as the texts have them.</summary>
internal static class AbiCalls
{
    private const string Offered = "where offered";

    /// <summary>The kind of a call's entries.</summary>
    public static AbiEntryKind KindOf(CallKind kind) => kind == CallKind.Rtas ? AbiEntryKind.Rtas : AbiEntryKind.Hypercall;

    /// <summary>Token and counts of a shape (<c>0x2026 3/5</c>), or the number of a hypercall.</summary>
    public static string Key(CallKind kind, CallHandler handler) =>
        kind == CallKind.Rtas
            ? string.Format(CultureInfo.InvariantCulture, "{0} {1}/{2}", Number(handler.Number), handler.Inputs, handler.ReturnWords)
            : Number(handler.Number);

    /// <summary>
    /// The name, the inputs and the outputs, with the words of those that take more than one (RTAS) or the bits of those that do not
    /// take all 64 (hypercalls); behind an output <c>!</c> where it is stored after an error too, <c>?</c> where not always.
    /// </summary>
    public static string Value(CallKind kind, CallHandler handler)
    {
        IEnumerable<string> words = [handler.Name];
        words = words.Concat(Of(ParameterRole.Input)).Append("->");
        if (kind == CallKind.Rtas && handler.HasStatus)
            words = words.Append("status");

        List<string> remarks = [string.Join(" ", words.Concat(Of(ParameterRole.Output)))];
        if (handler.Counts != CallCounts.Exact)
            remarks.Add(handler.Counts == CallCounts.Any ? "any counts" : "any returns");

        if (handler.CountsError != 0)
            remarks.Add(string.Format(CultureInfo.InvariantCulture, "other counts {0}", handler.CountsError));

        // What only a property of the machine decides is known for each version; anything else is known to the machine that runs.
        if (handler.When.Length > 0 && handler.WhenProperty.Length == 0)
            remarks.Add(Offered);

        return string.Join("; ", remarks);

        IEnumerable<string> Of(ParameterRole role) =>
            handler.Parameters.Where(parameter => parameter.Role == role).Select(parameter => Word(kind, parameter));
    }

    private static string Word(CallKind kind, CallParameter parameter)
    {
        var width = kind == CallKind.Rtas
            ? parameter.Words == 1 ? "" : ":" + parameter.Words.ToString(CultureInfo.InvariantCulture)
            : parameter.Raw is "uint" or "int" ? ":32" : "";
        return parameter.Name + width + (parameter.StoredOnError ? "!" : "") + (parameter.IsOptional ? "?" : "");
    }

    /// <summary>A token or number.</summary>
    public static string Number(uint number) => "0x" + number.ToString("x", CultureInfo.InvariantCulture);
}
