using Microsoft.CodeAnalysis;

namespace Hv.Generators.Pipeline;

/// <summary>Makes the descriptors of Hv's diagnostics: all are errors, each has a page under generators/docs/.</summary>
internal static class Diagnostics
{
    public static DiagnosticDescriptor Error(string id, string category, string title, string message, string description, params string[] tags) =>
        new(id, title, message, category, DiagnosticSeverity.Error, isEnabledByDefault: true, description,
            $"generators/docs/{id}.md", tags);

    /// <summary>
    /// Categories, as the release-tracking files name them.
    /// </summary>
    public static class Category
    {
        public const string Calls = "Hv.Calls";
        public const string Devices = "Hv.Devices";
        public const string Machines = "Hv.Machines";
        public const string Abi = "Hv.Abi";
        public const string Migration = "Hv.Migration";
        public const string Instructions = "Hv.Instructions";
    }

    /// <summary>The key in <see cref="Diagnostic.Properties"/> under which a fixer finds what would be right.</summary>
    public const string FixKey = "fix";
}
