using Hv.Packages.Tests.Infrastructure;

namespace Hv.Packages.Tests;

/// <summary>Removes the packed packages when all tests are done.</summary>
[SetUpFixture]
public sealed class PackagesFixture
{
    [OneTimeTearDown]
    public void RemovePackages() => Directory.Delete(PackedPackages.Folder, recursive: true);
}
