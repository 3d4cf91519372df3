namespace Hv.Power.Translation;

/// <summary>The interrupt that an access takes (Power ISA, book III, 6.5).</summary>
public enum StorageInterrupt : byte
{
    /// <summary>None: the access has a real address.</summary>
    None,

    /// <summary>Data storage, vector 0x300. DSISR gets the cause, DAR the effective address.</summary>
    DataStorage,

    /// <summary>Data segment, vector 0x380. DAR gets the effective address.</summary>
    DataSegment,

    /// <summary>Instruction storage, vector 0x400. SRR1 gets the cause.</summary>
    InstructionStorage,

    /// <summary>Instruction segment, vector 0x480.</summary>
    InstructionSegment,

    /// <summary>Hypervisor data storage, vector 0xE00: the hypervisor's to handle. HDSISR gets the cause.</summary>
    HypervisorDataStorage,

    /// <summary>Hypervisor instruction storage, vector 0xE20: the hypervisor's to handle. HSRR1 gets the cause.</summary>
    HypervisorInstructionStorage,
}
