using Hv.Runtime.Memory;
using Hv.Testing.Vfio.Containers;
using Hv.Testing.Vfio.Devices;
using Hv.Testing.Vfio.Files;
using Hv.Testing.Vfio.Groups;
using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio;

/// <summary>
/// A kernel with VFIO, modelled: containers, groups and devices answer as those of real kernels do, down to what these get wrong.
/// Devices do DMA for real, to memory of this process, through the modelled IOMMU.
/// </summary>
/// <remarks>
/// RAM is memory once it is shared. The same contract that real kernels are held against runs against this one. Any call can be made
/// to fail (<see cref="Faults"/>), all are counted (<see cref="Calls"/>), and what is not given back is told (<see cref="Leaks"/>).
/// </remarks>
public sealed partial class FakeKernel : IHostKernel
{
    private readonly List<FakeDevice> _devices = [];
    private readonly SortedDictionary<int, FakeGroup> _groups = [];
    private readonly List<string> _corruptions = [];
    private readonly List<RegisteredMemory> _pinned = [];
    private readonly FakeFiles _files;
    private ulong _lockedBytes;
    private ulong _lostBytes;

    /// <summary>Makes a kernel.</summary>
    /// <param name="options">What the host is like; <see langword="null"/>: <see cref="FakeKernelOptions.Pc"/>.</param>
    /// <param name="devices">Its devices.</param>
    public FakeKernel(FakeKernelOptions? options = null, params ReadOnlySpan<FakeDevice> devices)
    {
        Options = options ?? FakeKernelOptions.Pc;
        AllowsUnsafeInterrupts = Options.AllowsUnsafeInterrupts;
        Descriptors = new DescriptorTable(Options.DescriptorLimit);
        Memory = new FakeMemory(Options.PageSize);
        Registry = new MemoryRegistry(this);
        _files = new FakeFiles(this);
        foreach (var device in devices)
            Add(device);
    }

    /// <summary>What the host is like.</summary>
    public FakeKernelOptions Options { get; }

    /// <inheritdoc/>
    public HostArchitecture Architecture => Options.Architecture;

    /// <inheritdoc/>
    public int PageSize => Options.PageSize;

    /// <inheritdoc/>
    public IHostFiles Files => _files;

    /// <summary>Makes calls fail.</summary>
    public FakeFaults Faults { get; } = new();

    /// <summary>How often calls were made.</summary>
    public FakeCalls Calls { get; } = new();

    /// <summary>The devices.</summary>
    public IReadOnlyList<FakeDevice> Devices => _devices;

    /// <summary>What callers did that a real kernel lets pass and is damaged by.</summary>
    public IReadOnlyList<string> Corruptions => _corruptions;

    /// <summary>The memory that counts as locked, in bytes: <c>VmLck</c>.</summary>
    public ulong LockedBytes => Volatile.Read(ref _lockedBytes);

    /// <summary>How many accesses of devices the IOMMU did not let through.</summary>
    public long DmaFaultCount { get; private set; }

    /// <summary>The last of them.</summary>
    public FakeDmaFault LastDmaFault { get; private set; }

    /// <summary>What was not given back so far.</summary>
    public FakeLeaks Leaks
    {
        get
        {
            lock (Gate)
                return FindLeaks();
        }
    }

    internal Lock Gate { get; } = new();

    internal DescriptorTable Descriptors { get; }

    internal FakeMemory Memory { get; }

    internal MemoryRegistry Registry { get; }

    internal IReadOnlyDictionary<int, FakeGroup> Groups => _groups;

    internal bool AllowsUnsafeInterrupts { get; set; }

    /// <summary>Puts a device into the host.</summary>
    public void Add(FakeDevice device)
    {
        lock (Gate)
        {
            if (!_groups.TryGetValue(device.GroupNumber, out var group))
                _groups.Add(device.GroupNumber, group = new FakeGroup(device.GroupNumber));

            device.AddTo(this, group);
            group.Devices.Add(device);
            _devices.Add(device);
        }
    }

    /// <summary>Adds a text file to the host's tree, or replaces one that was added.</summary>
    public void AddFile(string path, string text) => _files.Add(path, text);

    /// <summary>Adds a symbolic link to the host's tree, or replaces what was added in its place.</summary>
    public void AddLink(string path, string target) => _files.AddLink(path, target);

    /// <summary>Throws when anything was not given back, or a kernel was damaged.</summary>
    /// <exception cref="InvalidOperationException">There is something; the message tells what.</exception>
    public void AssertNoLeaks()
    {
        var leaks = Leaks;
        if (!leaks.IsEmpty)
            throw new InvalidOperationException(leaks.ToString());

        if (_corruptions.Count > 0)
            throw new InvalidOperationException("the kernel is damaged: " + string.Join("; ", _corruptions));
    }

    /// <inheritdoc/>
    public KernelResult Share(RamBlock block)
    {
        Calls.Count(FakeCall.Share);
        if (Faults.ErrorOf(FakeCall.Share) is var error && error != Errno.None)
            return KernelResult.Failed(error);

        lock (Gate)
            return new KernelResult((long)Memory.Add(block));
    }

    /// <inheritdoc/>
    public void Unshare(RamBlock block)
    {
        lock (Gate)
        {
            if (!Memory.Remove(block))
                throw new InvalidOperationException($"The block {block.Name} is not shared.");
        }
    }

    internal bool TryLock(ulong bytes)
    {
        if (!Options.CanLockMemory && (bytes > Options.LockedMemoryLimit || _lockedBytes > Options.LockedMemoryLimit - bytes))
            return false;

        _lockedBytes += bytes;
        return true;
    }

    internal void Unlock(ulong bytes) => _lockedBytes -= bytes;

    /// <summary>Leaves bytes counted for good.</summary>
    internal void LoseLocked(ulong bytes) => _lostBytes += bytes;

    internal void PinForEver(RegisteredMemory memory)
    {
        if (!_pinned.Contains(memory))
            _pinned.Add(memory);
    }

    internal void Corrupt(string text) => _corruptions.Add(text);

    /// <summary>Makes an action that runs under the kernel's lock.</summary>
    internal Action Synchronized(Action action) => () =>
    {
        lock (Gate)
            action();
    };

    private FakeLeaks FindLeaks()
    {
        var leaks = new FakeLeaks();
        foreach (var file in Descriptors.Open)
            leaks.Add("open: " + file.Path);

        foreach (var container in _groups.Values.Select(group => group.Container).OfType<ContainerFile>().Distinct())
            container.Driver?.Describe(leaks);

        foreach (var memory in _pinned)
            leaks.Add($"memory of 0x{memory.Size:x} bytes was unregistered while it was mapped: it is pinned for good");

        foreach (var file in Memory.Files)
            leaks.Add($"mapped: 0x{file.Length:x} bytes of {file.Path}");

        foreach (var share in Memory.Shares)
            leaks.Add($"shared {share.Count} times: {share.Block.Name}");

        if (_lostBytes > 0)
            leaks.Add($"0x{_lostBytes:x} bytes stay counted as locked after windows that failed");

        if (_lockedBytes > _lostBytes)
            leaks.Add($"0x{_lockedBytes - _lostBytes:x} bytes are locked");

        return leaks;
    }
}
