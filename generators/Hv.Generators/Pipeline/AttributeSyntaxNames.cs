using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Pipeline;

/// <summary>Attributes by their names as written: an answer without binding.</summary>
internal static class AttributeSyntaxNames
{
    /// <summary>Whether an attribute of this name, without <c>Attribute</c>, is among them.</summary>
    public static bool HasNamed(this SyntaxList<AttributeListSyntax> lists, string name)
    {
        foreach (var list in lists)
        {
            foreach (var attribute in list.Attributes)
            {
                var written = attribute.Name switch
                {
                    QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
                    AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
                    SimpleNameSyntax simple => simple.Identifier.ValueText,
                    _ => "",
                };
                if (written == name || written == name + "Attribute")
                    return true;
            }
        }

        return false;
    }
}
