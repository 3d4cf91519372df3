using Hv.Runtime.Declarations;
using Hv.Runtime.Pci;

namespace Hv.Devices.Recorded;

/// <summary>
/// A PCI function that is nothing but a configuration space which somebody wrote down: it answers configuration accesses as the
/// function it was taken from, and has its message-signalled interrupts. Nothing is behind its base address registers.
/// </summary>
[NotMigratable("it stands in for a function that was recorded, which a target does not know")]
[Device("recorded-function", Summary = "Configuration space of a function that was recorded")]
public sealed partial class RecordedFunction : PciFunction
{
    /// <summary>The configuration space: the first bytes of it, up to 4096. Set it before the function is realized.</summary>
    public ReadOnlyMemory<byte> Content { get; set; }

    /// <summary>Users have no way to give it its content.</summary>
    public override bool IsUserCreatable => false;

    /// <inheritdoc/>
    protected override int ConfigurationSize =>
        Content.Length > PciConfigurationSpace.ConventionalSize ? PciConfigurationSpace.ExpressSize : PciConfigurationSpace.ConventionalSize;

    /// <inheritdoc/>
    protected override void OnRealizeFunction()
    {
        Configuration.SetContent(Content.Span[..Math.Min(Content.Length, Configuration.Size)]);
        FindMessageCapabilities();
    }
}
