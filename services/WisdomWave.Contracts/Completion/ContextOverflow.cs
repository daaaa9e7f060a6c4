namespace WisdomWave.Contracts.Completion;

/// <summary>What a server said about a prompt that does not fit, in its own tokens.</summary>
/// <param name="Limit">That it takes, prompt and answer together; null where it did not say.</param>
/// <param name="Requested">That it was sent; null where it did not say.</param>
public sealed record ContextOverflow(int? Limit, int? Requested);
