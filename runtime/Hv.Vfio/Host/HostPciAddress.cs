using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hv.Vfio.Host;

/// <summary>Where a PCI function of the host is: domain, bus, device and function.</summary>
/// <param name="Domain">The PCI domain, 0 to 0xffffffff.</param>
/// <param name="Bus">The bus.</param>
/// <param name="Device">The device, 0 to 31.</param>
/// <param name="Function">The function, 0 to 7.</param>
public readonly record struct HostPciAddress(uint Domain, byte Bus, byte Device, byte Function) : IComparable<HostPciAddress>
{
    private const int Devices = 32;
    private const int Functions = 8;

    /// <summary>How addresses look, for messages.</summary>
    public const string Form = "DOMAIN:BUS:DEVICE.FUNCTION, all hexadecimal, such as 0000:01:00.0; without DOMAIN: it is 0000";

    /// <summary>Reads an address as <c>lspci -D</c> prints it; the domain may be left out.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out HostPciAddress address)
    {
        address = default;
        var parts = (text ?? "").Split(':');
        if (parts.Length is not (2 or 3))
            return false;

        var last = parts[^1].Split('.');
        var domain = 0u;
        if (last.Length != 2 || !TryParse(parts[^2], 2, byte.MaxValue, out var bus) || !TryParse(last[0], 2, Devices - 1, out var device)
            || !TryParse(last[1], 1, Functions - 1, out var function) || (parts.Length == 3 && !TryParse(parts[0], 8, uint.MaxValue, out domain)))
        {
            return false;
        }

        address = new HostPciAddress(domain, (byte)bus, (byte)device, (byte)function);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(HostPciAddress other) =>
        (Domain, Bus, Device, Function).CompareTo((other.Domain, other.Bus, other.Device, other.Function));

    /// <summary>As sysfs names it: <c>0000:01:00.0</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Domain:x4}:{Bus:x2}:{Device:x2}.{Function:x}");

    private static bool TryParse(string digits, int most, uint largest, out uint value)
    {
        value = 0;
        return digits.Length >= 1 && digits.Length <= most
            && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value <= largest;
    }
}
