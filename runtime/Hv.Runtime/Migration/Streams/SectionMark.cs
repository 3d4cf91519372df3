namespace Hv.Runtime.Migration.Streams;

/// <summary>The byte with which a part of a stream begins.</summary>
internal enum SectionMark : byte
{
    /// <summary>The end of the sections.</summary>
    End = 0x00,

    /// <summary>The first part of an iterative section.</summary>
    Start = 0x01,

    /// <summary>A further part of an iterative section.</summary>
    Part = 0x02,

    /// <summary>The last part of an iterative section.</summary>
    Last = 0x03,

    /// <summary>A section in one piece.</summary>
    Full = 0x04,

    /// <summary>A subsection of the section around it.</summary>
    Subsection = 0x05,

    /// <summary>The description, after the end.</summary>
    Description = 0x06,

    /// <summary>What the stream is of.</summary>
    Configuration = 0x07,

    /// <summary>Something the destination is to do.</summary>
    Command = 0x08,

    /// <summary>The number of the section that ends here.</summary>
    Footer = 0x7E,
}
