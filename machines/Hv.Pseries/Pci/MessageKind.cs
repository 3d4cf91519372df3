namespace Hv.Pseries.Pci;

/// <summary>The kinds of message-signalled interrupts, as the last return word of ibm,change-msi has them (LoPAR 7.3.10.5.1).</summary>
public enum MessageKind : uint
{
    /// <summary>MSI: one message, whose low bits count.</summary>
    Msi = 1,

    /// <summary>MSI-X: a message for each entry of a table.</summary>
    Msix = 2,
}
