using Hv.Power.Declarations;
using Hv.Pseries.Configuration;
using Hv.Pseries.Firmware;
using Hv.Pseries.Firmware.Boot;
using Hv.Pseries.Firmware.Negotiation;
using Hv.Pseries.Firmware.Nodes;
using Hv.Pseries.Firmware.OpenFirmware;
using Hv.Pseries.Interrupts;
using Hv.Runtime.Declarations;

namespace Hv.Pseries;

/// <content>How its guest starts, and what the two agree upon.</content>
public abstract partial class PseriesMachine
{
    [HostOnly("files of this host; a client that is in the middle of it goes on with the device tree")]
    private GuestBoot? _boot;

    /// <summary>What the guest starts with.</summary>
    internal GuestBoot Boot => _boot ??= new GuestBoot(this);

    /// <summary>What guest and platform have agreed upon in option vector 5 (LoPAR B.6.2.3).</summary>
    public OptionVector NegotiatedOptions => _negotiatedOptions;

    /// <summary>Whether the processors have radix trees.</summary>
    public bool HasRadix => Execution.Group.Cpus[0].Model.HasRadix;

    /// <summary>The logical processor version that the guest has chosen; 0: the processor itself.</summary>
    public uint CompatibilityVersion => Processors.First().State.CompatibilityVersion;

    /// <summary>The level of the architecture that the guest was promised.</summary>
    internal Isa CompatibilityLevel
    {
        get
        {
            var model = Execution.Group.Cpus[0].Model;
            return model.LogicalVersions.FirstOrDefault(version => version.Value == CompatibilityVersion)?.Level ?? model.Level;
        }
    }

    /// <summary>The device tree as it is now, in the form that firmware and kernels take.</summary>
    internal byte[] FlattenedTree()
    {
        if (Boot.Client is { } client)
            return FlattenedDeviceTree.Write(client.Tree.Root);

        var tree = DeviceTree.Create(this);
        if (RtasBase is { } address)
            tree.Children.Find(node => node.Name == RtasNode.Name)?.Set(DeviceTreeProperty.OfCells(RtasNode.Base, (uint)address));

        return FlattenedDeviceTree.Write(tree);
    }

    /// <summary>Becomes what guest and platform know both.</summary>
    /// <param name="version">The logical processor version; 0: the processor itself.</param>
    /// <param name="wanted">What the guest knows of option vector 5.</param>
    internal void Adopt(uint version, OptionVector wanted)
    {
        // The tree that the guest gets has what is there now.
        ResetConnectors();
        foreach (var cpu in Processors)
            cpu.State.CompatibilityVersion = version;

        _negotiatedOptions.Clear();
        foreach (var option in ArchitectureOptions.Offered(this).Where(wanted.Contains))
            _negotiatedOptions.Add(option);

        // One that cannot resize its table later gets the largest that it may need.
        if (!_negotiatedOptions.Contains(OptionVector5.Radix) && !wanted.Contains(OptionVector5.HashTableResize))
            HashPageTable.GrowForAllMemory();

        FlattenDeviceTree();
    }

    /// <summary>The kernel knows all that it wanted from its firmware: what is kept from now on is the tree as it left it.</summary>
    internal void EndClient()
    {
        if (Boot.Client is not { } client)
            return;

        foreach (var node in client.Tree.Root.Children)
            node.Properties.RemoveAll(property => property.Name == MemoryClaims.Available);

        FlattenDeviceTree();
        Boot.EndClient();
    }

    /// <summary>Keeps a tree that the guest's firmware hands back (H_UPDATE_DT).</summary>
    /// <returns><see langword="false"/> when it is none, or has grown out of proportion.</returns>
    internal bool TryKeepDeviceTree(byte[] tree)
    {
        if ((ulong)tree.Length > 2UL * _firstDeviceTreeSize || !FlattenedDeviceTree.IsTree(tree))
            return false;

        _deviceTree = tree;
        _deviceTreeSize = (uint)tree.Length;
        AdoptRtasBase();
        return true;
    }

    private void StartGuest()
    {
        Boot.Load();
        if (Options.Boot is { Firmware: null, Kernel: not null })
        {
            foreach (var bridge in HostBridges)
                PciSetup.Run(bridge);

            if (Nvram is not null)
                NvramSetup.Run(Nvram);
        }

        // The tree is made once more when the firmware has put RTAS somewhere.
        _rtasBase = null;
        Boot.Start();
        FlattenDeviceTree();
    }

    /// <summary>Makes the tree that the guest has as long as it has not handed back one of its own.</summary>
    private void FlattenDeviceTree()
    {
        if (!UpdatesDeviceTree)
            return;

        _deviceTree = FlattenedTree();
        _deviceTreeSize = (uint)_deviceTree.Length;
        _firstDeviceTreeSize = _deviceTreeSize;
    }

    /// <summary>A kernel that was using the client interface goes on with it here: only then the tree says what memory is free.</summary>
    private void AdoptClient()
    {
        Boot.EndClient();
        if (FlattenedDeviceTree.TryParse(_deviceTree, out var tree)
            && tree.Children.Exists(node => node.Name.StartsWith("memory@", StringComparison.Ordinal) && node.Find(MemoryClaims.Available) is not null))
        {
            Boot.AdoptClient(tree);
        }
    }
}
