using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hv.Generators.Calls;

/// <summary>How names of calls become names of other things.</summary>
internal static class CallNaming
{
    private static readonly Regex RtasName = new("^[a-z][a-z0-9]*([,-][a-z0-9]+)*$", RegexOptions.CultureInvariant);
    private static readonly Regex HypercallName = new("^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$", RegexOptions.CultureInvariant);

    private static readonly Regex EventName = new("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", RegexOptions.CultureInvariant);

    /// <summary>What a name of a trace event is called where it is wrong.</summary>
    public const string TraceNoun = "a trace event (lower-case words joined by '_', such as spapr_iommu_put)";

    public static bool IsValidTrace(string name) => EventName.IsMatch(name);

    public static bool IsValid(CallKind kind, string name) => (kind == CallKind.Rtas ? RtasName : HypercallName).IsMatch(name);

    /// <summary><c>ibm,query-pe-dma-window</c> is IbmQueryPeDmaWindow; <c>H_PUT_TCE</c> is HPutTce.</summary>
    public static string Pascal(string name)
    {
        var text = new StringBuilder();
        foreach (var part in name.Split(',', '-', '_'))
        {
            if (part.Length > 0)
                text.Append(char.ToUpperInvariant(part[0])).Append(part.Substring(1).ToLowerInvariant());
        }

        return text.ToString();
    }

    /// <summary><c>ibm,query-pe-dma-window</c> is ibm_query_pe_dma_window; <c>H_PUT_TCE</c> is h_put_tce.</summary>
    public static string TraceName(string name) => name.Replace(',', '_').Replace('-', '_').ToLowerInvariant();

    /// <summary>A field for something of this name: <c>DynamicDmaWindows</c> is <c>_dynamicDmaWindows</c>.</summary>
    public static string Field(string name) => "_" + char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>The name whose <see cref="Field"/> this is.</summary>
    public static string NameOfField(string field) => char.ToUpperInvariant(field[1]) + field.Substring(2);

    public static string Hex(uint number) => "0x" + number.ToString("X", CultureInfo.InvariantCulture);
}
