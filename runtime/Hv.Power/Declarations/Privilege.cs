namespace Hv.Power.Declarations;

/// <summary>Who may execute an instruction.</summary>
public enum Privilege
{
    /// <summary>Every program.</summary>
    Problem,

    /// <summary>The operating system: MSR.PR is 0.</summary>
    Supervisor,

    /// <summary>The hypervisor. A guest never is: it is privileged in problem state, illegal for an operating system.</summary>
    Hypervisor,
}
