using System.Buffers.Binary;
using Hv.Power.Execution;
using Hv.Pseries.Configuration;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Firmware.Negotiation;

/// <summary>
/// ibm,client-architecture-support (LoPAR B.6.2.3): the guest says which processors and options it knows, and the machine becomes what
/// both know.
/// </summary>
internal static class ArchitectureNegotiation
{
    private const int MostVersions = 512;
    private const int LargestVector = 256;

    /// <summary>Negotiates.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="address">Where the guest's list is.</param>
    /// <returns>
    /// <see cref="HypercallStatus.Success"/>; <see cref="HypercallStatus.ThreadsActive"/> when other processors run;
    /// <see cref="HypercallStatus.Hardware"/> when no processor version suits both; <see cref="HypercallStatus.Parameter"/> when the list
    /// is no list, or asks for what a guest may not ask for. Then nothing has changed.
    /// </returns>
    public static HypercallStatus Run(PseriesMachine machine, ulong address)
    {
        if (machine.Processors.Count(cpu => !cpu.IsStopped && !cpu.Core.IsWaiting) > 1)
            return HypercallStatus.ThreadsActive;

        var reader = new Reader(machine.Memory, address);
        if (!TryChooseVersion(machine, ref reader, out var version))
            return reader.HasFailed ? HypercallStatus.Parameter : HypercallStatus.Hardware;

        if (!TryReadVectors(ref reader, out var wanted) || wanted is null || wanted.Contains(OptionVector5.MmuModeOpen)
            || wanted.Contains(OptionVector5.InterruptModeOpen) || wanted.Contains(OptionVector5.Xive))
        {
            return HypercallStatus.Parameter;
        }

        var isRadix = wanted.Contains(OptionVector5.Radix);
        if (isRadix && !machine.HasRadix)
            return HypercallStatus.Parameter;

        if (!isRadix && !wanted.Contains(OptionVector5.HashTableResize) && machine.EffectiveHptResizing == HptResizing.Required)
            return HypercallStatus.Parameter;

        machine.Adopt(version, wanted);
        return HypercallStatus.Success;
    }

    /// <summary>Reads the pairs of mask and version up to the one that is no pair, and chooses the newest logical version.</summary>
    private static bool TryChooseVersion(PseriesMachine machine, ref Reader reader, out uint version)
    {
        var model = machine.Processors.First().Core.Model;
        var allowed = model.LogicalVersions.Where(logical => IsAllowed(machine, logical)).ToList();
        var best = -1;
        var knowsModel = false;
        version = 0;
        for (var count = 0; count < MostVersions; count++)
        {
            var (mask, value) = (reader.Word(), reader.Word());
            if (reader.HasFailed)
                return false;

            if ((~mask & value) != 0)
                break;

            if ((model.Version & mask) == (value & mask))
                knowsModel = true;
            else if (allowed.FindIndex(logical => logical.Value == value) is var index and >= 0 && (best < 0 || index < best))
                best = index;
        }

        version = best >= 0 ? allowed[best].Value : 0;
        return best >= 0 || (knowsModel && machine.MaximumCpuCompatibility == CpuCompatibility.None);
    }

    private static bool IsAllowed(PseriesMachine machine, LogicalVersion version) => version.Value switch
    {
        0x0F00_0002 => machine.MaximumCpuCompatibility is CpuCompatibility.None or >= CpuCompatibility.Power6,
        0x0F00_0003 => machine.MaximumCpuCompatibility is CpuCompatibility.None or >= CpuCompatibility.Power7,
        0x0F10_0003 => machine.MaximumCpuCompatibility is CpuCompatibility.None or >= CpuCompatibility.Power7Plus,
        0x0F00_0004 => machine.MaximumCpuCompatibility is CpuCompatibility.None or >= CpuCompatibility.Power8,
        0x0F00_0005 => machine.MaximumCpuCompatibility is CpuCompatibility.None or >= CpuCompatibility.Power9,
        _ => false,
    };

    /// <summary>Reads the option vectors; the first and the fifth must be there.</summary>
    private static bool TryReadVectors(ref Reader reader, out OptionVector? fifth)
    {
        fifth = null;
        var count = reader.Byte() + 1;
        for (var number = 1; number <= count && !reader.HasFailed; number++)
        {
            var length = reader.Byte() + 1;
            var vector = new OptionVector();
            for (var index = 0; index < length && index < LargestVector; index++)
            {
                var bits = reader.Byte();
                for (var bit = 0; bit < 8; bit++)
                {
                    if ((bits & (0x80 >> bit)) != 0)
                        vector.Add((OptionVector5)((index * 8) + bit));
                }
            }

            if (number == 5)
                fifth = vector;
        }

        return !reader.HasFailed;
    }

    private struct Reader(GuestMemory memory, ulong address)
    {
        private ulong _next = address;

        public bool HasFailed { get; private set; }

        public byte Byte()
        {
            Span<byte> value = stackalloc byte[1];
            Read(value);
            return value[0];
        }

        public uint Word()
        {
            Span<byte> value = stackalloc byte[sizeof(uint)];
            Read(value);
            return BinaryPrimitives.ReadUInt32BigEndian(value);
        }

        private void Read(Span<byte> bytes)
        {
            bytes.Clear();
            HasFailed |= !memory.TryRead(new GuestPhysicalAddress(_next), bytes);
            _next += (ulong)bytes.Length;
        }
    }
}
