using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio;

/// <summary>A call that a modelled kernel answered.</summary>
/// <param name="Call">Which one.</param>
/// <param name="Kind">What the descriptor stood for, of requests.</param>
/// <param name="Request">The request, of those that are one.</param>
/// <param name="Path">The file.</param>
/// <param name="Result">The answer.</param>
public sealed record FakeCallRecord(FakeCall Call, FakeFileKind? Kind, VfioRequest? Request, string Path, KernelResult Result)
{
    /// <summary>What was called; of requests with several meanings, that of the kind of descriptor.</summary>
    public string Name => (Kind, Request) switch
    {
        (_, null) => Call.ToString(),
        (FakeFileKind.Device, VfioRequest.DeviceGetPciHotResetInfo) => nameof(VfioRequest.DeviceGetPciHotResetInfo),
        (FakeFileKind.Device, VfioRequest.DevicePciHotReset) => nameof(VfioRequest.DevicePciHotReset),
        (_, VfioRequest.IommuGetInfo) => nameof(VfioRequest.IommuGetInfo),
        (_, VfioRequest.MapDma) => nameof(VfioRequest.MapDma),
        (_, { } request) => request.ToString(),
    };

    /// <summary>The call as one line: <c>MapDma /dev/vfio/vfio = ENOMEM (12)</c>.</summary>
    public override string ToString() => $"{Name} {Path} = {Result}";
}
