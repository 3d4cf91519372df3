namespace Hv.Runtime.Migration.Description;

/// <summary>What of a section a piece of a stream is: the byte that it begins with.</summary>
public enum SectionPhase : byte
{
    /// <summary>The start of a section that comes in parts.</summary>
    Start = 0x01,

    /// <summary>A part.</summary>
    Part = 0x02,

    /// <summary>The last part.</summary>
    End = 0x03,

    /// <summary>All of a section.</summary>
    Full = 0x04,
}
