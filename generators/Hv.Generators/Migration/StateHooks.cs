namespace Hv.Generators.Migration;

/// <summary>The methods that run before and after; each may be <see langword="null"/>.</summary>
/// <param name="BeforeSave">Runs before the state is saved.</param>
/// <param name="AfterSave">Runs after the state was saved.</param>
/// <param name="BeforeLoad">Runs before the state is loaded.</param>
/// <param name="AfterLoad">Runs after the state was loaded.</param>
/// <param name="AfterLoadTakesVersion">Whether it takes the version in the stream.</param>
internal sealed record StateHooks(
    string? BeforeSave, string? AfterSave, string? BeforeLoad, string? AfterLoad,
    bool AfterLoadTakesVersion);
