using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Migration;

/// <summary>
/// Checks what the model of a <c>[VmState]</c> type does not need: that nothing is forgotten, and that it can be generated.
/// </summary>
/// <param name="type">A type with the attribute.</param>
/// <param name="report">Takes what is wrong.</param>
internal sealed class StateCheck(INamedTypeSymbol type, StateReport report)
{
    private const string NameRule = "a name is 1 to 255 bytes of ASCII without blanks";

    public void Run()
    {
        var attribute = type.FindAttribute(AttributeNames.VmState)!;
        if (attribute.IsReadable())
        {
            CheckName(attribute, "State name");
            CheckVersions(attribute);
            if (attribute.NamedValue<string>("BaseName") is { Length: > 0 } name && !StateNames.IsName(name))
                report.Add(StateDiagnostics.WrongName, attribute, "BaseName", type, "BaseName", type.Name, $"'{name}'", NameRule);
        }

        foreach (var subsection in type.FindAttributes(AttributeNames.Subsection).Where(subsection => subsection.IsReadable()))
        {
            CheckName(subsection, "Subsection name");
            CheckVersions(subsection);
        }

        CheckExtension();
        CheckParts();
        CheckContradiction(AttributeNames.HostOnly, "it says that none of it migrates");
        CheckContradiction(AttributeNames.NotMigratable, "it says that it does not migrate");
        foreach (var (member, why) in MutableMember.UnclassifiedOf(type))
            report.Add(StateDiagnostics.Unclassified, member, member.Name, why);

        foreach (var member in type.GetMembers())
        {
            if (StateSymbols.IsDeclared(member) && member.FindAttribute(AttributeNames.Derived) is { } derived)
                new StateReferences(type, report).CheckDerived(derived, member);
        }

        if (StateBases.Problem(type) is var (parent, problem))
            report.Add(StateDiagnostics.BaseWithoutState, type, type.Name, parent.Name, problem);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private void CheckName(AttributeData attribute, string what)
    {
        if (attribute.PositionalValue<string>(0) is var name && !StateNames.IsName(name))
            report.Add(StateDiagnostics.WrongName, attribute, 0, type, what, type.Name, name is null ? "null" : $"'{name}'",
                NameRule);
    }

    private void CheckVersions(AttributeData attribute)
    {
        var version = attribute.Named("Version").Value is int given ? given : 1;
        var minimum = attribute.NamedValue<int>("MinimumVersion");
        if (version < 0)
            report.Add(StateDiagnostics.WrongName, attribute, "Version", type, "Version", type.Name, Number(version),
                "versions begin with 0");
        else if (minimum < 0 || minimum > version)
            report.Add(StateDiagnostics.WrongName, attribute, "MinimumVersion", type, "MinimumVersion", type.Name,
                Number(minimum), $"it is 1 to {Number(version)}, the version that is saved");
    }

    private void CheckExtension()
    {
        if (StateSymbols.ExtensionProblem(type, report.Cancellation) is { } problem)
        {
            report.Add(
                StateDiagnostics.CannotBeGenerated, type.FirstNotPartial(report.Cancellation) ?? type, type.Name,
                    StateSymbols.StateName(type) ?? "", problem);
            return;
        }

        foreach (var (name, what) in StateSymbols.GeneratedNames(type))
        {
            foreach (var place in type.WrittenPlaces(name))
                report.AddWithFix(StateDiagnostics.MemberClash, () => place, fix: null, type.Name, name, what);
        }
    }

    private void CheckParts()
    {
        var members = StateSymbols.MigratedMembers(type);
        foreach (var member in members.Where(member =>
            StateSymbols.PartOf(member, report.Cancellation) != StateSymbols.PartOf(members[0], report.Cancellation)))
            report.Add(StateDiagnostics.SeveralParts, member, member.Name, type.Name, members[0].Name);

        var subsections = type.FindAttributes(AttributeNames.Subsection).ToList();
        foreach (var subsection in subsections.Where(subsection => PartOf(subsection) != PartOf(subsections[0])))
            report.Add(StateDiagnostics.SeveralParts, subsection, 0, type, Name(subsection), type.Name, Name(subsections[0]));

        static string Name(AttributeData subsection) => subsection.PositionalValue<string>(0) ?? "";

        SyntaxNode? PartOf(AttributeData subsection) =>
            subsection.ApplicationSyntaxReference?.GetSyntax(report.Cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>();
    }

    private void CheckContradiction(string attribute, string says)
    {
        if (type.FindAttribute(attribute) is not null)
            report.Add(StateDiagnostics.Stray, type, type.Name, "[VmState]", says + ": remove one");
    }
}
