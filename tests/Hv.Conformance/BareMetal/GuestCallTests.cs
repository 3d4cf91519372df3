using System.Globalization;
using Hv.Conformance.Infrastructure;
using Hv.Power.Execution;

namespace Hv.Conformance.BareMetal;

/// <summary>A program makes calls with good and bad arguments on the machine itself and under QEMU, and prints what came of each.</summary>
public sealed class GuestCallTests : BareMetalTest
{
    private const int Frame = 0x7100;
    private const ulong Page = 0x20_0000;
    private const ulong Other = 0x21_0000;
    private const ulong First = 0x0000_1234_5678_9001;
    private const ulong Second = 0x30_0190;
    private const ulong Exact = 1UL << 39;
    private const ulong ReadFour = 1UL << 37;
    private const ulong CompareVirtualPage = 1UL << 31;
    private const ulong CompareCondition = 1UL << 30;
    private const ulong Request = 1UL << 62;
    private const ulong End = 3UL << 62;
    private const ulong All = ulong.MaxValue;
    private const ulong Terminal = 0x7100_0000;
    private const uint FirstSource = 0x1000;
    private const uint Slot3 = 0x4000_0018;
    private const uint Cpu0 = 0x1000_0000;

    [Test]
    [Differs(nameof(Differences.MarkOfChangesIsNotTheGuests))]
    public void Page_tables_are_changed_as_in_QEMU()
    {
        var image = new BareMetalImage();
        Call(image, 0x08, 2, Exact, 0x800, First, Second);
        Call(image, 0x08, 2, Exact, 0x800, First, Second);
        for (var entry = 0; entry < 9; entry++)
            Call(image, 0x08, 2, 0, 0x805, First + ((ulong)entry << 12), Second);

        foreach (var second in (ulong[])[0x30_0180, 0x30_01B0, 0x30_0198, 0x30_01D0, 0x2000_0000_0020, 0x2000_0000_0030, 0x2000_0000_0010, 0x2000_0000_0060])
            Call(image, 0x08, 2, 0, 0x1000, First, second);

        foreach (var (first, second) in ((ulong, ulong)[])[(First | 4, 0x30_1190), (First | 4, 0x30_7190), (First | 4, 0x30_2190), (First | 4, 0x190), (First & ~1UL, Second)])
            Call(image, 0x08, 2, 0, 0x1008, first, second);

        foreach (var index in (ulong[])[0x2_0000, 1UL << 56, All])
        {
            Call(image, 0x08, 2, 0, index, First, Second);
            Call(image, 0x04, 3, 0, index, 0);
            Call(image, 0x0C, 3, 0, index);
            Call(image, 0x18, 1, 0, index, 0);
            Call(image, 0x124, 3, Request | (index >> 8), 0, End);
        }

        Call(image, 0x0C, 4, 0, 0x801);
        Call(image, 0x0C, 9, ReadFour, 0x802);
        Call(image, 0x0C, 4, 0, 0x1010);
        foreach (var flags in (ulong[])[0, 3, 4, 0x100, 0x3000, 0xE00, CompareVirtualPage])
        {
            Call(image, 0x18, 1, flags, 0x801, 0);
            Call(image, 0x0C, 3, 0, 0x801);
        }

        Call(image, 0x18, 1, 3, 0x1010, 0);
        foreach (var (flags, operand) in ((ulong, ulong)[])[(CompareVirtualPage, 0), (CompareCondition, 1), (CompareCondition | CompareVirtualPage, 1)])
            Call(image, 0x04, 3, flags, 0x801, operand);

        Call(image, 0x04, 3, CompareVirtualPage, 0x801, First & ~0x7FUL);
        Call(image, 0x04, 3, 0, 0x801, 0);
        Call(image, 0x124, 9, Request | 0x802, 0, Request | 0x801, 0, Request | 0x803, 0, End, 0);
        Call(image, 0x124, 9, Request | 0x804, 0, Request | (3UL << 56) | 0x805, 0, Request | 0x806, 0, 0, 0);
        Call(image, 0x124, 9, Request | (2UL << 56) | 0x805, 0, Request | (1UL << 56) | 0x805, 1, Request | 0x805, 0, 5, 0);
        foreach (var (flags, shift) in ((ulong, ulong)[])[(1, 20), (0, 17), (0, 47), (0, 23), (0, 0)])
            Call(image, 0x36C, 1, flags, shift);

        Call(image, 0x370, 1, 0, 20);
        Call(image, 0x370, 1, 1, 20);
        Run(image);
    }

