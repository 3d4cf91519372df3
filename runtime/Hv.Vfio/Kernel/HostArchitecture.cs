namespace Hv.Vfio.Kernel;

/// <summary>The architectures whose kernels number requests differently.</summary>
public enum HostArchitecture
{
    /// <summary>As asm-generic/ioctl.h has it: x86, Arm, RISC-V, LoongArch, S/390.</summary>
    Generic = 0,

    /// <summary>PowerPC: "no data" is a bit of its own there (asm/ioctl.h).</summary>
    PowerPc,
}
