using System.Text;
using Hv.Power.Assembly;
using Hv.Power.Cpu;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;
using Hv.Power.Translation;
using Hv.Runtime.Memory;

namespace Hv.Power.Tests.Cpu;

/// <summary>
/// A guest without an operating system: RAM with programs in it, and processors. Its hypervisor knows two calls: r3 = 0x58 prints the character
/// in r4, r3 = 0 ends the run.
/// </summary>
internal sealed class GuestMachine : IDisposable
{
    public const ulong RamSize = 32 << 20;

    private readonly GuestMemory _memory = new(RamSize);

    public GuestMachine(PowerModel? model = null, int processors = 1, int threadsPerCore = 1, AddressSpace? devices = null)
    {
        Partition = new PowerPartition(_memory, devices);
        Group = new PowerCpuGroup(model ?? PowerModel.Power9, Partition, processors, threadsPerCore);
    }

    public PowerPartition Partition { get; }

    public PowerCpuGroup Group { get; }

    public PowerCpu Cpu => Group.Cpus[0];

    public ref PowerState State => ref Cpu.State;

    public GuestMemory Memory => _memory;

    public StringBuilder Console { get; } = new();

    /// <summary>Assembles a program into RAM.</summary>
    public AssembledCode Load(ulong address, string source, bool isBigEndian = true)
    {
        var code = PowerAssembler.Assemble(source, address, isBigEndian);
        Assert.That(_memory.TryWrite(new GuestPhysicalAddress(address), code.Bytes.Span), "the program fits");
        return code;
    }

    public void Write(ulong address, ulong doubleword)
    {
        Span<byte> bytes = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, doubleword);
        Assert.That(_memory.TryWrite(new GuestPhysicalAddress(address), bytes));
    }

    public ulong Read(ulong address)
    {
        Span<byte> bytes = stackalloc byte[8];
        Assert.That(_memory.TryRead(new GuestPhysicalAddress(address), bytes));
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    /// <summary>Runs the first processor until it ends, or as far as the budget goes.</summary>
    public RunResult Run(long budget = 1_000_000)
    {
        for (var left = budget; left > 0;)
        {
            var result = Cpu.Run(left);
            left -= result.Completed;
            if (result.Reason != StopReason.Hypercall || !Serve(Cpu))
                return result;
        }

        return new RunResult(StopReason.Budget, budget, default);
    }

    /// <summary>Serves a call of the hypervisor.</summary>
    /// <returns>Whether the processor goes on.</returns>
    public unsafe bool Serve(PowerCpu cpu)
    {
        switch (cpu.State.Gpr[3])
        {
            case 0x58:
                lock (Console)
                    Console.Append((char)cpu.State.Gpr[4]);

                return true;
            case 0:
                return false;
            default:
                Assert.Fail($"hypercall 0x{cpu.State.Gpr[3]:x} at 0x{cpu.State.Nia:x}");
                return false;
        }
    }

    public void Dispose()
    {
        Group.Dispose();
        Partition.Dispose();
        _memory.Dispose();
    }
}
