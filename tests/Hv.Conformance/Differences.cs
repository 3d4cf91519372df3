using Hv.Conformance.Infrastructure;

namespace Hv.Conformance;

/// <summary>
/// The intended differences between Hv and QEMU 7.2. A test names those it meets (<see cref="DiffersAttribute"/>); whatever else
/// differs is a defect of Hv.
/// </summary>
internal static partial class Differences
{
    private const uint Success = 0;
    private const uint ParameterError = unchecked((uint)-3);
    private const uint Dma64WindowHigh = 0x0800_0000;

    private static readonly string[] DdwCalls =
        ["ibm,query-pe-dma-window", "ibm,create-pe-dma-window", "ibm,remove-pe-dma-window", "ibm,reset-pe-dma-window"];

    private static readonly Dictionary<string, int> ArgumentsQemuDoesNotCount = new()
    {
        ["display-character"] = 1, ["ibm,get-system-parameter"] = 3, ["ibm,set-system-parameter"] = 2, ["ibm,os-term"] = 1,
    };

    public static readonly Difference<CallObservation> NothingIsStoredWithoutReturnWords = new(
        "With nret = 0 the guest has left no room for a status word; QEMU stores one all the same, into what follows.",
        call => call.Returns == 0 && call.Hv[0] == RtasBuffer.Untouched && call.EqualFrom(1));

    public static readonly Difference<CallObservation> NothingIsStoredBeyondReturnWords = new(
        "No more words are stored than the guest has left room for; QEMU does not count those of the calls for messages.",
        call => call.Name is "ibm,change-msi" or "ibm,query-interrupt-source-number"
            && call.Hv.AsSpan(0, call.Returns).SequenceEqual(call.Qemu.AsSpan(0, call.Returns))
            && call.Hv.AsSpan(call.Returns).IndexOfAnyExcept(RtasBuffer.Untouched) < 0);

    public static readonly Difference<CallObservation> ArgumentsAreNotReadBeyondTheirNumber = new(
        "A call with fewer arguments than it reads is refused; QEMU does not count those of some calls and takes return words for arguments.",
        call => call.Arguments.Length < ArgumentsQemuDoesNotCount.GetValueOrDefault(call.Name) && call.Hv[0] == ParameterError
            && call.EqualFrom(1));

    public static readonly Difference<CallObservation> SensorsHaveNoValueWithoutRoom = new(
        "Nothing but the status is stored for a call with wrong counts; QEMU's get-sensor-state stores a value, also where there is no room.",
        call => call.Name == "get-sensor-state" && call.Qemu is [ParameterError, 0, ..] && call.EqualFrom(2)
            && call.Hv[0] == (call.Returns == 0 ? RtasBuffer.Untouched : ParameterError) && call.Hv[1] == RtasBuffer.Untouched);

    public static readonly Difference<CallObservation> DdwFrom24 = new(
        "Dynamic DMA windows are on from 2.4 on, as the series that brought them says; QEMU turned them off up to 2.6.",
        call => DdwCalls.Contains(call.Name) && call.Qemu[0] == ParameterError && call.Hv[0] != ParameterError);

    public static readonly Difference<PropertyObservation> DdwIsOnFrom24 = new(
        DdwFrom24.Reason, property => property is { Property: "ddw", Qemu: "off", Hv: "on" });

    public static readonly Difference<PropertyObservation> DdwIsInTheTreeFrom24 = new(
        DdwFrom24.Reason, property => property is { Property: "ibm,ddw-applicable" or "ibm,ddw-extensions", Qemu: "absent", Hv: "present" });

    public static readonly Difference<CallObservation> FirstWindowGoesTo64BitAddress = new(
        "A window that is created while none is active lies at dma64_win_addr like any other; QEMU puts it at dma_win_addr.",
        call => IsPlacement(call) && call.Qemu[2] == 0 && call.Hv[2] == Dma64WindowHigh);

