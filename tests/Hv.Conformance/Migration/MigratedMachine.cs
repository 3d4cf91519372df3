using Hv.Conformance.Infrastructure;
using Hv.Pseries.Processors;
using Hv.Runtime.Hypercalls;

namespace Hv.Conformance.Migration;

/// <summary>Machines of QEMU's whose guests have left state everywhere.</summary>
internal static class MigratedMachine
{
    /// <summary>The index of the second host bridge.</summary>
    public const uint SecondBridge = 3;

    private const uint Buffer = 0x30_0000;
    private const uint FetchBuffer = 0x32_0000;
    private const uint LastPage = (uint)MachineSetup.RamSize - 0x1000;
    private const uint Vpa = 0x31_0000;
    private const uint SlbShadow = 0x31_1000;
    private const uint DispatchTraceLog = 0x31_2000;
    private const uint VpaFlag = 0x2;
    private const uint DispatchTraceLogFlag = 0x4;
    private const uint SlbShadowFlag = 0x6;
    private const uint Msi = 3;
    private const uint Msix = 4;
    private const uint BuidLow = 0x2000_0000;
    private const uint FirstWindow = 0x8000_0000;
    private const uint EnterHpt = 0x08;
    private const uint PutTce = 0x20;
    private const uint SetSprg0 = 0x24;
    private const uint PutTermChar = 0x58;
    private const uint SetPriority = 0x68;
    private const uint RaiseIpi = 0x6C;
    private const uint RegisterVpa = 0xDC;

    /// <summary>The function with MSI and MSI-X on the first host bridge.</summary>
    public static readonly PciTarget Messages = new(0, 0, 4);

    /// <summary>The bridge.</summary>
    public static readonly PciTarget Bridge = new(0, 0, 5);

    /// <summary>The function behind the bridge.</summary>
    public static readonly PciTarget BehindBridge = new(0, 1, 1);

    /// <summary>The function on the second host bridge.</summary>
    public static readonly PciTarget OnSecondBridge = new(SecondBridge, 0, 2);

    /// <summary>A machine with nothing but what it has by itself.</summary>
    /// <remarks>Dynamic DMA windows of 2.4 to 2.6 are the user's choice, so that both sides have them; and all describe their streams.</remarks>
    public static MachineSetup PlainSetupFor(string version) => new(version)
    {
        HasDescription = true,
        DynamicDmaWindows = version is "pseries-2.4" or "pseries-2.5" or "pseries-2.6" ? true : null,
    };

    /// <summary>A machine with devices that both sides know, and that QEMU migrates: edu it does not.</summary>
    public static MachineSetup SetupFor(string version) => new(version)
    {
        SecondBridge = SecondBridge,
        Cpus = 2,
        Devices =
        [
            new DeviceSetup("nec-usb-xhci", "bus=pci.0,addr=4"),
            new DeviceSetup("pci-bridge", "chassis_nr=1,shpc=off,msi=off,bus=pci.0,addr=5,id=br"),
            new DeviceSetup("nec-usb-xhci", "bus=br,addr=1"),
            new DeviceSetup("nec-usb-xhci", "bus=pci.1,addr=2"),
        ],
    };

    /// <summary>A machine with devices of all kinds, of which QEMU alone knows some.</summary>
    public static MachineSetup LargeSetupFor(string version)
    {
        var setup = SetupFor(version);
        return setup with
        {
            Devices =
            [
                .. setup.Devices,
                new DeviceSetup("e1000", "bus=pci.0,addr=6,romfile="),
                new DeviceSetup("edu", "bus=pci.0,addr=7"),
                new DeviceSetup("virtio-rng-pci", "bus=pci.0,addr=8"),
                new DeviceSetup("spapr-vscsi", "id=vscsi"),
                new DeviceSetup("spapr-vlan", "id=vlan"),
            ],
        };
    }

    /// <summary>What is asked of a machine after it has been moved: calls that change nothing.</summary>
    public static IEnumerable<(string Name, uint[] Arguments, int Returns)> Questions
    {
        get
        {
            foreach (var target in (PciTarget[])[Messages, Bridge, BehindBridge, OnSecondBridge])
            {
                for (var register = 0; register < PciTarget.Size; register += sizeof(uint))
                    yield return ("ibm,read-pci-config", [target.Address(register), PciTarget.BuidHigh, target.BuidLow, sizeof(uint)], 2);
            }

            yield return ("ibm,query-interrupt-source-number", [Messages.Address(0), PciTarget.BuidHigh, BuidLow, 2], 3);
            yield return ("ibm,query-interrupt-source-number", [OnSecondBridge.Address(0), PciTarget.BuidHigh, OnSecondBridge.BuidLow, 0], 3);
            yield return ("nvram-fetch", [0x1230, FetchBuffer, 64], 2);
        }
    }

    /// <summary>Memory that is compared after a machine has been moved.</summary>
    public static IReadOnlyList<(ulong Address, int Length)> Memory => [(Buffer, 4096), (FetchBuffer, 64), (LastPage, 4096), (0, 64)];

    /// <summary>Does to a machine of ours what a guest does, as far as one can without a processor.</summary>
    public static void Use(HvPeer hv)
    {
        UseDevices(hv);
        var hasWindow = CreateWindow(hv, isExpected: hv.Machine.HostBridges.First().DynamicDmaWindows);
        foreach (var page in (ulong[])[0, 1, 5, 0x3FFFF])
            Expect(hv, PutTce, FirstWindow, page << 12, 0x20_0003 + (page << 12 & 0xFFF_F000));

        if (hasWindow)
            Expect(hv, PutTce, FirstWindow + 1, 0x0800_0000_0FFF_0000, 0x200_0003);

        hv.Write(LastPage, "the last page"u8);
        hv.Machine.HashPageTable[0x1234] = new HptEntry(0x0123_4567_0000_0001, 0x5190);
        SetRegister(hv.Machine.Processors.First());
        hv.Machine.Processors.First().Areas.VirtualProcessorArea = Vpa;
        hv.Machine.Processors.Last().Presenter.Mfrr = 4;
    }

