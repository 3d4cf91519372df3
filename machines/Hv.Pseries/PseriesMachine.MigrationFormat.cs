using Hv.Runtime.Migration;

namespace Hv.Pseries;

/// <content>Its migration streams.</content>
public abstract partial class PseriesMachine
{
    /// <inheritdoc/>
    public override MigrationFormat MigrationFormat => new()
    {
        HasConfiguration = SendsConfiguration,
        HasFooters = SendsSectionFooter,
        HasDescription = !SuppressVmDescription,
        HasGlobalState = StoresGlobalState,
    };
}
