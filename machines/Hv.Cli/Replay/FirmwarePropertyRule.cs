namespace Hv.Cli.Replay;

/// <summary>The guest's firmware and its kernel's boot wrapper add properties of their own to the tree the platform made.</summary>
internal sealed class FirmwarePropertyRule : PropertyRule
{
    /// <inheritdoc/>
    public override string Name => "firmware";

    /// <inheritdoc/>
    public override string Reason => "name, phandle, linux,rtas-* and slof,* are made by the guest's firmware";

    /// <inheritdoc/>
    public override bool Excludes(RecordedProperty property) =>
        property.Name is "name" or "phandle"
        || property.Name.StartsWith("linux,rtas-", StringComparison.Ordinal)
        || property.Name.StartsWith("slof,", StringComparison.Ordinal);
}
