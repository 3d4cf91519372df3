namespace Hv.Runtime.Migration.Ram;

/// <summary>What follows a word of the section <c>ram</c>, in the bits below the size of a page.</summary>
[Flags]
internal enum RamFlags : ulong
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A page of one byte's value, which follows.</summary>
    Zero = 0x02,

    /// <summary>The list of blocks; the upper bits are the sum of their sizes.</summary>
    BlockList = 0x04,

    /// <summary>A page.</summary>
    Page = 0x08,

    /// <summary>The end of this part.</summary>
    End = 0x10,

    /// <summary>The block is that of the page before, and not named again.</summary>
    SameBlock = 0x20,

    /// <summary>What is different in a page from what was sent of it before.</summary>
    Delta = 0x40,

    /// <summary>Something of a transport's own (RDMA).</summary>
    Hook = 0x80,

    /// <summary>A page, deflated.</summary>
    Deflated = 0x100,
}
