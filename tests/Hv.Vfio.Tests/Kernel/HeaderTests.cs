using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Tests.Kernel;

/// <summary>Structures and numbers of requests are those of the kernel's headers, on both kinds of architectures.</summary>
[TestFixture]
public sealed class HeaderTests
{
    private const int CompileMilliseconds = 60_000;

    private static readonly KernelStructure[] Structures =
    [
        new(typeof(CapabilityHeader), "vfio_info_cap_header", ["id", "version", "next"]),
        new(typeof(GroupStatus), "vfio_group_status", ["argsz", "flags"]),
        new(typeof(DeviceInfo), "vfio_device_info", ["argsz", "flags", "num_regions", "num_irqs", "cap_offset", null], HasFixedSize: false),
        new(typeof(RegionInfo), "vfio_region_info", ["argsz", "flags", "index", "cap_offset", "size", "offset"]),
        new(typeof(SparseMapArea), "vfio_region_sparse_mmap_area", ["offset", "size"]),
        new(typeof(InterruptInfo), "vfio_irq_info", ["argsz", "flags", "index", "count"]),
        new(typeof(InterruptSet), "vfio_irq_set", ["argsz", "flags", "index", "start", "count"]),
        new(typeof(DependentDevice), "vfio_pci_dependent_device", ["group_id", "segment", "bus", "devfn"]),
        new(typeof(HotResetInfo), "vfio_pci_hot_reset_info", ["argsz", "flags", "count"]),
        new(typeof(HotReset), "vfio_pci_hot_reset", ["argsz", "flags", "count"]),
        new(typeof(Type1Info), "vfio_iommu_type1_info", ["argsz", "flags", "iova_pgsizes", "cap_offset", null]),
        new(typeof(IovaRange), "vfio_iova_range", ["start", "end"]),
        new(typeof(Type1Map), "vfio_iommu_type1_dma_map", ["argsz", "flags", "vaddr", "iova", "size"]),
        new(typeof(Type1Unmap), "vfio_iommu_type1_dma_unmap", ["argsz", "flags", "iova", "size"]),
        new(typeof(SpaprInfo), "vfio_iommu_spapr_tce_info",
            ["argsz", "flags", "dma32_window_start", "dma32_window_size", "ddw.pgsizes", "ddw.max_dynamic_windows_supported", "ddw.levels"]),
        new(typeof(SpaprRegisterMemory), "vfio_iommu_spapr_register_memory", ["argsz", "flags", "vaddr", "size"]),
        new(typeof(SpaprCreate), "vfio_iommu_spapr_tce_create",
            ["argsz", "flags", "page_shift", "__resv1", "window_size", "levels", "__resv2", "start_addr"]),
        new(typeof(SpaprRemove), "vfio_iommu_spapr_tce_remove", ["argsz", "flags", "start_addr"]),

        // What is behind it is for injecting errors.
        new(typeof(EehOperation), "vfio_eeh_pe_op", ["argsz", "flags", "op"], HasFixedSize: false),
    ];

    private static readonly (string Name, VfioRequest Request)[] Requests =
    [
        ("VFIO_GET_API_VERSION", VfioRequest.GetApiVersion),
        ("VFIO_CHECK_EXTENSION", VfioRequest.CheckExtension),
        ("VFIO_SET_IOMMU", VfioRequest.SetIommu),
        ("VFIO_GROUP_GET_STATUS", VfioRequest.GroupGetStatus),
        ("VFIO_GROUP_SET_CONTAINER", VfioRequest.GroupSetContainer),
        ("VFIO_GROUP_UNSET_CONTAINER", VfioRequest.GroupUnsetContainer),
        ("VFIO_GROUP_GET_DEVICE_FD", VfioRequest.GroupGetDeviceFd),
        ("VFIO_DEVICE_GET_INFO", VfioRequest.DeviceGetInfo),
        ("VFIO_DEVICE_GET_REGION_INFO", VfioRequest.DeviceGetRegionInfo),
        ("VFIO_DEVICE_GET_IRQ_INFO", VfioRequest.DeviceGetIrqInfo),
        ("VFIO_DEVICE_SET_IRQS", VfioRequest.DeviceSetIrqs),
        ("VFIO_DEVICE_RESET", VfioRequest.DeviceReset),
        ("VFIO_DEVICE_GET_PCI_HOT_RESET_INFO", VfioRequest.DeviceGetPciHotResetInfo),
        ("VFIO_IOMMU_GET_INFO", VfioRequest.IommuGetInfo),
        ("VFIO_IOMMU_SPAPR_TCE_GET_INFO", VfioRequest.SpaprTceGetInfo),
        ("VFIO_DEVICE_PCI_HOT_RESET", VfioRequest.DevicePciHotReset),
        ("VFIO_IOMMU_MAP_DMA", VfioRequest.MapDma),
        ("VFIO_IOMMU_UNMAP_DMA", VfioRequest.UnmapDma),
        ("VFIO_IOMMU_ENABLE", VfioRequest.IommuEnable),
        ("VFIO_IOMMU_DISABLE", VfioRequest.IommuDisable),
        ("VFIO_IOMMU_SPAPR_REGISTER_MEMORY", VfioRequest.SpaprRegisterMemory),
        ("VFIO_IOMMU_SPAPR_UNREGISTER_MEMORY", VfioRequest.SpaprUnregisterMemory),
        ("VFIO_IOMMU_SPAPR_TCE_CREATE", VfioRequest.SpaprTceCreate),
        ("VFIO_IOMMU_SPAPR_TCE_REMOVE", VfioRequest.SpaprTceRemove),
        ("VFIO_EEH_PE_OP", VfioRequest.EehPeOperation),
    ];

