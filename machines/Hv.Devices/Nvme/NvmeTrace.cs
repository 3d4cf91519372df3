using Hv.Runtime.Tracing;

namespace Hv.Devices.Nvme;

/// <summary>The trace events of a controller, with the names that QEMU's users know.</summary>
/// <param name="log">The machine's.</param>
internal sealed class NvmeTrace(TraceLog log)
{
    public TraceEvent AdminCommand { get; } = log.GetEvent("pci_nvme_admin_cmd");

    public TraceEvent IoCommand { get; } = log.GetEvent("pci_nvme_io_cmd");

    public TraceEvent Read { get; } = log.GetEvent("pci_nvme_read");

    public TraceEvent Write { get; } = log.GetEvent("pci_nvme_write");

    public TraceEvent Flush { get; } = log.GetEvent("pci_nvme_flush_ns");

    public TraceEvent Compare { get; } = log.GetEvent("pci_nvme_compare");

    public TraceEvent DatasetManagement { get; } = log.GetEvent("pci_nvme_dsm");

    public TraceEvent SubmissionDoorbell { get; } = log.GetEvent("pci_nvme_mmio_doorbell_sq");

    public TraceEvent CompletionDoorbell { get; } = log.GetEvent("pci_nvme_mmio_doorbell_cq");

    public TraceEvent RegisterRead { get; } = log.GetEvent("pci_nvme_mmio_read");

    public TraceEvent RegisterWrite { get; } = log.GetEvent("pci_nvme_mmio_write");

    public TraceEvent Configured { get; } = log.GetEvent("pci_nvme_mmio_cfg");

    public TraceEvent Started { get; } = log.GetEvent("pci_nvme_mmio_start_success");

    public TraceEvent Stopped { get; } = log.GetEvent("pci_nvme_mmio_stopped");

    public TraceEvent ShutdownSet { get; } = log.GetEvent("pci_nvme_mmio_shutdown_set");

    public TraceEvent Completion { get; } = log.GetEvent("pci_nvme_enqueue_req_completion");

    public TraceEvent MessageInterrupt { get; } = log.GetEvent("pci_nvme_irq_msix");

    public TraceEvent PinInterrupt { get; } = log.GetEvent("pci_nvme_irq_pin");

    public TraceEvent CreateSubmissionQueue { get; } = log.GetEvent("pci_nvme_create_sq");

    public TraceEvent CreateCompletionQueue { get; } = log.GetEvent("pci_nvme_create_cq");

    public TraceEvent DeleteSubmissionQueue { get; } = log.GetEvent("pci_nvme_del_sq");

    public TraceEvent DeleteCompletionQueue { get; } = log.GetEvent("pci_nvme_del_cq");

    public TraceEvent Identify { get; } = log.GetEvent("pci_nvme_identify");

    public TraceEvent GetLog { get; } = log.GetEvent("pci_nvme_get_log");

    public TraceEvent GetFeature { get; } = log.GetEvent("pci_nvme_getfeat");

    public TraceEvent SetFeature { get; } = log.GetEvent("pci_nvme_setfeat");

    public TraceEvent EventRequest { get; } = log.GetEvent("pci_nvme_aer");

    public TraceEvent EventPosted { get; } = log.GetEvent("pci_nvme_aer_post_cqe");

    public TraceEvent StartFailed { get; } = log.GetEvent("pci_nvme_err_startfail");

    public TraceEvent FatalStatus { get; } = log.GetEvent("pci_nvme_err_cfs");

    public TraceEvent CommandFailed { get; } = log.GetEvent("pci_nvme_err_req_status");

    public TraceEvent DiskFailed { get; } = log.GetEvent("pci_nvme_err_aio");

    public TraceEvent InvalidOpcode { get; } = log.GetEvent("pci_nvme_err_invalid_opc");

    public TraceEvent InvalidAdminOpcode { get; } = log.GetEvent("pci_nvme_err_invalid_admin_opc");

    public TraceEvent InvalidDoorbell { get; } = log.GetEvent("pci_nvme_ub_db_wr_invalid");
}
