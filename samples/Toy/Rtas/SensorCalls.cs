using System.Buffers.Binary;
using Hv.Runtime.Declarations;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Toy.Rtas;

// <snippet add-rtas-call>
/// <summary>The calls about the sensors.</summary>
[RtasCalls]
internal sealed partial class SensorCalls(ToyMachine machine)
{
    /// <summary>Stores what each sensor measures, one word each, and tells how many there are.</summary>
    [RtasCall(0x2000, "toy,read-sensors")]
    private RtasStatus ReadSensors(GuestPhysicalAddress buffer, uint length, out uint sensors)
    {
        var temperatures = machine.Sensors.Temperatures;
        sensors = (uint)temperatures.Length;
        var size = temperatures.Length * sizeof(uint);
        if (length < size || !machine.Memory.TryGetSpan(buffer, size, forWrite: true, out var words))
            return RtasStatus.ParameterError;

        for (var index = 0; index < temperatures.Length; index++)
            BinaryPrimitives.WriteUInt32BigEndian(words[(index * sizeof(uint))..], temperatures[index]);

        return RtasStatus.Success;
    }
}
// </snippet>
