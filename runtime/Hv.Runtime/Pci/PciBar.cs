using Hv.Runtime.Memory;

namespace Hv.Runtime.Pci;

/// <summary>One base address register of a function, and what it decodes.</summary>
public sealed class PciBar
{
    private const ulong Unmapped = ulong.MaxValue;

    private readonly PciFunction _function;
    private readonly int _register;

    internal PciBar(PciFunction function, int index, PciBarKind kind, MemoryRegion region)
    {
        var smallest = kind == PciBarKind.Io ? 4UL : 16UL;
        if (!ulong.IsPow2(region.Size) || region.Size < smallest || (!Is64Bit(kind) && region.Size > 1UL << 31))
        {
            throw new ArgumentException(
                $"A {kind} base address register decodes a power of two from {smallest} bytes up; {region} is none.", nameof(region));
        }

        _function = function;
        _register = PciRegister.BaseAddress0 + (4 * index);
        Index = index;
        Kind = kind;
        Region = region;
        var configuration = function.Configuration;
        configuration.SetUInt32(_register, (uint)kind);
        configuration.SetWritable(_register, sizeof(uint), ~(region.Size - 1));
        if (Is64)
        {
            configuration.SetUInt32(_register + sizeof(uint), 0);
            configuration.SetWritable(_register + sizeof(uint), sizeof(uint), ~(region.Size - 1) >> 32);
        }
    }

    /// <summary>Which register, 0 to 5.</summary>
    public int Index { get; }

    /// <summary>What it decodes.</summary>
    public PciBarKind Kind { get; }

    /// <summary>What answers.</summary>
    public MemoryRegion Region { get; }

    /// <summary>Whether it takes two registers.</summary>
    public bool Is64 => Is64Bit(Kind);

    /// <summary>Where on the bus it answers now; <see langword="null"/> while it does not.</summary>
    public ulong? Address { get; private set; }

    internal static bool Is64Bit(PciBarKind kind) => ((int)kind & (int)PciBarKind.Memory64) != 0 && kind != PciBarKind.Io;

    /// <summary>Follows the register and the command register.</summary>
    internal void Update()
    {
        var address = Decode();
        if (address == (Address ?? Unmapped))
            return;

        var space = Kind == PciBarKind.Io ? _function.Bus.Io : _function.Bus.Memory;
        if (Address is not null)
            space.Unmap(Region);

        Address = address == Unmapped ? null : address;
        if (Address is { } mapped)
            space.Map(Region, mapped, priority: 1);
    }

    internal void Unmap()
    {
        if (Address is not null)
            (Kind == PciBarKind.Io ? _function.Bus.Io : _function.Bus.Memory).Unmap(Region);

        Address = null;
    }

    private ulong Decode()
    {
        var configuration = _function.Configuration;
        var command = configuration.GetUInt16(PciRegister.Command);
        var needed = Kind == PciBarKind.Io ? PciRegister.CommandIo : PciRegister.CommandMemory;
        if ((command & needed) == 0)
            return Unmapped;

        ulong value = configuration.GetUInt32(_register);
        if (Is64)
            value |= (ulong)configuration.GetUInt32(_register + sizeof(uint)) << 32;

        // While software finds out the size the register holds ones, and what it decodes would end at the end of the addresses.
        var address = value & ~(Region.Size - 1);
        var last = unchecked(address + (Region.Size - 1));
        if (last <= address || (address == 0 && !_function.Bus.Host.AllowsAddressZero) || last == ulong.MaxValue)
            return Unmapped;

        return !Is64 && last >= uint.MaxValue ? Unmapped : address;
    }
}
