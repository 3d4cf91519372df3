using System.Runtime.InteropServices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;
using Hv.Vfio.Tests.Infrastructure;
using Hv.Vfio.Tests.Speed;

namespace Hv.Benchmarks.Vfio;

/// <summary>
/// A modelled kernel whose events are the host's own: who signals one, and who waits for it, goes through the host's kernel. Its devices
/// signal none; whoever measures does it in their place.
/// </summary>
internal sealed class HostEventKernel(IHostKernel modelled) : DelegatingKernel(modelled)
{
    private const uint MessageIndex = 1;
    private const uint EventData = 4;

    // The modelled kernel has few descriptors, from 3 up: those of the host are kept apart from them.
    private const int FirstEvent = 64;

    private readonly LinuxKernel _host = new();

    /// <summary>The event of the device's MSI; -1 while the device has none.</summary>
    public int Message { get; private set; } = -1;

    /// <inheritdoc/>
    public override KernelResult Control(int descriptor, VfioRequest request, Span<byte> argument)
    {
        if (request != VfioRequest.DeviceSetIrqs)
            return base.Control(descriptor, request, argument);

        var head = MemoryMarshal.Read<InterruptSet>(argument);
        if (head.Index == MessageIndex)
            Message = (head.Flags & EventData) != 0 ? MemoryMarshal.Read<int>(argument[(int)StructureSpans.SizeOf<InterruptSet>()..]) : -1;

        return default;
    }

    /// <inheritdoc/>
    public override KernelResult Close(int descriptor) => descriptor >= FirstEvent ? _host.Close(descriptor) : base.Close(descriptor);

    /// <inheritdoc/>
    public override KernelResult CreateEvent()
    {
        var created = _host.CreateEvent();
        if (created.IsError || created.Number >= FirstEvent)
            return created;

        // The host gives the lowest that is free: this one is kept from it until there is a higher one.
        var higher = CreateEvent();
        _host.Close(created.Number);
        return higher;
    }

    /// <inheritdoc/>
    public override KernelResult SignalEvent(int descriptor) => _host.SignalEvent(descriptor);

    /// <inheritdoc/>
    public override KernelResult TakeEvent(int descriptor) => _host.TakeEvent(descriptor);

    /// <inheritdoc/>
    public override KernelResult Wait(Span<PollEntry> entries, int timeoutMilliseconds) => _host.Wait(entries, timeoutMilliseconds);
}
