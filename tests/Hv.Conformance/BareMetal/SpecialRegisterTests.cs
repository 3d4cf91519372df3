using System.Globalization;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.BareMetal;

/// <summary>Which special purpose registers there are, and who may use them.</summary>
public sealed class SpecialRegisterTests : BareMetalTest
{
    private const int Registers = 1024;
    private const int Table = 0x8_0000;

    /// <summary>A line for each number: what reading and writing it leads to, first in supervisor, then in problem state.</summary>
    [Test]
    [Differs(nameof(Differences.RegistersThatDoNotExistAreIllegal))]
    [Differs(nameof(Differences.ProgramsHaveDataStreamControl))]
    [Differs(nameof(Differences.ProgramPriorityHasAHighWord))]
    [Differs(nameof(Differences.TimeBaseIsTheHypervisors))]
    [Differs(nameof(Differences.RegistersOfTheHypervisorArePrivileged))]
    public void Every_number_is_there_or_not_and_privileged_or_not_as_in_QEMU([Values] bool hasFacilities)
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            HashMap.MapFirstMegabytes(image);
            var accesses = Enumerable.Range(0, Registers).Select(number => $"mfspr 3,{number}\nsc\nmtspr {number},3\nsc");
            image.Place(Table, string.Join('\n', accesses));
            image.Set(4, hasFacilities ? 0x1184UL : 0).Do("mtspr 153,4");
            image.Do($"li 4,1\nstd 4,{BareMetalLibrary.SaveArea + BareMetalLibrary.Brief}(0)");
            image.Set(20, 0).Set(21, Table).Do("next: mr 3,20\nbl hex4");
            Access(image, BareMetalImage.Supervisor);
            Access(image, BareMetalImage.Problem);
            image.EndLine().Do($"addi 20,20,1\naddi 21,21,16\ncmpdi 20,{Registers}\nblt next");
            Compare(image, model);
        }
    }

    private protected override void Note(string model, string here, string there)
    {
        var (ours, theirs) = (here.Split(" !"), there.Split(" !"));
        if (ours.Length != 5 || theirs.Length != 5 || ours[0] != theirs[0])
        {
            base.Note(model, here, there);
            return;
        }

        var number = int.Parse(ours[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        for (var access = 0; access < 4; access++)
        {
            if (ours[access + 1] != theirs[access + 1])
                Note(new SpecialRegisterObservation(model, number, (RegisterAccess)access, ours[access + 1], theirs[access + 1]));
        }
    }

    /// <summary>The code for the number in r20, at r21, writes what it has read.</summary>
    private static void Access(BareMetalImage image, ulong msr)
    {
        image.Set(22, msr).Do("li 3,0");
        foreach (var place in (int[])[0, 8])
        {
            var next = image.Label("accessed");
            image.Do($"addi 23,21,{place}\nmtspr 26,23\nmtspr 27,22\nlis 31,{next}>>16\nori 31,31,{next}&65535\nrfid\n{next}:");
        }
    }
}
