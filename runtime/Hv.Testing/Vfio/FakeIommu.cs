namespace Hv.Testing.Vfio;

/// <summary>The IOMMU of a modelled host: <see cref="FakeType1"/> or <see cref="FakeSpapr"/>.</summary>
public abstract record FakeIommu
{
    private protected FakeIommu()
    {
    }

    /// <summary>Bit n: it has pages of 2^n bytes.</summary>
    public ulong PageSizes { get; init; } = 0x1000;
}