    public static readonly Difference<CallObservation> WindowsNeverOverlap = new(
        "With dma64_win_addr taken a window lies at dma_win_addr; QEMU puts it over the one that is there.",
        call => IsPlacement(call) && call.Qemu[2] == Dma64WindowHigh && call.Hv[2] == 0);

    public static readonly Difference<CallObservation> DatesAreChecked = new(
        "A date that does not exist is a parameter error; QEMU takes 30 February for 2 March.",
        call => call.Name == "set-time-of-day" && call.Qemu[0] == Success && call.Hv[0] == ParameterError && call.EqualFrom(1));

    public static readonly Difference<CallObservation> LateDatesAreKept = new(
        "A date is kept up to the end of 9999; QEMU keeps nanoseconds in 64 bits, which end 292 years from now.",
        call => call is { Name: "get-time-of-day", Hv: [Success, >= 2300, ..], Qemu: [Success, < 2300, ..] });

    public static readonly Difference<CallObservation> NvramBuffersLieInRam = new(
        "A buffer that is not in RAM is a parameter error; QEMU reports success.",
        call => call.Name is "nvram-fetch" or "nvram-store" && call.Qemu[0] == Success && call.Hv[0] == ParameterError);

    public static readonly Difference<ContentObservation> LogsAreCutToTheBuffer = new(
        "An event log is cut to the length the guest gives; QEMU stores all of it, beyond the buffer.",
        content => content.Qemu.AsSpan().CommonPrefixLength(content.Hv) is var length
            && content.Hv.AsSpan(length).IndexOfAnyExcept((byte)0x5A, (byte)0) < 0);

    public static readonly Difference<CallObservation> EventsOutliveBadBuffers = new(
        "An event whose buffer is not in RAM stays queued and the guest is told; QEMU reports success and drops it.",
        call => call.Name == "check-exception" && call.Qemu[0] == Success && call.Hv[0] == ParameterError);

    public static readonly Difference<ContentObservation> LogIdsAreBigEndian = new(
        "The number of an event log is big-endian like all of it; QEMU stores it as its host does.",
        content => content.Qemu.Reverse().SequenceEqual(content.Hv));

    public static readonly Difference<CallObservation> DefaultWindowComesBack = new(
        "With the last window that the guest created gone the default one comes back; QEMU goes by numbers, and not after the first one's.",
        call => call.Name == "ibm,query-pe-dma-window" && call.Qemu[0] == Success
            && call.Qemu[1] == 2 && call.Hv[1] == 1 && call.EqualFrom(2));

    public static readonly Difference<CallObservation> WindowNumbersAreTakenInOrder = new(
        "The first free window is taken; QEMU takes that which its hash table of objects yields first.",
        call => call.Name == "ibm,create-pe-dma-window" && call.Qemu[0] == Success && call.Hv[0] == Success && call.Qemu[1] == call.Hv[1] + 1);

    public static readonly Difference<ContentObservation> CapacityIsNeverZero = new(
        "Linux sizes its DMA window by the end of memory; QEMU says 0 where none can be added.",
        content => content.What == "/rtas/ibm,lrdr-capacity" && content.Qemu.AsSpan(0, 8).IndexOfAnyExcept((byte)0) < 0
            && Words.FromBytes(content.Hv)[1] == MachineSetup.RamSize && content.Qemu.AsSpan(8).SequenceEqual(content.Hv.AsSpan(8)));

    public static readonly Difference<PropertyObservation> ChoicesOfTheMachineStayOpen = new(
        "A property that leaves the choice to the machine still says so when it runs; the choice itself is compared apart.",
        property => property is { Property: "resize-hpt", Hv: "default" } or { Property: "vsmt", Hv: "0" });

    public static readonly Difference<PropertyObservation> NoLevelHasAName = new(
        "Values of an enumeration have names, 'none' too; QEMU's property is an empty text.",
        property => property is { Property: "max-cpu-compat", Qemu: "", Hv: "none" });

