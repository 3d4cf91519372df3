using Hv.Runtime.Abi;

namespace Hv.Cli.Tests.Infrastructure;

/// <summary>What the versions of the sample platform show their guests, made up.</summary>
internal static class SampleAbi
{
    public static AbiText? Find(string version) => version switch
    {
        "sample-1.2" => Text(version, "on", "sample size = uint32", "sample mode = uint8"),
        "sample-1.1" => Text(version, "off", "sample size = uint32", "sample mode = uint8"),
        "sample-1.0" => Text(version, "off", "sample mode = uint8", "sample size = uint32"),
        _ => null,
    };

    private static AbiText Text(string version, string hotPlug, params IEnumerable<string> fields)
    {
        List<AbiEntry> entries =
        [
            new(AbiEntryKind.Device, "sample-base", AbiKeys.NoParent),
            new(AbiEntryKind.Property, "sample-base.hot-plug", hotPlug),
            new(AbiEntryKind.State, "sample", "version 1, oldest 1"),
            .. fields.Select(field => field.Split(" = ")).Select(field => new AbiEntry(AbiEntryKind.Field, field[0], field[1])),
        ];
        if (version == "sample-1.0")
            entries.Add(new AbiEntry(AbiEntryKind.Exception, "sample-1.0 property sample-base.hot-plug", "\"it never worked\""));

        return new AbiText(version, entries);
    }
}
