using Hv.Runtime.Text;

namespace Hv.Runtime.Tests.Text;

internal sealed class NearestNameTests
{
    private static readonly string[] Names = ["ddw", "levels", "mem_win_addr", "dma64_win_addr", "index"];

    [TestCase("leves", "levels")]
    [TestCase("Levels", "levels")]
    [TestCase("mem-win-addr", "mem_win_addr")]
    [TestCase("ddv", "ddw")]
    [TestCase("levels", "levels")]
    public void A_typing_error_finds_its_name(string name, string expected) => Assert.That(NearestName.Find(name, Names), Is.EqualTo(expected));

    [TestCase("dma64", "dma64_win_addr")]
    [TestCase("mem_win", "mem_win_addr")]
    [TestCase("win_addr", "mem_win_addr")]
    [TestCase("mem_win_add", "mem_win_addr")]
    public void A_part_of_a_name_finds_it(string name, string expected) => Assert.That(NearestName.Find(name, Names), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("dma")]
    [TestCase("cache")]
    [TestCase("something-else")]
    public void What_is_no_typing_error_finds_nothing(string name)
    {
        Assert.That(NearestName.Find(name, Names), Is.Null);
        Assert.That(NearestName.Suggest(name, Names), Is.Empty);
    }

    [Test]
    public void Of_two_equally_near_names_the_first_in_ordinal_order_is_taken() =>
        Assert.That(NearestName.Find("capx", ["capz", "capb", "capa"]), Is.EqualTo("capa"));

    [Test]
    public void The_beginning_of_a_name_is_nearer_than_another_name_of_its_length() =>
        Assert.That(NearestName.Find("spapr-pci", ["spapr-rtc", "spapr-pci-host-bridge"]), Is.EqualTo("spapr-pci-host-bridge"));

    [Test]
    public void The_suggestion_is_a_sentence_to_append() =>
        Assert.That($"There is no 'leves'.{NearestName.Suggest("leves", Names)}", Is.EqualTo("There is no 'leves'. Did you mean 'levels'?"));

    [Test]
    public void Without_candidates_there_is_no_suggestion() => Assert.That(NearestName.Suggest("ddw", []), Is.Empty);
}
