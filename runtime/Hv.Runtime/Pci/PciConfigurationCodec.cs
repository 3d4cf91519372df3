using Hv.Runtime.Migration;

namespace Hv.Runtime.Pci;

/// <summary>
/// Streams the content of a configuration space: all its bytes. What neither software nor the device changes must be what the
/// function has here: identity, capabilities, kinds and sizes of base address registers.
/// </summary>
internal sealed class PciConfigurationCodec : IStateCodec<PciConfigurationSpace>
{
    /// <inheritdoc/>
    public static void Save(StateWriter writer, StateField field, PciConfigurationSpace value) => writer.WriteBuffer(field, value.Content);

    /// <inheritdoc/>
    public static PciConfigurationSpace Load(StateReader reader, StateField field, PciConfigurationSpace current)
    {
        Span<byte> content = stackalloc byte[PciConfigurationSpace.ExpressSize];
        content = content[..current.Size];
        reader.ReadBuffer(field, content);
        if (current.FindForeign(content) is { } offset)
        {
            throw reader.Fail(
                $"register 0x{offset:x} has 0x{content[offset]:x2}; this function has 0x{current.GetByte(offset):x2} there, which never changes");
        }

        current.SetContent(content);
        return current;
    }
}
