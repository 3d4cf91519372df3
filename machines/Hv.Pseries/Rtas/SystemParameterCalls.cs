using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Hv.Runtime.Declarations;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>System parameters (LoPAR 7.3.16): what the partition is, for the guest to read.</summary>
[RtasCalls]
internal sealed partial class SystemParameterCalls(PseriesMachine machine)
{
    private const uint SplparCharacteristics = 20;
    private const uint DiagnosticsRunMode = 42;
    private const uint Uuid = 48;

    private const byte DiagnosticsRunModeDisabled = 0;

    /// <summary>Reads a system parameter: its length as a 16-bit number, then as much of it as fits.</summary>
    [RtasCall(0x2008, "ibm,get-system-parameter", Counts = RtasCounts.Any)]
    private RtasStatus Get(uint parameter, GuestPhysicalAddress buffer, uint length)
    {
        var value = Find(parameter);
        if (value is null)
            return RtasStatus.ParameterError;

        if (length < sizeof(ushort))
            return RtasStatus.ParameterLengthError;

        var output = new byte[sizeof(ushort) + value.Length];
        BinaryPrimitives.WriteUInt16BigEndian(output, (ushort)value.Length);
        value.CopyTo(output.AsSpan(sizeof(ushort)));
        var written = (int)Math.Min(length, (uint)output.Length);
        return machine.Memory.TryWrite(buffer.RealMode, output.AsSpan(0, written)) ? RtasStatus.Success : RtasStatus.ParameterError;
    }

    /// <summary>Sets a system parameter; those that exist are the platform's to set.</summary>
    [RtasCall(0x2009, "ibm,set-system-parameter", Counts = RtasCounts.Any)]
    private RtasStatus Set(uint parameter, GuestPhysicalAddress buffer) =>
        Find(parameter) is null ? RtasStatus.ParameterError : RtasStatus.NotAuthorized;

    private byte[]? Find(uint parameter) => parameter switch
    {
        SplparCharacteristics => Characteristics(),
        DiagnosticsRunMode => [DiagnosticsRunModeDisabled],
        Uuid => machine.Options.Uuid?.ToByteArray(bigEndian: true) ?? [],
        _ => null,
    };

    private byte[] Characteristics()
    {
        var options = machine.Options;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"MaxEntCap={machine.MaximumCpuCount},DesMem={options.RamSize >> 20},DesProcs={options.Cpus},MaxPlatProcs={machine.MaximumCpuCount}");
        if (machine.HostThreadsPerCore is > 0 and var threads)
            text += string.Create(CultureInfo.InvariantCulture, $",HostThrs={threads}");

        return Encoding.ASCII.GetBytes(text + '\0');
    }
}
