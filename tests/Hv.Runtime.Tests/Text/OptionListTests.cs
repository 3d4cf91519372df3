using Hv.Runtime.Text;

namespace Hv.Runtime.Tests.Text;

/// <summary>Options in QEMU's syntax.</summary>
public sealed class OptionListTests
{
    [TestCase("edu,id=e,addr=4.0", "driver=edu id=e addr=4.0")]
    [TestCase("driver=edu", "driver=edu")]
    [TestCase("edu,x=a,,b,y=,,", "driver=edu x=a,b y=,")]
    [TestCase("a,,b,c=1", "driver=a,b c=1")]
    [TestCase("edu,flag,off=1", "driver=edu flag=on off=1")]
    [TestCase("edu,x=1=2", "driver=edu x=1=2")]
    [TestCase("edu,", "driver=edu")]
    [TestCase("", "")]
    [TestCase("=x", "=x")]
    public void Pairs_are_read(string text, string pairs) =>
        Assert.That(string.Join(' ', OptionList.Parse(text, "driver").Items.Select(item => $"{item.Key}={item.Value}")), Is.EqualTo(pairs));

    [Test]
    public void The_last_of_two_values_counts()
    {
        var options = OptionList.Parse("x=1,y=2,x=3");

        Assert.That(options.Take("x"), Is.EqualTo("3"));
        Assert.That(options.Take("x"), Is.Null);
        Assert.That(options.Items, Has.Count.EqualTo(1));
    }

    [TestCase("server", true)]
    [TestCase("server=on", true)]
    [TestCase("server=off", false)]
    [TestCase("noserver", false)]
    [TestCase("other", null)]
    public void Switches_have_old_and_new_forms(string text, bool? value) =>
        Assert.That(OptionList.Parse(text).TakeSwitch("server"), Is.EqualTo(value));

    [Test]
    public void What_nobody_knows_is_an_error_that_offers_the_nearest()
    {
        var options = OptionList.Parse("server=maybe,pth=x");

        Assert.That(() => options.TakeSwitch("server"), Throws.TypeOf<FormatException>().With.Message.EqualTo("Parameter 'server' expects 'on' or 'off'"));
        Assert.That(
            () => options.ThrowIfAnyLeft("path"),
            Throws.TypeOf<FormatException>().With.Message.EqualTo("Invalid parameter 'pth'. Did you mean 'path'?"));
    }

    [TestCase("help", true)]
    [TestCase("edu,help", true)]
    [TestCase("?", true)]
    [TestCase("edu,help=on", false)]
    [TestCase("edu,x=help", false)]
    public void Help_is_a_word_of_its_own(string text, bool asks) => Assert.That(OptionList.Parse(text, "driver").AsksForHelp, Is.EqualTo(asks));
}
