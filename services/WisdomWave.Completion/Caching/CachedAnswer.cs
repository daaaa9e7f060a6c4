using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Caching;

/// <summary>What is stored: only answers that the model ended by itself.</summary>
internal sealed record CachedAnswer(string Text, string? Model, TokenUsage Usage);