    public static readonly Difference<PropertyObservation> NoPersistenceHasAName = new(
        NoLevelHasAName.Reason, property => property is { Property: "nvdimm-persistence", Qemu: "", Hv: "none" });

    public static readonly Difference<PropertyObservation> CapabilitiesAreNotLoweredToTheProcessor = new(
        "The property says what the version allows; QEMU lowers it to what the processor, here a POWER7, can do.",
        property => property is { Property: "cap-htm", Qemu: "off", Hv: "on" });

    public static readonly Difference<PropertyObservation> MemoryWindowsAreNotSplitInProperties = new(
        "Properties keep what was configured; QEMU writes to them how it splits a window that is too large.",
        property => property is { Property: "mem_win_size", Qemu: "2147483648", Hv: "66571993088" }
            or { Property: "mem64_win_size", Qemu: "64424509440", Hv: "0" });

    public static readonly Difference<PropertyObservation> PlacementIsNotWrittenToProperties = new(
        "Properties keep what was configured; QEMU writes to them where it places the windows.",
        property => property is { Property: "gpa" or "atsd", Hv: "0" });

    public static readonly Difference<ContentObservation> ResetBringsBackEveryByte = new(
        "A reset gives every byte its value at power-on; QEMU keeps what the guest wrote where no register lies, and the chassis number.",
        content => content.What.StartsWith("bytes after the registers", StringComparison.Ordinal)
            && content.What.EndsWith("after a reset", StringComparison.Ordinal) && content.Hv.AsSpan(1).IndexOfAnyExcept((byte)0) < 0);

    public static readonly Difference<ContentObservation> EduIsLittleEndian = new(
        "Registers of a PCI device are little-endian; those of QEMU's edu have the byte order of the processor, here big-endian.",
        content => content.What == "identification of edu" && content.Qemu.Reverse().SequenceEqual(content.Hv));

    public static readonly Difference<CallObservation> VectorsOfMsiLeadToTheirNumbers = new(
        "A function counts all its vectors in the low bits of its message, which must be zero in the first number; QEMU looks at those alone"
            + " that the guest asks for, and from 3.1 on at none.",
        call => call is { Name: "ibm,query-interrupt-source-number", Qemu: [Success, ..], Hv: [Success, ..] } && call.EqualFrom(2)
            && uint.TrailingZeroCount(call.Hv[1] - call.Arguments[3]) > uint.TrailingZeroCount(call.Qemu[1] - call.Arguments[3]));

    public static readonly Difference<CallObservation> FunctionsGetNoMoreMessagesThanTheyOffer = new(
        "A function is given as many messages as it offers; QEMU takes what software has written to a control register for their number.",
        call => call is { Name: "ibm,change-msi", Qemu: [Success, 32, ..], Hv: [Success, 1, ..] } && call.EqualFrom(2));

    public static readonly Difference<PropertyObservation> ConnectorsAreNotToldOf = new(
        "Connectors for hot-plug are in the tree when there are calls for them, which Hv does not have yet.",
        property => property is
        {
            Property: "ibm,drc-indexes" or "ibm,drc-names" or "ibm,drc-power-domains" or "ibm,drc-types", Qemu: "present", Hv: "absent",
        });

    public static readonly Difference<CallObservation> FreedSourcesAreOff = new(
        "A source that a function no longer has is off, as after a reset; QEMU leaves it at the highest priority, also for who gets it next.",
        call => call is { Name: "ibm,get-xive", Qemu: [Success, 0, 0, ..], Hv: [Success, 0, 0xFF, ..] } && call.EqualFrom(3));

    private static bool IsPlacement(CallObservation call) =>
        call.Name == "ibm,create-pe-dma-window" && call.Qemu[0] == Success
        && call.Qemu.AsSpan(0, 2).SequenceEqual(call.Hv.AsSpan(0, 2)) && call.EqualFrom(3);
}
