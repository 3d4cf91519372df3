namespace Hv.Runtime.Monitors.Gdb;

/// <summary>Registers of the chosen thread.</summary>
internal sealed partial class GdbConnection
{
    private string ReadRegisters()
    {
        var values = new byte[_description.Size];
        var at = 0;
        foreach (var register in _description.Registers)
        {
            _target.ReadRegister(_thread, register.Number, values.AsSpan(at, register.Bytes));
            at += register.Bytes;
        }

        return GdbText.Hex(values);
    }

    private string WriteRegisters(ReadOnlySpan<byte> rest)
    {
        var values = new byte[_description.Size];
        if (!new GdbText(rest).TryTakeBytes(values))
            return InvalidArgument;

        var at = 0;
        foreach (var register in _description.Registers)
        {
            _target.WriteRegister(_thread, register.Number, values.AsSpan(at, register.Bytes));
            at += register.Bytes;
        }

        return Done;
    }

    private string ReadRegister(ReadOnlySpan<byte> rest)
    {
        var text = new GdbText(rest);
        if (!text.TryTakeNumber(out var number) || !text.IsEmpty || number >= (ulong)_description.Registers.Count)
            return InvalidArgument;

        var value = new byte[_description.Registers[(int)number].Bytes];
        _target.ReadRegister(_thread, (int)number, value);
        return GdbText.Hex(value);
    }

    private string WriteRegister(ReadOnlySpan<byte> rest)
    {
        var text = new GdbText(rest);
        if (!text.TryTakeNumber(out var number) || !text.Take("="u8) || number >= (ulong)_description.Registers.Count)
            return InvalidArgument;

        var value = new byte[_description.Registers[(int)number].Bytes];
        if (!text.TryTakeBytes(value))
            return InvalidArgument;

        _target.WriteRegister(_thread, (int)number, value);
        return Done;
    }
}
