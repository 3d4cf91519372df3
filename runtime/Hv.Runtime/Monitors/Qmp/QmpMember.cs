namespace Hv.Runtime.Monitors.Qmp;

/// <summary>A member of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
internal sealed record QmpMember(string Name, QmpType Type, bool IsOptional = false);