    private static readonly (string Name, IommuType Type)[] Types =
    [
        ("VFIO_TYPE1_IOMMU", IommuType.Type1),
        ("VFIO_SPAPR_TCE_IOMMU", IommuType.SpaprTce),
        ("VFIO_TYPE1v2_IOMMU", IommuType.Type1V2),
        ("VFIO_DMA_CC_IOMMU", IommuType.DmaCacheCoherent),
        ("VFIO_EEH", IommuType.Eeh),
        ("VFIO_TYPE1_NESTING_IOMMU", IommuType.Type1Nesting),
        ("VFIO_SPAPR_TCE_v2_IOMMU", IommuType.SpaprTceV2),
        ("VFIO_NOIOMMU_IOMMU", IommuType.NoIommu),
    ];

    [TestCase("gcc", HostArchitecture.Generic)]
    [TestCase("powerpc64le-linux-gnu-gcc", HostArchitecture.PowerPc)]
    public void Structures_and_requests_are_those_of_the_header(string compiler, HostArchitecture architecture) =>
        Assert.That(Compile(compiler, Assertions(architecture)), Is.Empty);

    [TestCase("gcc", HostArchitecture.PowerPc)]
    [TestCase("powerpc64le-linux-gnu-gcc", HostArchitecture.Generic)]
    public void The_numbers_of_another_architecture_are_seen_to_be_wrong(string compiler, HostArchitecture architecture) =>
        Assert.That(Compile(compiler, Assertions(architecture)), Does.Contain("VFIO_SET_IOMMU is not"));

    [Test]
    public void Every_structure_is_compared()
    {
        var all = typeof(SpaprInfo).Assembly.GetTypes().Where(type => type.Namespace == typeof(SpaprInfo).Namespace && type.IsValueType && type.IsPublic);
        Assert.That(Structures.Select(structure => structure.Type), Is.EquivalentTo(all));
    }

    [Test]
    public void Every_request_is_compared() =>
        Assert.That(Requests.Select(request => (int)request.Request).Distinct(), Is.EquivalentTo(Enum.GetValues<VfioRequest>().Distinct().Select(value => (int)value)));

    [TestCase(HostArchitecture.Generic)]
    [TestCase(HostArchitecture.PowerPc)]
    public void A_request_is_found_by_its_number(HostArchitecture architecture)
    {
        Assert.That(VfioRequests.TryFind(VfioRequest.EehPeOperation.Number(architecture), architecture, out var last), Is.True);
        Assert.That(last, Is.EqualTo(VfioRequest.EehPeOperation));
        Assert.That(VfioRequests.TryFind(VfioRequest.EehPeOperation.Number(architecture) + 1, architecture, out _), Is.False);
        Assert.That(VfioRequests.TryFind(VfioRequest.GetApiVersion.Number(architecture) - 1, architecture, out _), Is.False);
    }

    private static string Assertions(HostArchitecture architecture)
    {
        var text = new StringBuilder("#include <stddef.h>\n#include <linux/vfio.h>\n");
        foreach (var structure in Structures)
            text.Append(structure.Assertions());

        foreach (var (name, request) in Requests)
            KernelStructure.Append(text, name, request.Number(architecture));

        foreach (var (name, type) in Types)
            KernelStructure.Append(text, name, (ulong)type);

        return text.ToString();
    }

    /// <summary>Lets a compiler check a program; nothing is run, so that the architecture need not be the host's.</summary>
    /// <returns>What it complains of.</returns>
    private static string Compile(string compiler, string program)
    {
        var start = new ProcessStartInfo(compiler, ["-std=gnu11", "-fsyntax-only", "-x", "c", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(program);
            process.StandardInput.Close();
            if (!process.WaitForExit(CompileMilliseconds))
            {
                process.Kill();
                Assert.Fail($"{compiler} did not end");
            }

            return errors.GetAwaiter().GetResult();
        }
        catch (Win32Exception)
        {
            Assert.Ignore($"{compiler} is not installed");
            return "";
        }
    }
}
