namespace Hv.Cli.Output;

// The shapes of --json output. Programs read them: names are added, never changed or removed.

/// <summary><c>hv machines --json</c>.</summary>
internal sealed record MachineListDocument(IReadOnlyList<MachineListItem> Machines);

/// <summary>A machine version.</summary>
internal sealed record MachineListItem(
    string Name, string Family, string? Alias, bool IsDefault, string Summary, int OwnRows, int Rows);

/// <summary><c>hv machine NAME --json</c>.</summary>
internal sealed record MachineDocument(string Name, string Family, string Summary, IReadOnlyList<TypeValuesItem> Types);

/// <summary>The values of one object type on a machine version.</summary>
internal sealed record TypeValuesItem(string Type, IReadOnlyList<ValueItem> Properties);

/// <summary>A property's value and the row that gives it; no row for a default.</summary>
internal sealed record ValueItem(string Name, string Value, string Default, RowItem? SetBy);

/// <summary>A compat row: the version that declares it and the type it is for.</summary>
internal sealed record RowItem(string Version, string Type);

/// <summary><c>hv machine diff A B --json</c>.</summary>
internal sealed record MachineDiffDocument(string A, string B, IReadOnlyList<DifferenceItem> Differences);

/// <summary>A property that two machine versions give different values; <see langword="null"/> where one has no such property.</summary>
internal sealed record DifferenceItem(string Type, string Property, SideItem? A, SideItem? B);

/// <summary>A value of one side and the row that gives it; no row for a default.</summary>
internal sealed record SideItem(string Value, RowItem? SetBy);

/// <summary><c>hv abi show VERSION --json</c>.</summary>
internal sealed record AbiDocument(string Machine, IReadOnlyList<AbiEntryItem> Entries);

/// <summary>An entry of a guest ABI.</summary>
internal sealed record AbiEntryItem(string Kind, string Key, string Value);

/// <summary><c>hv abi diff A B --json</c>.</summary>
internal sealed record AbiDiffDocument(
    string A, string B, IReadOnlyList<AbiDifferenceItem> Differences, IReadOnlyList<AbiExceptionItem> Exceptions);

/// <summary>An entry that differs; <see langword="null"/> where one side has no such entry.</summary>
internal sealed record AbiDifferenceItem(string Kind, string Key, string Change, string? A, string? B);

/// <summary>A deliberate difference from what was released.</summary>
internal sealed record AbiExceptionItem(string Version, string Entry, string Reason);

/// <summary><c>hv devices --json</c>.</summary>
internal sealed record DeviceListDocument(IReadOnlyList<DeviceListItem> Devices);

/// <summary>A device type.</summary>
internal sealed record DeviceListItem(string Name, string Summary, string? Parent, bool IsAbstract, int Properties);

/// <summary><c>hv device NAME --json</c>.</summary>
internal sealed record DeviceDocument(
    string Name, string Summary, string? Parent, bool IsAbstract, IReadOnlyList<PropertyItem> Properties);

/// <summary>A declared property.</summary>
internal sealed record PropertyItem(
    string Name, string Type, string Default, string Allowed, string Help, bool IsReadOnly, string DeclaredBy);

/// <summary><c>hv rtas --json</c>.</summary>
internal sealed record RtasDocument(string Machine, IReadOnlyList<RtasCallItem> Calls);

/// <summary>A declared RTAS call.</summary>
internal sealed record RtasCallItem(
    uint Token, string Name, int ArgumentWords, int ReturnWords, bool AnyCounts, string Signature, string Summary, string Event);

/// <summary><c>hv hypercalls --json</c>.</summary>
internal sealed record HypercallDocument(string Machine, IReadOnlyList<HypercallItem> Hypercalls);

/// <summary>A declared hypercall.</summary>
internal sealed record HypercallItem(
    uint Number, string Name, int Inputs, int Outputs, string Signature, string Summary, string Event);

/// <summary><c>hv isa --json</c>.</summary>
internal sealed record IsaDocument(IReadOnlyList<IsaItem> Instructions);

/// <summary>A declared instruction.</summary>
internal sealed record IsaItem(
    string Mnemonic, string Operands, string Form, string Level, string Privilege, uint Mask, uint Value, string Summary,
    IReadOnlyList<IsaFieldItem> Fields, IReadOnlyList<IsaExtendedItem> Extended);

/// <summary>A field of an instruction.</summary>
internal sealed record IsaFieldItem(string Name, string Bits, string Kind);

/// <summary><c>hv isa registers --json</c>.</summary>
internal sealed record SpecialRegistersDocument(IReadOnlyList<SpecialRegisterItem> Registers);

/// <summary>A special purpose register; <paramref name="Until"/> is null for one that the newest version has.</summary>
internal sealed record SpecialRegisterItem(int Number, string Name, string Read, string Write, string From, string? Until, string Summary);

/// <summary>Another way to write an instruction.</summary>
internal sealed record IsaExtendedItem(string Written, string Meaning);

/// <summary><c>hv replay --trace help --json</c>.</summary>
internal sealed record TraceEventsDocument(string Machine, IReadOnlyList<string> Events);

/// <summary><c>hv inspect windows --json</c>.</summary>
internal sealed record WindowsDocument(IReadOnlyList<BridgeWindowsItem> Bridges);

/// <summary>The DMA windows of a host bridge, or of another device.</summary>
internal sealed record BridgeWindowsItem(string Name, string Path, IReadOnlyList<WindowItem> Windows);

/// <summary>A DMA window; one that is not enabled covers nothing.</summary>
internal sealed record WindowItem(
    string Name, uint? Liobn, bool IsEnabled, bool IsDefault, ulong BusAddress, ulong Size, ulong PageSize, ulong MappedPages,
    IReadOnlyList<double> Occupancy);
