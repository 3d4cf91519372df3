using Hv.Runtime.Machines;
using Hv.Runtime.Memory;

namespace Hv.Runtime.Migration.Streams;

/// <summary>The configuration in a stream: what machine it is of.</summary>
internal static class StreamConfiguration
{
    private const int LongestName = 255;
    private const int MostCapabilities = 64;
    private const string SharedMemory = "x-ignore-shared";

    private static readonly StateField LengthField = new("len", "uint32");
    private static readonly StateField NameField = new("name", "buffer");
    private static readonly StateField PageBitsField = new("target_page_bits", "uint32");
    private static readonly StateField CapabilityCountField = new("caps_count", "uint32");
    private static readonly StateField CapabilityField = new("capabilities", "capability");
    private static readonly StateField UuidField = new("uuid", "buffer");

    private static readonly StateType PageBits = new("configuration/target-page-bits", 1, 1, [PageBitsField]);
    private static readonly StateType Capabilities = new("configuration/capabilities", 1, 1, [CapabilityCountField, CapabilityField]);
    private static readonly StateType Uuid = new("configuration/uuid", 1, 1, [UuidField]);
    private static readonly StateType Type = new("configuration", 1, 1, [LengthField, NameField], PageBits, Capabilities, Uuid);

    /// <summary>Writes that of a machine.</summary>
    public static void Save(StateWriter writer, Machine machine)
    {
        var name = machine.Version.Name;
        writer.WriteRaw((byte)SectionMark.Configuration);
        writer.WriteRaw((uint)name.Length);
        writer.WriteRaw(System.Text.Encoding.ASCII.GetBytes(name));
    }

    /// <summary>Reads one, its mark excepted, and compares it with a machine.</summary>
    /// <exception cref="StateException">It is of another machine, or of one whose streams are different.</exception>
    public static void Load(StateReader reader, Machine machine)
    {
        reader.BeginSection(Type.Name);
        var length = reader.Read<uint>(LengthField);
        if (length is 0 or > LongestName)
            throw reader.Fail(LengthField, length, $"the name of a machine has 1 to {LongestName} bytes");

        Span<byte> name = stackalloc byte[(int)length];
        reader.ReadBuffer(NameField, name);
        var text = StateText.Printable(name);
        if (text != machine.Version.Name)
            throw reader.Fail($"the stream is of a machine '{text}'; this one is '{machine.Version.Name}'");

        var seen = 0UL;
        while (reader.TryBeginSubsection(Type, ref seen, out var index, out _))
        {
            switch (index)
            {
                case 0:
                    LoadPageBits(reader);
                    break;
                case 1:
                    LoadCapabilities(reader);
                    break;
                default:
                    LoadUuid(reader, machine);
                    break;
            }

            reader.EndSubsection();
        }

        reader.EndSection();
    }

    private static void LoadPageBits(StateReader reader)
    {
        var bits = reader.Read<uint>(PageBitsField);
        if (bits != DirtyLog.PageShift)
            throw reader.Fail(PageBitsField, bits, $"pages have 2^{DirtyLog.PageShift} bytes here");
    }

    private static void LoadCapabilities(StateReader reader)
    {
        var count = reader.CheckCount(CapabilityCountField, reader.Read<uint>(CapabilityCountField), MostCapabilities);
        for (var index = 0; index < count; index++)
        {
            reader.BeginField(CapabilityField);
            var name = StateText.Printable(reader.ReadName());
            if (name == SharedMemory)
                throw reader.Fail($"the source has the capability '{name}': RAM would not be in the stream, and is not shared here");

            if (!MigrationCapabilities.Names.Contains(name))
                throw reader.Fail($"the source has the capability '{name}', which is unknown here");
        }
    }

    private static void LoadUuid(StateReader reader, Machine machine)
    {
        Span<byte> bytes = stackalloc byte[16];
        reader.ReadBuffer(UuidField, bytes);
        var uuid = new Guid(bytes, bigEndian: true);
        if (machine.Options.Uuid is { } own && own != uuid)
            throw reader.Fail($"the stream is of the machine with UUID {uuid}; this one is {own}");
    }
}