    [Test]
    [Differs(nameof(Differences.ConferringTellsItsStatus))]
    public void Processors_and_storage_answer_as_in_QEMU()
    {
        var image = new BareMetalImage();
        image.Set(5, Page).Set(6, 640).Do("sth 6,4(5)\nsth 6,0xE04(5)").Set(5, Other).Set(6, 64).Do("stw 6,4(5)").Set(6, 7).Do("stw 6,0x104(5)");
        foreach (var (flags, address) in ((ulong, ulong)[])
            [
                (0x4, Other), (0x6, Other), (0x2, 0), (0x2, Page + 64), (0x2, Page + 0xE00), (0x2, Other), (0x2, Page), (0x4, 0), (0x6, 0),
                (0x4, Other + 0x100), (0x6, Other + 0x100), (0x4, Other), (0x6, Other), (0xA, 0), (0xC, 0), (0xA, 0), (0xE, 0), (0xA, 0), (0x1, 0), (0, 0),
            ])
        {
            Call(image, 0xDC, 1, flags << 44, 0, address);
        }

        Call(image, 0xDC, 1, 2UL << 44, 9, Page);
        image.Set(5, Page).Do("lbz 20,9(5)").Say("status").Show("byte", 20).EndLine();
        Call(image, 0x298, 1);
        Call(image, 0xE8, 1, 9);
        Call(image, 0xE8, 1, 0);
        Call(image, 0xE4, 1, 9, 0);
        Call(image, 0xE4, 1, All, 0);
        Call(image, 0x380, 1, 9);
        Call(image, 0x380, 1, All - 2);
        Call(image, 0x380, 1, All - 1);
        Call(image, 0x24, 1, 0x6000);
        Call(image, 0x28, 1, 7);
        Call(image, 0x134, 1, 7, 3);
        foreach (var (mode, resource, value1, value2) in ((ulong, ulong, ulong, ulong)[])
            [
                (2, 4, 0, 0), (0, 4, 1, 0), (0, 4, 0, 1), (0, 4, 0, 0), (1, 3, 0, 0), (0, 3, 1, 0), (0, 3, 0, 1), (2, 3, 0, 0), (3, 3, 0, 0), (0, 3, 0, 0),
                (0, 1, 0, 0), (0, 2, 0, 0), (0, 0, 0, 0), (0, All, 0, 0),
            ])
        {
            Call(image, 0x31C, 1, mode, resource, value1, value2);
        }

        foreach (var (flags, table, pageSize, size) in ((ulong, ulong, ulong, ulong)[])
            [
                (0x20, 0, 0, 0), (4, 0, 0, 0), (0x1D, 1, 1, 25), (0x1D, 1UL << 60, 0, 0), (0x1D, 0x1000, 1, 25), (0x1D, 0x1000, 0, 25), (0x1A, 0, 0, 0),
                (0x18, 1UL << 38, 8, 25), (0x18, 0, 8, 25), (0x18, 0, 7, 25), (0, 0, 0, 0), (0x1D, 0x100_0000, 0, 12), (4, 0, 0, 0), (0, 0, 0, 0), (0x18, 0, 0, 0),
            ])
        {
            Call(image, 0x37C, 1, flags, table, pageSize, size);
        }

        foreach (var size in (ulong[])[0, 1, 2, 3, 4, 8, 16])
        {
            Call(image, 0x40, 1, size, Page + 0x100, 0x1122_3344_5566_7788);
            Call(image, 0x3C, 2, size, Page + 0x100);
            Call(image, 0x48, 1, size, Page + 0x200, 0x1122_3344_5566_7788);
            Call(image, 0x44, 2, size, Page + 0x200);
        }

        Call(image, 0x4C, 1);
        Call(image, 0x50, 1);
        foreach (var (flags, to, from) in ((ulong, ulong, ulong)[])
            [
                (1, Page, Other), (0x8000, Page + 8, Other), (0x8000, 256 << 20, Other), (0x4000, Page, Other + 8), (0x4000, Page, 256 << 20), (0xC000, Page, Other),
                (0xC0_0000, Page, Other), (0x8000, Page, Other),
            ])
        {
            Call(image, 0x2C, 1, flags, to, from);
            Call(image, 0x3C, 2, 8, Page + 0x100);
        }

        foreach (var (to, from, shift, count, operation) in ((ulong, ulong, ulong, ulong, ulong)[])
            [
                (Page, Other, 0, 0x8000_0001, 0), (Page, Other, 0, 1, 2), (Page + 1, Other, 1, 1, 0), (Page, Other + 4, 3, 1, 0), (Page, Other, 4, 1, 0),
                (Page, Other, 3, 2, 0), (Page + 4, Page, 2, 2, 1), (Page, Page + 2, 1, 3, 0),
            ])
        {
            Call(image, 0xF001, 1, to, from, shift, count, operation);
            Call(image, 0x3C, 2, 8, Page);
            Call(image, 0x3C, 2, 8, Page + 8);
        }

        Call(image, 0x1C8, 3);
        Call(image, 0x2EC, 8, 1, 0, 7, 7, 7, 7, 7);
        Call(image, 0x2EC, 2, 1, 9);
        Call(image, 0x2EC, 2, 2, 0);
        Run(image);
    }