    private static unsafe void SetRegister(PseriesCpu cpu) => cpu.Core.State.Gpr[7] = 0x0707_0707_0707_0707;

    /// <summary>Does what a guest does while it runs: devices, windows, messages, the clock, NVRAM, interrupts, page tables.</summary>
    /// <param name="qemu">The machine, paused before its first instruction.</param>
    /// <param name="version">Its version.</param>
    public static void Use(QemuPeer qemu, string version)
    {
        UseDevices(qemu);
        RunGuest(qemu, CreateWindow(qemu, isExpected: !IsBefore27(version)));
    }

    private static void UseDevices(IRtasPeer peer)
    {
        // The bridge leads to bus 1; memory behind it begins at 0x80000000.
        Write(peer, Bridge, 0x18, 4, 0x0001_0100);
        Write(peer, Bridge, 0x20, 4, 0x8010_8000);
        Write(peer, Bridge, 0x04, 2, 6);
        foreach (var (target, address) in ((PciTarget, uint)[])[(Messages, 0x8200_0000), (BehindBridge, 0x8000_0000), (OnSecondBridge, 0x8100_0000)])
        {
            Write(peer, target, 0x10, 4, address);
            Write(peer, target, 0x04, 2, 6);
            Write(peer, target, 0x3C, 1, 0x10 + target.Slot);
        }

        foreach (var (target, kind, count) in ((PciTarget, uint, uint)[])[(Messages, Msix, 3), (OnSecondBridge, Msi, 1)])
            Expect(peer, "ibm,change-msi", [target.Address(0), PciTarget.BuidHigh, target.BuidLow, kind, count, 0], 4);

        Expect(peer, "set-time-of-day", [2031, 7, 9, 13, 14, 15, 0], 1);
        peer.Write(Buffer, "kept over the way"u8);
        Expect(peer, "nvram-store", [0x1234, Buffer, 17], 2);
        peer.PressPowerButton();
    }

    /// <summary>Makes a second window, where the version has windows.</summary>
    private static bool CreateWindow(IRtasPeer peer, bool isExpected)
    {
        uint[] arguments = [Messages.Address(0), PciTarget.BuidHigh, BuidLow, 16, 28];
        var isMade = peer.Call("ibm,create-pe-dma-window", arguments, 4) is [0, ..];
        Assert.That(isMade, Is.EqualTo(isExpected), "a second window");
        return isMade;
    }

    private static bool IsBefore27(string version) =>
        version is "pseries-2.1" or "pseries-2.2" or "pseries-2.3" or "pseries-2.4" or "pseries-2.5" or "pseries-2.6";

    private static void RunGuest(QemuPeer qemu, bool hasWindow)
    {
        // Sizes that the hypervisor looks at.
        qemu.Write(Vpa + 4, [0x02, 0x80]);
        qemu.Write(SlbShadow + 4, [0, 0, 0, 0x80]);
        qemu.Write(DispatchTraceLog + 4, [0, 0, 0x10, 0]);
        var program = new GuestProgram();
        for (var register = 14; register < 30; register++)
            program.Load(register, 0x0101_0101_0101_0101UL * (ulong)register);

        // slbmte: an entry of the SLB; ESID 1, valid, number 3.
        program.Load(4, 0x0000_0000_1234_5400).Load(5, 0x1800_0003).Instruction(0x7C80_2B24);
        foreach (var page in (ulong[])[0, 1, 5, 0x3FFFF])
            program.Call(PutTce, FirstWindow, page << 12, 0x20_0003 + (page << 12 & 0xFFF_F000));

        if (hasWindow)
        {
            program.Call(PutTce, FirstWindow + 1, 0x0800_0000_0000_0000, 0x100_0001);
            program.Call(PutTce, FirstWindow + 1, 0x0800_0000_0FFF_0000, 0x200_0003);
        }

        // Entries of 4 KiB pages of RAM, in several groups.
        foreach (var group in (ulong[])[0, 1, 0x100, 0x3FFF])
            program.Call(EnterHpt, 0, group * 8, 0x0123_4567_0000_0001 + (group << 12), (group << 12) + 0x190);

        program.Call(SetSprg0, 0xCAFE_F00D_1234_5678);
        program.Call(RegisterVpa, (ulong)VpaFlag << 44, 0, Vpa);
        program.Call(RegisterVpa, (ulong)SlbShadowFlag << 44, 0, SlbShadow);
        program.Call(RegisterVpa, (ulong)DispatchTraceLogFlag << 44, 0, DispatchTraceLog);
        program.Call(SetPriority, 5);
        program.Call(RaiseIpi, 0, 3);
        program.Run(qemu);
    }

    private static void Write(IRtasPeer peer, PciTarget target, int register, int width, uint value) =>
        Expect(peer, "ibm,write-pci-config", [target.Address(register), PciTarget.BuidHigh, target.BuidLow, (uint)width, value], 1);

    private static void Expect(HvPeer hv, uint number, params ulong[] arguments)
    {
        var registers = new ulong[9];
        arguments.CopyTo(registers, 0);
        Assert.That(hv.Machine.Hypercall(number, registers, hv.Machine.Cpus[0]), Is.EqualTo(HypercallStatus.Success), $"hypercall 0x{number:x}");
    }

    private static void Expect(IRtasPeer peer, string name, uint[] arguments, int returns) =>
        Assert.That(peer.Call(name, arguments, returns)?[0], Is.Zero, name);
}
