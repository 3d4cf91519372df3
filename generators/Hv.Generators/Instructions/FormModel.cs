namespace Hv.Generators.Instructions;

/// <summary>The layout of an instruction word.</summary>
/// <param name="Text">As it is declared.</param>
/// <param name="Mask">The bits that are constant.</param>
/// <param name="Value">What they are.</param>
/// <param name="Fields">The fields, in the order in which they begin.</param>
internal sealed record FormModel(string Text, uint Mask, uint Value, EquatableArray<FieldModel> Fields)
{
    public FieldModel? Find(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Name == name)
                return field;
        }

        return null;
    }

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Whether a word can be of both forms.</summary>
    public bool Overlaps(FormModel other) => (Mask & other.Mask & (Value ^ other.Value)) == 0;
}
