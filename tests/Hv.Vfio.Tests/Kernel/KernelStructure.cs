using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Hv.Vfio.Tests.Kernel;

/// <summary>A structure of Hv and the one of linux/vfio.h that it stands for.</summary>
/// <param name="Type">The structure of Hv.</param>
/// <param name="Name">The kernel's name.</param>
/// <param name="Fields">Its fields by the kernel's names, in order; <see langword="null"/>: the kernel has none there.</param>
/// <param name="HasFixedSize">Whether it has the same size in all versions of the header.</param>
internal sealed record KernelStructure(Type Type, string Name, string?[] Fields, bool HasFixedSize = true)
{
    /// <summary>Statements of C that compile only where the header says the same.</summary>
    public string Assertions()
    {
        var text = new StringBuilder();
        if (HasFixedSize)
            Append(text, $"sizeof(struct {Name})", (ulong)Marshal.SizeOf(Type));

        // Fields of a sequential structure are told in the order of their declaration.
        var fields = Type.GetFields();
        Assert.That(fields, Has.Length.EqualTo(Fields.Length), $"the table has all fields of {Type.Name}");
        foreach (var (field, kernelName) in fields.Zip(Fields))
        {
            if (kernelName is null)
                continue;

            Append(text, $"offsetof(struct {Name}, {kernelName})", (ulong)Marshal.OffsetOf(Type, field.Name));
            Append(text, $"sizeof(((struct {Name} *)0)->{kernelName})", (ulong)Marshal.SizeOf(field.FieldType));
        }

        return text.ToString();
    }

    internal static void Append(StringBuilder text, string expression, ulong value) => text.Append(
        CultureInfo.InvariantCulture,
        $"_Static_assert({expression} == {value}ull, \"{expression.Replace("\"", "", StringComparison.Ordinal)} is not {value}\");\n");
}
