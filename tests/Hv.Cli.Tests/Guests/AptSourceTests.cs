using Hv.Cli.Guests.Apt;

namespace Hv.Cli.Tests.Guests;

/// <summary>The sources of a host's packages, in both of their forms.</summary>
public sealed class AptSourceTests
{
    private const string Lines = """
        # deb http://a.invalid/debian old main
        deb http://a.invalid/debian bookworm main contrib # a comment
        deb [arch=amd64 signed-by=keys/debian.gpg trusted=yes] mirror+file:lists/mirrors bookworm-updates main
        deb-src http://a.invalid/debian bookworm main
        deb [arch=amd64 http://broken.invalid x main
        deb http://flat.invalid ./
        """;

    private const string Stanzas = """
        Types: deb deb-src
        URIs: http://a.invalid/debian http://b.invalid/debian
        Suites: trixie
         trixie-updates
        Components: main non-free-firmware
        # in between
        Architectures: amd64
        Signed-By:
         -----BEGIN PGP PUBLIC KEY BLOCK-----
         .
         abcd
         -----END PGP PUBLIC KEY BLOCK-----

        Enabled: no
        Types: deb
        URIs: http://off.invalid/
        Suites: trixie
        Components: main

        Types: deb-src
        URIs: http://sources.invalid/
        Suites: trixie
        Components: main
        """;

    [Test]
    public void Lines_are_read()
    {
        var sources = AptSourceReader.ReadLines(Lines).ToList();

        Assert.That(sources.Select(source => (source.Uri, source.Suite)), Is.EqualTo(new[]
        {
            ("http://a.invalid/debian", "bookworm"), ("mirror+file:lists/mirrors", "bookworm-updates"),
        }));
        Assert.That(sources[1].Options, Is.EqualTo(new Dictionary<string, string> { ["signed-by"] = "keys/debian.gpg", ["trusted"] = "yes" }));
    }

    [Test]
    public void Stanzas_are_read()
    {
        var sources = AptSourceReader.ReadStanzas(Stanzas).ToList();

        Assert.That(sources.Select(source => (source.Uri, source.Suite)), Is.EqualTo(new[]
        {
            ("http://a.invalid/debian", "trixie"), ("http://a.invalid/debian", "trixie-updates"),
            ("http://b.invalid/debian", "trixie"), ("http://b.invalid/debian", "trixie-updates"),
        }));
        Assert.That(sources[0].Options["signed-by"], Does.StartWith("\n -----BEGIN").And.EndsWith("BLOCK-----"));
    }

    [Test]
    public void What_is_written_reads_as_the_same_sources()
    {
        var sources = AptSourceReader.ReadStanzas(Stanzas).ToList();

        var text = PrivateApt.Sources(sources, "ppc64el");
        var again = AptSourceReader.ReadStanzas(text).ToList();

        Assert.That(again.Select(source => (source.Uri, source.Suite, source.Options["Signed-By"])), Is.EqualTo(
            sources.Select(source => (source.Uri, source.Suite, source.Options["Signed-By"]))));
        Assert.That(again.Select(source => string.Join(' ', source.Components)).Distinct(), Is.EqualTo(new[] { "main" }));
        Assert.That(text, Does.Contain("Architectures: ppc64el\n").And.Not.Contain("amd64"));
    }

    [TestCase("deb u bookworm main;deb u bookworm-updates main;deb u bookworm-security main;deb v stable main", "bookworm")]
    [TestCase("deb http://v.invalid stable main;deb http://u.invalid/debian sid main", "sid")]
    [TestCase("deb u buster/updates main;deb u buster main;deb v stable main", "buster")]
    [TestCase("deb v stable extra", null)]
    public void The_suite_of_the_host_is_chosen(string lines, string? suite) =>
        Assert.That(AptHost.Choose(AptSourceReader.ReadLines(lines.Replace(';', '\n'))), Is.EqualTo(suite));

    [Test]
    public void Of_the_hosts_settings_those_of_fetching_are_kept()
    {
        var settings = AptHost.KeptSettings("""
            APT::Update::Post-Invoke:: "rm -f things";
            Acquire::http "";
            Acquire::http::Proxy "http://proxy.invalid:3128/";
            Acquire::Check-Valid-Until "false";
            Acquire::IndexTargets::deb::Packages::MetaKey "x";
            Acquire::Languages:: "de";
            DPkg::Pre-Install-Pkgs:: "look";
            """);

        Assert.That(settings, Is.EqualTo(new[] { "Acquire::http::Proxy \"http://proxy.invalid:3128/\";", "Acquire::Check-Valid-Until \"false\";" }));
    }

    [Test]
    public void A_host_has_other_suites_where_it_has_its_own()
    {
        var sources = AptSourceReader.ReadLines("""
            deb http://a.invalid/debian bookworm main
            deb http://a.invalid/debian bookworm-updates main
            deb [signed-by=k.gpg] http://s.invalid/security bookworm-security main
            """).ToList();
        var host = new AptHost("bookworm", sources, [], []);

        Assert.That(Named(host.WithSuite("trixie")), Is.EqualTo(new[]
        {
            "http://a.invalid/debian trixie", "http://a.invalid/debian trixie-updates", "http://s.invalid/security trixie-security",
        }));
        Assert.That(host.WithSuite("trixie").Sources[2].Options, Is.EqualTo(sources[2].Options));
        Assert.That(Named(host.WithBackports()), Is.EqualTo(Named(host).Append("http://a.invalid/debian bookworm-backports")));
    }

    private static string[] Named(AptHost host) => [.. host.Sources.Select(source => $"{source.Uri} {source.Suite}")];
}
