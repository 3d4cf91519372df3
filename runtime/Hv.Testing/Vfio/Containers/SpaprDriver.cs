using System.Numerics;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Testing.Vfio.Containers;

/// <summary>An sPAPR IOMMU: windows with tables. Version 1 has one window, which is enabled; version 2 registered memory and several.</summary>
internal sealed partial class SpaprDriver(FakeKernel kernel, FakeSpapr options, bool isVersion2) : IommuDriver(kernel)
{
    private const int DefaultPageShift = 12;
    private const int ShortInformation = 16;
    private const uint HasDynamicWindows = 1;
    private const uint LargestOperation = 9;

    private readonly SpaprWindow?[] _windows = new SpaprWindow?[2];
    private readonly List<RegisteredMemory> _registered = [];
    private readonly SpaprTables _tables = new(options, kernel.PageSize);
    private readonly int _memoryShift = kernel.Options.MemoryPageShift > 0
        ? kernel.Options.MemoryPageShift
        : BitOperations.Log2((uint)kernel.PageSize);

    private bool _isEnabled;
    private bool _isDefaultPending = true;
    private SpaprWindow? _default;

    public override KernelResult Control(VfioRequest request, Span<byte> argument) => request switch
    {
        VfioRequest.SpaprTceGetInfo => GetInformation(argument),
        VfioRequest.MapDma => Map(argument),
        VfioRequest.UnmapDma => Unmap(argument),
        VfioRequest.IommuEnable when !isVersion2 => Enable(),
        VfioRequest.IommuDisable when !isVersion2 => Disable(),
        VfioRequest.SpaprRegisterMemory when isVersion2 => Register(argument),
        VfioRequest.SpaprUnregisterMemory when isVersion2 => Unregister(argument),
        VfioRequest.SpaprTceCreate when isVersion2 => Create(argument),
        VfioRequest.SpaprTceRemove when isVersion2 => Remove(argument),
        VfioRequest.EehPeOperation => HandleErrors(argument),
        _ => KernelResult.Failed(Errno.NotSupportedRequest),
    };

    public override void End()
    {
        for (var index = 0; index < _windows.Length; index++)
            RemoveWindow(index);

        foreach (var memory in _registered)
            Release(memory);

        _registered.Clear();
        if (!isVersion2)
            Disable();
    }

    public override bool TryTranslate(ulong iova, bool isWrite, out ulong address, out ulong length)
    {
        (address, length) = (0, 0);
        if (Find(iova) is not { } window)
            return false;

        var entry = window[(iova - window.Start) >> window.PageShift];
        if (!DmaFlags.Allow(entry, isWrite))
            return false;

        var offset = iova & (window.PageSize - 1);
        address = (entry & ~(ulong)DmaFlags.ReadWrite) + offset;
        length = window.PageSize - offset;
        return true;
    }

    public override void Describe(FakeLeaks leaks)
    {
        foreach (var window in _windows)
        {
            if (window is { Used: > 0 })
                leaks.Add($"{window.Used} entries in the window at 0x{window.Start:x}");
        }

        // The default window is the container's; another one was asked for.
        foreach (var window in _windows)
        {
            if (window is not null && window != _default)
                leaks.Add($"window at 0x{window.Start:x}");
        }

        foreach (var memory in _registered)
            leaks.Add($"registered memory of 0x{memory.Size:x} bytes");

        if (_isEnabled && !isVersion2)
            leaks.Add("the container is enabled");
    }

    private KernelResult GetInformation(Span<byte> argument)
    {
        var error = FakeArguments.Take(argument, ShortInformation, out SpaprInfo information);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        information.Flags = isVersion2 ? HasDynamicWindows : 0;
        information.Window32Start = 0;
        information.Window32Size = options.Window32Size;
        if (isVersion2)
        {
            information.PageSizes = options.PageSizes;
            information.WindowCount = (uint)options.WindowCount;
            information.Levels = (uint)options.Levels;
        }

        var size = FakeArguments.Size<SpaprInfo>();
        FakeArguments.Give(argument, ref information, information.ArgumentSize >= size ? size : ShortInformation);
        return default;
    }

    private KernelResult Enable()
    {
        if (_isEnabled)
            return KernelResult.Failed(Errno.Busy);

        if (!Kernel.TryLock(options.Window32Size))
            return KernelResult.Failed(Errno.NoMemory);

        _isEnabled = true;
        return default;
    }

    private KernelResult Disable()
    {
        if (_isEnabled)
            Kernel.Unlock(options.Window32Size);

        _isEnabled = false;
        return default;
    }

    private KernelResult Register(Span<byte> argument)
    {
        var error = TakeMemory(argument, out var address, out var size);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        var memory = Kernel.Registry.Get(address, size);
        if (memory is not null && _registered.Contains(memory))
            return KernelResult.Failed(Errno.Busy);

        if (memory is null)
        {
            error = Kernel.Registry.Add(address, size, out memory);
            if (error != Errno.None)
                return KernelResult.Failed(error);
        }

        memory!.Users++;
        _registered.Add(memory);
        _isEnabled = true;
        return default;
    }

    private KernelResult Unregister(Span<byte> argument)
    {
        if (!_isEnabled)
            return KernelResult.Failed(Errno.NotPermitted);

        var error = TakeMemory(argument, out var address, out var size);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        var memory = Kernel.Registry.Get(address, size);
        if (memory is null || !_registered.Remove(memory))
            return KernelResult.Failed(Errno.NotFound);

        // That it is in use is seen where nobody looks: the answer is 0, and it stays for good.
        Release(memory);
        return default;
    }

    private Errno TakeMemory(Span<byte> argument, out ulong address, out ulong size)
    {
        var error = FakeArguments.Take(argument, FakeArguments.Size<SpaprRegisterMemory>(), out SpaprRegisterMemory memory);
        (address, size) = (memory.Address, memory.Size);
        if (error != Errno.None)
            return error;

        var mask = (ulong)Kernel.PageSize - 1;
        return memory.Flags != 0 || ((address | size) & mask) != 0 || address + size < address ? Errno.InvalidArgument : Errno.None;
    }

    private void Release(RegisteredMemory memory)
    {
        if (memory.Users == 1 && memory.Entries > 0)
        {
            Kernel.PinForEver(memory);
            return;
        }

        if (--memory.Users == 0)
            Kernel.Registry.Drop(memory);
    }

    private KernelResult HandleErrors(Span<byte> argument)
    {
        var error = FakeArguments.Take(argument, FakeArguments.Size<EehOperation>(), out EehOperation operation);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        if (operation.Flags != 0 || operation.Operation > LargestOperation)
            return KernelResult.Failed(Errno.InvalidArgument);

        if (!options.HasEeh)
            return KernelResult.Failed(Errno.NoDevice);

        // The state is always normal, which is 0 as well as the success of the others.
        return default;
    }
}
