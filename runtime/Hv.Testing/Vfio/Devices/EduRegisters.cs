using System.Buffers.Binary;

namespace Hv.Testing.Vfio.Devices;

/// <summary>The registers of <see cref="FakeEdu"/>.</summary>
internal sealed class EduRegisters(FakeEdu device, bool isBigEndian) : FakeRegion(1 << 20)
{
    private const ulong Identification = 0x00;
    private const ulong Liveness = 0x04;
    private const ulong Factorial = 0x08;
    private const ulong Status = 0x20;
    private const ulong InterruptStatus = 0x24;
    private const ulong RaiseInterrupt = 0x60;
    private const ulong Acknowledge = 0x64;
    private const ulong Source = 0x80;
    private const ulong Destination = 0x88;
    private const ulong Count = 0x90;
    private const ulong Command = 0x98;
    private const ulong BufferStart = 0x4_0000;

    private const uint Version = 0x0100_00ED;
    private const uint InterruptAfterFactorial = 0x80;
    private const uint FactorialCause = 0x001;
    private const uint DmaCause = 0x100;
    private const ulong Start = 1;
    private const ulong ToMemory = 2;
    private const ulong InterruptAfter = 4;

    private readonly byte[] _buffer = new byte[4096];
    private uint _liveness;
    private uint _factorial = 1;
    private uint _status;
    private uint _causes;
    private ulong _source;
    private ulong _destination;
    private ulong _count;
    private ulong _command;

    public override void Read(ulong offset, Span<byte> destination)
    {
        var value = IsRegister(offset, destination.Length) ? Read(offset) : ulong.MaxValue;
        Span<byte> bytes = stackalloc byte[8];
        if (isBigEndian)
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value << (64 - (8 * destination.Length)));
        else
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);

        bytes[..destination.Length].CopyTo(destination);
    }

    public override void Write(ulong offset, ReadOnlySpan<byte> source)
    {
        if (!IsRegister(offset, source.Length))
            return;

        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        source.CopyTo(bytes);
        var value = isBigEndian
            ? BinaryPrimitives.ReadUInt64BigEndian(bytes) >> (64 - (8 * source.Length))
            : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Write(offset, value);
    }

    public void Raise(uint causes)
    {
        _causes |= causes;
        if (_causes != 0 && !device.SendMessage(0))
            device.SetInterrupt(true);
    }

    public void Reset()
    {
        (_liveness, _factorial, _status, _causes) = (0, 1, 0, 0);
        (_source, _destination, _count, _command) = (0, 0, 0, 0);
    }

    /// <summary>Registers have 4 bytes, those of DMA 4 or 8.</summary>
    private static bool IsRegister(ulong offset, int size) => size == 4 || (size == 8 && offset >= Source);

    private ulong Read(ulong offset) => offset switch
    {
        Identification => Version,
        Liveness => _liveness,
        Factorial => _factorial,
        Status => _status,
        InterruptStatus => _causes,
        Source => _source,
        Destination => _destination,
        Count => _count,
        Command => _command,
        _ => ulong.MaxValue,
    };

    private void Write(ulong offset, ulong value)
    {
        switch (offset)
        {
            case Liveness:
                _liveness = ~(uint)value;
                break;
            case Factorial:
                Compute((uint)value);
                break;
            case Status:
                _status = (uint)value & InterruptAfterFactorial;
                break;
            case RaiseInterrupt:
                Raise((uint)value);
                break;
            case Acknowledge:
                _causes &= ~(uint)value;
                if (_causes == 0)
                    device.SetInterrupt(false);

                break;
            case Source:
                _source = value;
                break;
            case Destination:
                _destination = value;
                break;
            case Count:
                _count = value;
                break;
            case Command when (value & Start) != 0:
                _command = value;
                Copy();
                break;
        }
    }

    private void Compute(uint number)
    {
        var result = 1u;

        // From 34 on the product is 0 modulo 2^32.
        for (var factor = 2u; factor <= Math.Min(number, 34); factor++)
            result *= factor;

        _factorial = result;
        if ((_status & InterruptAfterFactorial) != 0)
            Raise(FactorialCause);
    }

    private void Copy()
    {
        var toMemory = (_command & ToMemory) != 0;
        var inside = (toMemory ? _source : _destination) - BufferStart;
        if (inside <= (ulong)_buffer.Length && _count <= (ulong)_buffer.Length - inside)
        {
            var part = _buffer.AsSpan((int)inside, (int)_count);
            if (toMemory)
                device.WriteMemory(_destination, part);
            else
                device.ReadMemory(_source, part);
        }

        _command &= ~Start;
        if ((_command & InterruptAfter) != 0)
            Raise(DmaCause);
    }
}
