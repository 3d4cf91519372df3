using System.Buffers.Binary;

namespace Hv.Conformance.Infrastructure;

/// <summary>A PCI function, by the way to it.</summary>
/// <param name="HostBridge">The index of the host bridge.</param>
/// <param name="Bus">The bus number.</param>
/// <param name="Slot">The device number; all have one function.</param>
/// <param name="End">Where its registers end; what follows is memory for the guest.</param>
internal sealed record PciTarget(uint HostBridge, uint Bus, uint Slot, int End = PciTarget.Size)
{
    /// <summary>The size of the configuration space.</summary>
    public const int Size = 0x100;

    /// <summary>The upper half of all BUIDs.</summary>
    public const uint BuidHigh = 0x0800_0000;

    private const uint FirstBuidLow = 0x2000_0000;

    /// <summary>The lower half of the host bridge's BUID.</summary>
    public uint BuidLow => FirstBuidLow + HostBridge;

    /// <summary>The config_addr of a register.</summary>
    public uint Address(int register) => (Bus << 16) | (Slot << 11) | ((uint)register & 0xFF) | (((uint)register & 0xF00) << 20);

    /// <summary>Reads a register on both sides.</summary>
    public CallObservation Read(PeerPair pair, int register, int width) =>
        pair.Call("ibm,read-pci-config", [Address(register), BuidHigh, BuidLow, (uint)width], 2);

    /// <summary>Writes a register on both sides.</summary>
    public CallObservation Write(PeerPair pair, int register, int width, uint value) =>
        pair.Call("ibm,write-pci-config", [Address(register), BuidHigh, BuidLow, (uint)width, value], 1);

    /// <summary>Compares the registers, and what follows them.</summary>
    public void Compare(PeerPair pair, string when)
    {
        var (qemu, hv) = ReadAll(pair);
        pair.Compare(new ContentObservation(pair.Version, $"registers of {this} {when}", qemu[..End], hv[..End]));
        pair.Compare(new ContentObservation(pair.Version, $"bytes after the registers of {this} {when}", qemu[End..], hv[End..]));
    }

    /// <summary>Reads all of the configuration space on both sides.</summary>
    public (byte[] Qemu, byte[] Hv) ReadAll(PeerPair pair)
    {
        byte[] qemu = new byte[Size], hv = new byte[Size];
        for (var register = 0; register < Size; register += sizeof(uint))
        {
            var observation = pair.Observe("ibm,read-pci-config", [Address(register), BuidHigh, BuidLow, sizeof(uint)], 2);
            if (observation.Qemu[0] != 0 || observation.Hv[0] != 0)
            {
                pair.Compare(observation);
                continue;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(qemu.AsSpan(register), observation.Qemu[1]);
            BinaryPrimitives.WriteUInt32LittleEndian(hv.AsSpan(register), observation.Hv[1]);
        }

        return (qemu, hv);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{HostBridge}:{Bus:x}:{Slot:x}.0";
}
