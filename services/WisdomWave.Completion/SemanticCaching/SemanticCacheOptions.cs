namespace WisdomWave.Completion.SemanticCaching;

/// <summary>Answers for questions that mean the same (<c>SemanticCache</c>); without a shared response cache there are none.</summary>
internal sealed class SemanticCacheOptions
{
    /// <summary>Off: what two people mean is guessed, and every question costs an embedding.</summary>
    public bool Enabled { get; set; }

    /// <summary>The provider's model that turns a question into a vector.</summary>
    public string EmbeddingModel { get; set; } = "text-embedding-3-small";

    /// <summary>Of a million tokens of questions, in the operator's currency; without it embeddings cost nothing.</summary>
    public decimal? InputPrice { get; set; }

    /// <summary>The cosine from which on two questions are one.</summary>
    public double Threshold { get; set; } = 0.95;

    /// <summary>Questions that are remembered for one model and persona; the oldest leave.</summary>
    public int MaxEntries { get; set; } = 1000;

    /// <summary>A question does not wait longer than this to hear whether it was answered before.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMilliseconds(300);
}
