using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;
using Hv.Vfio.Tests.Speed;

namespace Hv.Benchmarks.Vfio;

/// <summary>
/// A guest maps a page of its RAM for DMA and unmaps it again, as its driver does for every transfer: with a device of a modelled host
/// behind the window, without one, and the modelled host's part alone.
/// </summary>
/// <param name="options">What the host is like.</param>
/// <param name="windowAddress">Where it can have a window.</param>
/// <param name="pageShift">Pages of the window have 2^this bytes.</param>
public abstract class MappingBenchmarks(FakeKernelOptions options, ulong windowAddress, int pageShift)
{
    private const int Pages = 1024;
    private const ulong RamSize = 64 << 20;

    // So many are mapped all the time, to pages of RAM that do not follow each other: transfers that others have in flight.
    private const ulong Others = 1000;
    private const ulong FirstPage = 1024;
    private const int WindowShift = 30;

    // Compiled once: the callees are tiered as always.
    private const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    private FakeKernel _kernel = null!;
    private MappingGuest _guest = null!;
    private MappingGuest _alone = null!;
    private ulong _host;
    private int _container;

    /// <summary>Makes two machines, one of them with a device of the host, and a window in each.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var device = new FakeEdu(hasBigEndianRegisters: options.Architecture == HostArchitecture.PowerPc) { Driver = FakeDevice.VfioDriver };
        _kernel = new FakeKernel(options, device);
        _guest = Start(_kernel, device.Address);
        _alone = Start(null, "");
        _host = (ulong)_kernel.Share(_guest.Test.Memory.Blocks[0].Block).Value;
        _container = _guest.Device.Follower.Container.Descriptor;
    }

    /// <summary>Gives back what they have; anything that the host keeps is an error.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        if (_guest.Device.Follower.Refusals != 0)
            throw new InvalidOperationException(_guest.Device.Follower.LastRefusal);

        _kernel.Unshare(_guest.Test.Memory.Blocks[0].Block);
        _guest.Dispose();
        _alone.Dispose();
        if (_kernel.LockedBytes != 0 || _kernel.Corruptions.Count != 0)
            throw new InvalidOperationException($"{_kernel.LockedBytes} bytes are locked; {string.Join("; ", _kernel.Corruptions)}");
    }

    /// <summary>H_PUT_TCE of a page and of 0, with a device behind.</summary>
    [Benchmark(OperationsPerInvoke = Pages)]
    [MethodImpl(Loop)]
    public void Followed() => Put(_guest);

    /// <summary>The same without one.</summary>
    [Benchmark(OperationsPerInvoke = Pages)]
    [MethodImpl(Loop)]
    public void Alone() => Put(_alone);

    /// <summary>The two requests that this takes of the modelled kernel, of the same container and for the same pages.</summary>
    [Benchmark(OperationsPerInvoke = Pages)]
    [MethodImpl(Loop)]
    public void Requests()
    {
        var size = 1UL << pageShift;
        for (var index = 0UL; index < Pages; index++)
        {
            var page = FirstPage + index;
            var iova = _guest.BusAddress + (page << pageShift);
            var map = new Type1Map
            {
                ArgumentSize = StructureSpans.SizeOf<Type1Map>(), Flags = 3, Address = _host + ((page << pageShift) % RamSize), Iova = iova, Size = size,
            };
            if (_kernel.Control(_container, VfioRequest.MapDma, ref map).IsError)
                throw Refused();

            var unmap = new Type1Unmap { ArgumentSize = StructureSpans.SizeOf<Type1Unmap>(), Iova = iova, Size = size };
            if (_kernel.Control(_container, VfioRequest.UnmapDma, ref unmap).IsError)
                throw Refused();
        }
    }

    private static void Put(MappingGuest guest)
    {
        for (var page = FirstPage; page < FirstPage + Pages; page++)
        {
            guest.Put(page, guest.TceOf(page));
            guest.Put(page, 0);
        }
    }

    private static InvalidOperationException Refused() => new("The modelled kernel refused.");

    private MappingGuest Start(FakeKernel? kernel, string device)
    {
        var guest = new MappingGuest(RamSize, kernel, device, windowAddress);
        guest.CreateWindow(pageShift, WindowShift);
        for (var page = 0UL; page < Others; page++)
            guest.Put(page, guest.TceOf(page * 3));

        return guest;
    }
}
