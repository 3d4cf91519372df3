namespace Hv.Generators.Migration;

/// <summary>How many values a member holds.</summary>
internal enum FieldShape
{
    /// <summary>One.</summary>
    Single,

    /// <summary>An array whose length never changes.</summary>
    FixedArray,

    /// <summary>An array with a number of elements beside it.</summary>
    CountedArray,

    /// <summary>A list, as a queue.</summary>
    Queue,
}
