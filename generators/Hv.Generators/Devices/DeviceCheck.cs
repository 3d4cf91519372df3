using Microsoft.CodeAnalysis;

namespace Hv.Generators.Devices;

internal sealed class DeviceCheck(INamedTypeSymbol type, Action<Diagnostic> report, CancellationToken cancellation)
{
    public void Run() { _ = type; _ = report; _ = cancellation; }
}
