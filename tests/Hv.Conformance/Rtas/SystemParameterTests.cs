using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Rtas;

/// <summary>System parameters: all numbers near those that exist, in buffers of all lengths.</summary>
public sealed class SystemParameterTests : ConformanceTest
{
    private const uint Buffer = 0x30_0000;
    private const int BufferSize = 0x100;

    private static readonly uint[] Lengths = [0, 1, 2, 3, 17, 18, 19, 40, 0xFF, BufferSize, 4096, uint.MaxValue];

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    public void Parameters_have_the_same_values(string version)
    {
        var uuid = new Guid("01020304-0506-0708-090a-0b0c0d0e0f10");
        CompareAll(new MachineSetup(version) { Uuid = uuid }, [20, 42, 48]);
    }

    [TestCase("pseries-7.2", 4)]
    [TestCase("pseries-4.1", 4)]
    [TestCase("pseries-2.7", 4)]
    [TestCase("pseries-2.6", 2)]
    [TestCase("pseries-2.3", 2)]
    public void Parameters_that_do_not_exist_get_the_same_answers(string version, int maximumCpus) =>
        CompareAll(
            new MachineSetup(version) { Cpus = 2, MaximumCpus = maximumCpus },
            [.. Enumerable.Range(0, 70).Select(number => (uint)number), 0x8000_0014, uint.MaxValue]);

    private void CompareAll(MachineSetup setup, uint[] parameters)
    {
        var pair = Start(setup);
        var fill = Enumerable.Repeat((byte)0x5A, BufferSize).ToArray();
        foreach (var parameter in parameters)
        {
            foreach (var length in Lengths)
            {
                pair.Write(Buffer, fill);
                pair.Call("ibm,get-system-parameter", [parameter, Buffer, length], 1);
                pair.Read(Buffer, BufferSize, $"parameter {parameter} of length {length}");
            }

            pair.Call("ibm,set-system-parameter", [parameter, Buffer], 1);
        }
    }
}
