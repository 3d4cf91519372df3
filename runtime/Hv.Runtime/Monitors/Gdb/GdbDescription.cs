using System.Globalization;
using System.Text;

namespace Hv.Runtime.Monitors.Gdb;

/// <summary>The description of a target that gdb reads (GDB manual, Target Descriptions), and its registers by number.</summary>
internal sealed class GdbDescription
{
    /// <summary>Describes a target.</summary>
    /// <exception cref="ArgumentException">The numbers of its registers are not dense.</exception>
    public GdbDescription(IDebugTarget target)
    {
        Registers = [.. target.Features.SelectMany(feature => feature.Registers).OrderBy(register => register.Number)];
        for (var index = 0; index < Registers.Count; index++)
        {
            if (Registers[index].Number != index)
                throw new ArgumentException($"Register {index} of the target is missing, or there are two.", nameof(target));
        }

        Size = Registers.Sum(register => register.Bytes);
        Xml = Encoding.UTF8.GetBytes(Write(target));
    }

    /// <summary>The registers, by number.</summary>
    public IReadOnlyList<DebugRegister> Registers { get; }

    /// <summary>The bytes of all registers together.</summary>
    public int Size { get; }

    /// <summary>The document.</summary>
    public ReadOnlyMemory<byte> Xml { get; }

    private static string Write(IDebugTarget target)
    {
        var text = new StringBuilder("<?xml version=\"1.0\"?>\n<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n<target version=\"1.0\">\n");
        text.Append(CultureInfo.InvariantCulture, $"<architecture>{target.Architecture}</architecture>\n");
        foreach (var feature in target.Features)
        {
            text.Append(CultureInfo.InvariantCulture, $"<feature name=\"{feature.Name}\">\n{feature.Types}");
            foreach (var register in feature.Registers)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"<reg name=\"{register.Name}\" bitsize=\"{register.Bytes * 8}\" type=\"{register.Type}\" regnum=\"{register.Number}\"/>\n");
            }

            text.Append("</feature>\n");
        }

        return text.Append("</target>\n").ToString();
    }
}
