using Hv.Runtime.Abi;

namespace Hv.Generators.Abi;

/// <content>States in migration streams.</content>
internal sealed partial class AbiReporter
{
    private void ReportState(AbiDrift drift)
    {
        var state = AbiComparison.StateOf(drift.Kind, drift.Key);
        switch (drift.Change)
        {
            case AbiChange.Moved:
                At(
                    drift, AbiDiagnostics.Order, ImmutableDictionary<string, string?>.Empty,
                    names.Subject([.. drift.Versions], Has), OwnName(state, drift.Old!), state, OwnName(state, drift.Key));
                break;
            case AbiChange.Added when drift.Kind == AbiEntryKind.Field:
                At(
                    drift, AbiDiagnostics.Field, ImmutableDictionary<string, string?>.Empty,
                    names.Subject([.. drift.Versions], Has), $"field '{OwnName(state, drift.Key)}' in '{state}'",
                    "let its When name a property that only new versions have on, or put it into a subsection of which Needed does");
                break;
            case AbiChange.Added when state.Length > 0:
                At(
                    drift, AbiDiagnostics.Field, ImmutableDictionary<string, string?>.Empty,
                    names.Subject([.. drift.Versions], Has), $"subsection '{OwnName(state, drift.Key)}' in '{state}'",
                    "let its Needed name a property that only new versions have on");
                break;
            case AbiChange.Added:
                if (!IsOfNewDevice(drift) && !IsNested(drift))
                    At(drift, AbiDiagnostics.State, Sentence(drift, $"state '{drift.Key}'"));

                break;
            default:
                At(drift, AbiDiagnostics.State, Sentence(
                    drift, drift.Kind == AbiEntryKind.Field ? $"field '{OwnName(state, drift.Key)}' of '{state}'" : $"state '{drift.Key}'"));
                break;
        }
    }

    /// <summary>The name of a field or subsection without the state that it is in.</summary>
    private static string OwnName(string state, string key) =>
        key.StartsWith(state, StringComparison.Ordinal) ? key.Substring(state.Length).Replace(AbiKeys.Inside, "").Trim() : key;

    /// <summary>Whether a state is that of a type of devices which no released version has.</summary>
    private bool IsOfNewDevice(AbiDrift drift) =>
        sources.Find(drift.Kind, drift.Key) is { Symbol: Microsoft.CodeAnalysis.INamedTypeSymbol type }
        && Devices.DeviceSymbols.ObjectTypeName(type) is { } device
        && drift.Versions.All(version => frozen.Frozen(version)?.Find(AbiEntryKind.Device, device) is null);

    /// <summary>Whether a state is that of a field, so that it is the field which is new or not.</summary>
    private bool IsNested(AbiDrift drift) => frozen.Now(drift.Versions[0]).Entries.Any(entry =>
        entry.Kind == AbiEntryKind.Field && entry.Value.Split(' ', ',').Contains(drift.Key));
}
