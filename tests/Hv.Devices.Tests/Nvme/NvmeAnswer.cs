namespace Hv.Devices.Tests.Nvme;

/// <summary>An entry of a completion queue.</summary>
/// <param name="Id">The command.</param>
/// <param name="Status">The status field without its phase bit.</param>
/// <param name="Result">Dword 0.</param>
/// <param name="Head">How far the controller has fetched.</param>
/// <param name="Queue">The submission queue.</param>
internal sealed record NvmeAnswer(ushort Id, ushort Status, uint Result, ushort Head, ushort Queue);
