using Microsoft.CodeAnalysis;

namespace Hv.Generators.Migration;

/// <summary>Takes what is wrong with a declaration of state. That of the generator is quiet, and looks for no places.</summary>
/// <param name="report">Where reports go, or <see langword="null"/>.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class StateReport(Action<Diagnostic>? report, CancellationToken cancellation)
{
    /// <summary>Ends the work.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Reports at the member or type.</summary>
    public void Add(DiagnosticDescriptor descriptor, ISymbol place, params object[] arguments) =>
        report?.Invoke(Diagnostic.Create(descriptor, place.FirstLocation(), arguments));

    /// <summary>Reports at a named argument of an attribute.</summary>
    public void Add(DiagnosticDescriptor descriptor, AttributeData attribute, string argument, ISymbol symbol,
        params object[] arguments)
    {
        if (report is not null)
            report(Diagnostic.Create(descriptor, attribute.ArgumentLocation(argument, symbol, cancellation), arguments));
    }

    /// <summary>Reports at an argument of an attribute's constructor.</summary>
    public void Add(DiagnosticDescriptor descriptor, AttributeData attribute, int argument, ISymbol symbol,
        params object[] arguments)
    {
        if (report is not null)
            report(Diagnostic.Create(descriptor, attribute.ArgumentLocation(argument, symbol, cancellation), arguments));
    }

    /// <summary>Reports with what a fixer may write in place of what is there.</summary>
    public void AddWithFix(DiagnosticDescriptor descriptor, Func<Location> place, string? fix, params object[] arguments)
    {
        if (report is null)
            return;

        var properties = ImmutableDictionary<string, string?>.Empty;
        report(Diagnostic.Create(descriptor, place(), fix is null ? properties : properties.Add(Diagnostics.FixKey, fix),
            arguments));
    }
}
