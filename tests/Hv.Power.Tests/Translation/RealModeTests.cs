using Hv.Power.Translation;

namespace Hv.Power.Tests.Translation;

/// <summary>Accesses with translation off.</summary>
public sealed class RealModeTests
{
    private static readonly AccessContext Kernel = new(IsProblemState: false);

    [TestCase(0x1000UL, 0x4000_1000UL)]
    [TestCase(0xF000_0000_0000_1000UL, 0x4000_1000UL)]
    public void An_access_within_the_area_is_offset_and_its_first_four_bits_do_not_count(ulong address, ulong expected)
    {
        var result = RealMode.Translate(new RealModeArea(0x4000_0000, 0x1000_0000), address, AccessKind.Store);

        Assert.That(result.RealAddress, Is.EqualTo(expected));
        Assert.That(result.Permissions, Is.EqualTo(PagePermissions.All));
        Assert.That(result.MustSetChange, Is.False);
    }

    [TestCase(AccessKind.Load, StorageInterrupt.DataStorage, StorageCauses.Protection)]
    [TestCase(AccessKind.Store, StorageInterrupt.DataStorage, StorageCauses.Protection | StorageCauses.Store)]
    [TestCase(AccessKind.Fetch, StorageInterrupt.InstructionStorage, StorageCauses.Protection)]
    public void An_access_past_the_area_is_protected(AccessKind kind, StorageInterrupt interrupt, StorageCauses causes)
    {
        var result = RealMode.Translate(new RealModeArea(0, 0x1000_0000), 0x1000_0000, kind);

        Assert.That(result.Interrupt, Is.EqualTo(interrupt));
        Assert.That(result.Causes, Is.EqualTo(causes));
    }

    [Test]
    public void Without_a_limit_every_address_is_real() =>
        Assert.That(
            RealMode.Translate(new RealModeArea(0, ulong.MaxValue), 0x0123_4567_89AB_CDEF, AccessKind.Load).RealAddress,
            Is.EqualTo(0x0123_4567_89AB_CDEFUL));

    [Test]
    public void The_virtual_area_is_translated_by_the_hashed_table()
    {
        // VSID 0x1FFFFFF in a segment of 1 TiB, pages of 16 MiB (L=1, LP=0).
        const ulong Id = 0x1FF_FFFF;
        const ulong Address = 0x0AB_CDEF_0123;
        var memory = new FakeTables(0x40000);
        var hash = Id ^ (Id << 25) ^ (Address >> 24);
        var place = (hash & 0x7FF) << 7;
        memory[place] = 0x4001_FFFF_FF00_0000 | (Address >> 24 << 8) | 5;
        memory[place + 8] = 0x1200_0000 | 2;

        var found = Translate(0xFFFF_FF00_0000_0000 | Address, AccessKind.Load);
        var missing = Translate(0, AccessKind.Store);
        var missingFetch = Translate(0, AccessKind.Fetch);

        Assert.That(found.RealAddress, Is.EqualTo(0x12EF_0123));
        Assert.That(found.PageShift, Is.EqualTo(24));
        Assert.That(found.AllowsReservations, Is.True);
        Assert.That(missing.Interrupt, Is.EqualTo(StorageInterrupt.HypervisorDataStorage));
        Assert.That(missing.Causes, Is.EqualTo(StorageCauses.NotFound | StorageCauses.Store));
        Assert.That(missingFetch.Interrupt, Is.EqualTo(StorageInterrupt.HypervisorInstructionStorage));

        AddressTranslation Translate(ulong address, AccessKind kind) =>
            RealMode.TranslateVirtual(memory, new HashedPageTable(0, 18), 0x10, Kernel, address, kind);
    }

    [Test]
    public void Masks_say_who_changes_which_keys()
    {
        Assert.That(AuthorityMasks.WriteByProblemState(0xFF00, 0x0FF0, userMask: 0x00F0), Is.EqualTo(0xFFF0));
        Assert.That(AuthorityMasks.WriteBySupervisor(0xFF00, 0x0FF0, hypervisorMask: 0xF0F0), Is.EqualTo(0x0FF0));
    }
}