    [Test]
    public void Interrupts_come_as_in_QEMU()
    {
        var image = new BareMetalImage();
        Call(image, 0x74, 2);
        Call(image, 0x70, 3, 0);
        Call(image, 0x70, 3, 9);
        Call(image, 0x6C, 1, 9, 0);
        Call(image, 0x6C, 1, 0, 4);
        Call(image, 0x70, 3, 0);
        foreach (var priority in (ulong[])[5, 4, 0xFF, 3, 0x1FF])
        {
            Call(image, 0x68, 1, priority);
            Call(image, 0x70, 3, 0);
        }

        Call(image, 0x74, 2);
        Call(image, 0x70, 3, 0);
        Call(image, 0x64, 1, 0xFF00_0002);
        Call(image, 0x74, 2);
        Call(image, 0x6C, 1, 0, 0xFF);
        Call(image, 0x64, 1, 0xFF00_0002);
        Call(image, 0x70, 3, 0);
        Call(image, 0x2FC, 2);
        Call(image, 0x64, 1, All);
        Call(image, 0x70, 3, 0);
        foreach (var (number, server, priority) in ((uint, uint, uint)[])[(FirstSource, 0, 5), (FirstSource, 9, 5), (FirstSource, 0, 0x100), (0xFFF, 0, 5), (0x2000, 0, 5)])
        {
            Rtas(image, 0x200A, 1, number, server, priority);
            Rtas(image, 0x200B, 3, number);
            Rtas(image, 0x200C, 1, number);
            Rtas(image, 0x200B, 3, number);
            Rtas(image, 0x200D, 1, number);
        }

        Run(image);
    }

    [Test]
    [Differs(nameof(Differences.StoppingAllWatchdogsIsTold))]
    public void Devices_that_are_not_there_answer_as_in_QEMU()
    {
        var image = new BareMetalImage();
        foreach (var unit in (ulong[])[Terminal, 0x1234])
        {
            Call(image, 0xFC, 1, unit, 0, 0x1000);
            Call(image, 0xFC, 1, unit, 0x800, 0x1000);
            Call(image, 0xFC, 1, unit, 0, 0xFFF);
            foreach (var number in (ulong[])[0x100, 0x108, 0x2B0, 0x130])
                Call(image, number, 1, unit);

            Call(image, 0x104, 1, unit, 0);
            Call(image, 0x104, 1, unit, 1);
        }

        foreach (var number in (ulong[])[0x114, 0x118, 0x11C, 0x120])
            Call(image, number, 1, 0x1234);

        foreach (var number in (ulong[])[0x3E4, 0x3E8, 0x3EC, 0x3F0, 0x400, 0x44C])
            Call(image, number, 2, 0x9000_0000, 0, 8, 8, 0);

        foreach (var (scope, token) in ((ulong, ulong)[])[(1, 0), (2, 0), (3, 0), (1, 1)])
            Call(image, 0x3FC, 3, scope, 7, token);

        foreach (var number in (ulong[])[0x10, 0x14, 0x300, 0x374, 0x378, 0x448, 0xEF10, 0xF800, 0xF80C, 0x2, 0x5000])
            Call(image, number, 1);

        foreach (var (flags, number, timeout) in ((ulong, ulong, ulong)[])
            [
                (0x300, 0, 0), (0x400, 1, 0), (0x400, 5, 0), (0x101, 5, 1000), (0x101, 1, 1), (0x100, 1, 100_000), (0x104, 1, 100_000), (0x2_0101, 1, 100_000),
                (1UL << 63, 1, 0), (0x500, 1, 0), (0x200, 1, 0), (0x101, 1, 100_000), (0x200, 1, 0), (0x200, 5, 0), (0x200, All, 0), (0x101, 1, 100_000), (0x200, All, 0),
            ])
        {
            Call(image, 0x45C, 2, flags, number, timeout);
        }

        Run(image);
    }

