using System.Buffers.Binary;

namespace Hv.Conformance.Infrastructure;

/// <summary>
/// The registers of an edu device on both sides. QEMU's have the byte order of the processor it emulates, where Hv's are
/// little-endian as a PCI device's are: each access to QEMU is turned round here.
/// </summary>
/// <param name="pair">Both sides.</param>
/// <param name="address">Where the registers start.</param>
internal sealed class EduRegisters(PeerPair pair, ulong address)
{
    public const uint Identification = 0x00;
    public const uint Liveness = 0x04;
    public const uint Factorial = 0x08;
    public const uint Status = 0x20;
    public const uint InterruptStatus = 0x24;
    public const uint InterruptRaise = 0x60;
    public const uint InterruptAcknowledge = 0x64;

    private const uint Computing = 1;
    private const int Patience = 5000;

    /// <summary>Reads and compares a register.</summary>
    public void Compare(uint offset, string when) => CompareBytes(offset, sizeof(uint), when);

    /// <summary>Reads and compares bytes.</summary>
    public void CompareBytes(uint offset, int length, string when) => pair.Compare(new ContentObservation(
        pair.Version, $"{length} bytes at {address:x} + {offset:x}: {when}", Turn(offset, pair.Qemu.Read(address + offset, length)),
        pair.Hv.Read(address + offset, length)));

    /// <summary>Compares what tells that the device is there, and which it is: identification and liveness.</summary>
    public void Look(string when)
    {
        Compare(Identification, when);
        Compare(Liveness, when);
    }

    /// <summary>Writes a register.</summary>
    public void Write(uint offset, uint value)
    {
        var content = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(content, value);
        WriteBytes(offset, content);
    }

    /// <summary>Writes bytes.</summary>
    public void WriteBytes(uint offset, byte[] content)
    {
        pair.Hv.Write(address + offset, content);
        pair.Qemu.Write(address + offset, Turn(offset, content));
    }

    /// <summary>Computes a factorial on both sides. QEMU does so in a thread of its own.</summary>
    /// <param name="of">Of what.</param>
    /// <param name="interrupts">Whether the device was told to interrupt then.</param>
    public void ComputeFactorial(uint of, bool interrupts)
    {
        Write(Factorial, of);
        for (var attempt = 0; attempt < Patience; attempt++)
        {
            if ((QemuValue(Status) & Computing) == 0 && (!interrupts || QemuValue(InterruptStatus) != 0))
                return;

            Thread.Sleep(1);
        }

        Assert.Fail($"QEMU does not compute the factorial of {of}.");
    }

    private uint QemuValue(uint offset) => BinaryPrimitives.ReadUInt32BigEndian(pair.Qemu.Read(address + offset, sizeof(uint)));

    /// <summary>Turns each access round: naturally aligned, of at most 8 bytes.</summary>
    private static byte[] Turn(uint offset, byte[] content)
    {
        var turned = content.ToArray();
        for (var at = 0; at < turned.Length;)
        {
            var width = 8;
            while (width > turned.Length - at || (offset + at) % width != 0)
                width /= 2;

            turned.AsSpan(at, width).Reverse();
            at += width;
        }

        return turned;
    }
}
