namespace Hv.Runtime.Declarations;

/// <summary>How a numeric property is shown. All notations are read, whatever the format.</summary>
public enum PropertyFormat
{
    /// <summary>As a decimal number: 512.</summary>
    Decimal,

    /// <summary>As a hexadecimal number: 0x1211000. For addresses, masks and numbers that carry meaning in their bits.</summary>
    Hexadecimal,

    /// <summary>As a number of bytes with a binary unit where it divides evenly: 64K, 1G.</summary>
    Size,
}