    [Test]
    public void Connectors_answer_as_in_QEMU()
    {
        var image = new BareMetalImage();
        foreach (var index in (uint[])[Slot3, Cpu0, 0x2000_0000, 0x2000_0005, 0x1000_0009, 0x8000_0000, 0x4001_0000, 0])
        {
            Rtas(image, 0x201D, 2, 9003, index);
            Rtas(image, 0x201D, 2, 9001, index);
            foreach (var (type, state) in ((uint, uint)[])
                [(9000, 0), (9001, 2), (9002, 1), (9002, 4), (9003, 2), (9003, 1), (9003, 0), (9001, 1), (9001, 0), (9001, 0), (9003, 0), (9001, 1), (9003, 1), (9001, 1)])
            {
                Rtas(image, 0x201A, 1, type, index, state);
            }

            Rtas(image, 0x201D, 2, 9003, index);
        }

        Rtas(image, 0x201B, 2, 0, 5);
        Rtas(image, 0x201B, 2, uint.MaxValue, 5);
        Rtas(image, 0x201C, 2, 0);
        Rtas(image, 0x201C, 2, uint.MaxValue);
        Rtas(image, 0x2006, 1, 0, 0x100, 0);
        Rtas(image, 0x2006, 1, 9, 0x100, 0);
        Rtas(image, 0x2005, 2, 0);
        Rtas(image, 0x2005, 2, 9);
        Run(image);
    }

    private static void Call(BareMetalImage image, ulong number, int shown, params ReadOnlySpan<ulong> arguments)
    {
        Span<ulong> registers = stackalloc ulong[9];
        registers.Clear();
        arguments.CopyTo(registers);
        var name = number.ToString("x", CultureInfo.InvariantCulture);
        foreach (var argument in arguments)
            name += $",{argument.ToString("x", CultureInfo.InvariantCulture)}";

        image.Say(name).Call(number, registers);
        for (var register = 0; register < shown; register++)
            image.Do($"mr {14 + register},{3 + register}");

        for (var register = 0; register < shown; register++)
            image.Show($"r{3 + register}", 14 + register);

        image.EndLine();
    }

    private static void Rtas(BareMetalImage image, uint token, int returns, params ReadOnlySpan<uint> arguments)
    {
        var name = token.ToString("x", CultureInfo.InvariantCulture);
        foreach (var argument in arguments)
            name += $",{argument.ToString("x", CultureInfo.InvariantCulture)}";

        image.Say(name).Set(4, Frame);
        var place = 0;
        foreach (var word in (ReadOnlySpan<uint>)[token, (uint)arguments.Length, (uint)returns, .. arguments, .. new uint[returns]])
        {
            image.Set(3, unchecked((ulong)(int)word)).Do($"stw 3,{place}(4)");
            place += sizeof(uint);
        }

        image.Call(0xF000, Frame).Do("mr 14,3");
        for (var index = 0; index < returns; index++)
            image.Set(4, Frame).Do($"lwz {15 + index},{place - ((returns - index) * sizeof(uint))}(4)");

        image.Show("r3", 14);
        for (var index = 0; index < returns; index++)
            image.Show($"w{index}", 15 + index);

        image.EndLine();
    }

    private void Run(BareMetalImage image) => Compare(image, PowerModel.Power9);
}
