namespace Hv.Generators.Instructions;

/// <summary>What is wrong with a form.</summary>
/// <param name="Kind">Which rule it breaks.</param>
/// <param name="Token">The part of the form.</param>
/// <param name="Text">What is wrong, for the message.</param>
internal sealed record FormError(FormErrorKind Kind, string Token, string Text);
