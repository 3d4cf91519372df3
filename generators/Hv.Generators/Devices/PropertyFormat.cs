namespace Hv.Generators.Devices;

/// <summary>How a number is shown; the members and values of <c>Hv.Runtime.Declarations.PropertyFormat</c>.</summary>
internal enum PropertyFormat
{
    Decimal,
    Hexadecimal,
    Size,
}
