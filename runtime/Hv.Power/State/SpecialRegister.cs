namespace Hv.Power.State;

/// <summary>
/// Numbers of special purpose registers (Power ISA, Book III, 4.4.4 of version 3.0B), under the names that it gives them.
/// </summary>
public static class SpecialRegister
{
    /// <summary>Fixed-point exception register.</summary>
    public const int Xer = 1;

    /// <summary>The data stream control register, as programs see it.</summary>
    public const int UserDscr = 3;

    /// <summary>Link register.</summary>
    public const int Lr = 8;

    /// <summary>Count register.</summary>
    public const int Ctr = 9;

    /// <summary>The authority mask register, as programs see it.</summary>
    public const int UserAmr = 13;

    /// <summary>Data stream control register.</summary>
    public const int Dscr = 17;

    /// <summary>Data storage interrupt status register.</summary>
    public const int Dsisr = 18;

    /// <summary>Data address register.</summary>
    public const int Dar = 19;

    /// <summary>Decrementer.</summary>
    public const int Dec = 22;

    /// <summary>Storage description register 1, which a guest does not see.</summary>
    public const int Sdr1 = 25;

    /// <summary>Machine status save/restore register 0.</summary>
    public const int Srr0 = 26;

    /// <summary>Machine status save/restore register 1.</summary>
    public const int Srr1 = 27;

    /// <summary>Come-from address register.</summary>
    public const int Cfar = 28;

    /// <summary>Authority mask register.</summary>
    public const int Amr = 29;

    /// <summary>Process id register.</summary>
    public const int Pid = 48;

    /// <summary>Instruction authority mask register.</summary>
    public const int Iamr = 61;

    /// <summary>The control register, as it is read.</summary>
    public const int CtrlRead = 136;

    /// <summary>The control register, as it is written.</summary>
    public const int CtrlWrite = 152;

    /// <summary>Facility status and control register.</summary>
    public const int Fscr = 153;

    /// <summary>User authority mask override register.</summary>
    public const int Uamor = 157;

    /// <summary>Completion of the debug facilities: completed instruction address breakpoint register.</summary>
    public const int Ciabr = 187;

    /// <summary>Data address watchpoint register.</summary>
    public const int Dawr = 180;

    /// <summary>Data address watchpoint register extension.</summary>
    public const int Dawrx = 188;

    /// <summary>VR save register.</summary>
    public const int VrSave = 256;

    /// <summary>Software-use register 3, as programs read it.</summary>
    public const int UserSprg3 = 259;

    /// <summary>Time base.</summary>
    public const int TimeBase = 268;

    /// <summary>The high word of the time base.</summary>
    public const int TimeBaseUpper = 269;

    /// <summary>Software-use register 0.</summary>
    public const int Sprg0 = 272;

    /// <summary>Software-use register 3.</summary>
    public const int Sprg3 = 275;

    /// <summary>Processor version register.</summary>
    public const int Pvr = 287;

    /// <summary>Logical partitioning control register: the hypervisor's.</summary>
    public const int Lpcr = 318;

    /// <summary>Authority mask override register: the hypervisor's.</summary>
    public const int Amor = 349;

    /// <summary>Target address register.</summary>
    public const int Tar = 815;

    /// <summary>Program priority register.</summary>
    public const int Ppr = 896;

    /// <summary>The high word of the program priority register.</summary>
    public const int Ppr32 = 898;

    /// <summary>Processor identification register.</summary>
    public const int Pir = 1023;
}
