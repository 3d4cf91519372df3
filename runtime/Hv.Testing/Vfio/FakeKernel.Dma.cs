using Hv.Testing.Vfio.Devices;

namespace Hv.Testing.Vfio;

public sealed partial class FakeKernel
{
    internal unsafe bool ReadMemory(FakeDevice device, ulong iova, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            if (!TryTranslate(device, iova, destination.Length, isWrite: false, out var memory, out var length))
            {
                destination.Clear();
                return false;
            }

            new ReadOnlySpan<byte>(memory, length).CopyTo(destination);
            destination = destination[length..];
            iova += (ulong)length;
        }

        return true;
    }

    internal unsafe bool WriteMemory(FakeDevice device, ulong iova, ReadOnlySpan<byte> source)
    {
        while (source.Length > 0)
        {
            if (!TryTranslate(device, iova, source.Length, isWrite: true, out var memory, out var length))
                return false;

            source[..length].CopyTo(new Span<byte>(memory, length));
            source = source[length..];
            iova += (ulong)length;
        }

        return true;
    }

    private unsafe bool TryTranslate(FakeDevice device, ulong iova, int wanted, bool isWrite, out byte* memory, out int length)
    {
        memory = null;
        length = 0;
        if (!device.IsGone
            && device.Configuration.IsBusMaster
            && device.Group.Container?.Driver is { } driver
            && driver.TryTranslate(iova, isWrite, out var address, out var available))
        {
            length = (int)Math.Min((ulong)wanted, Math.Min(available, Memory.Find(address, out memory)));
            if (length > 0)
                return true;

            // A real kernel has the pages pinned; here the test has taken them away.
            Corrupt($"DMA of {device.Address} at 0x{iova:x} to RAM that was given back while it was mapped");
        }

        DmaFaultCount++;
        LastDmaFault = new FakeDmaFault(device.Address, iova, isWrite);
        return false;
    }
}
