namespace Hv.Generators.Devices;

/// <summary>Whether a constant can be the value of a property.</summary>
internal enum PropertyFit
{
    /// <summary>It can.</summary>
    Fits,

    /// <summary>It converts to the property's type but is outside of the range, or no declared member of the enum.</summary>
    OutOfRange,

    /// <summary>It does not convert to the property's type without loss.</summary>
    NotConvertible,

    /// <summary>Nothing is given, or the compiler already reports an error in it: there is nothing to report.</summary>
    Absent,
}
