using System.Globalization;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Host;

/// <summary>How much memory a process may lock, which devices reach: RLIMIT_MEMLOCK (getrlimit(2)), in bytes.</summary>
/// <param name="Limit">The limit; <see cref="ulong.MaxValue"/>: there is none.</param>
/// <param name="Used">What is locked already.</param>
/// <param name="IsPrivileged">Whether the limit does not count for the process (CAP_IPC_LOCK).</param>
public sealed record LockedMemory(ulong Limit, ulong Used, bool IsPrivileged)
{
    private const int IpcLock = 14;
    private const string StatusPath = "/proc/self/status";
    private const string LimitsPath = "/proc/self/limits";

    /// <summary>How much more may be locked; <see cref="ulong.MaxValue"/>: as much as there is.</summary>
    public ulong Left => IsPrivileged || Limit == ulong.MaxValue ? ulong.MaxValue : Limit - Math.Min(Used, Limit);

    /// <summary>Looks at the kernel's process. What cannot be read does not limit: the kernel itself will.</summary>
    public static LockedMemory Read(IHostFiles files)
    {
        _ = files.ReadText(StatusPath, out var status);
        _ = files.ReadText(LimitsPath, out var limits);
        var locked = Field(status, "VmLck:") is [var kibibytes, ..]
            && ulong.TryParse(kibibytes, NumberStyles.None, CultureInfo.InvariantCulture, out var used) ? used << 10 : 0;
        var capabilities = Field(status, "CapEff:") is [var mask, ..]
            && ulong.TryParse(mask, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var effective) ? effective : 0;
        var limit = Field(limits, "Max locked memory") is [var soft, ..]
            && ulong.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : ulong.MaxValue;
        return new LockedMemory(limit, locked, (capabilities & (1UL << IpcLock)) != 0);
    }

    /// <summary>Checks that memory can be locked.</summary>
    /// <param name="needed">Bytes.</param>
    /// <param name="what">What it is for.</param>
    /// <exception cref="VfioException">It is more than what is left; the message says both in MiB, and what to do.</exception>
    public void Check(ulong needed, string what)
    {
        if (needed <= Left)
            return;

        throw new VfioException(
            $"{what} needs {MiB(needed)} MiB of locked memory; the limit is {MiB(Limit)} MiB, of which {MiB(Used)} are in use. Raise it to"
            + $" {MiB(needed + Used)} MiB or more: 'ulimit -l {(needed + Used + 1023) >> 10}' in the shell, LimitMEMLOCK= of the service, or"
            + " 'memlock' in /etc/security/limits.conf.");
    }

    private static ulong MiB(ulong bytes) => (bytes + ((1 << 20) - 1)) >> 20;

    private static string[] Field(string text, string name)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
                return line[name.Length..].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        }

        return [];
    }
}
