namespace WisdomWave.Completion.SemanticCaching;

/// <summary>This replica's copy of the questions to one model with one persona. Readers need no lock.</summary>
internal sealed class QuestionFamily(int maxEntries)
{
    private readonly Lock _gate = new();
    private volatile EmbeddedQuestion[] _questions = [];
    private Task<bool>? _refresh;

    /// <summary>The score up to which the questions in Redis are read; only the running refresh changes it.</summary>
    public double ReadUntil { get; set; }

    /// <summary>Simultaneous callers share one refresh.</summary>
    public Task<bool> RefreshAsync(Func<QuestionFamily, Task<bool>> refresh)
    {
        lock (_gate)
            return _refresh is { IsCompleted: false } running ? running : _refresh = refresh(this);
    }

    public void Add(IEnumerable<EmbeddedQuestion> newer)
    {
        // The newest entries stay: one for each answer, up to the limit.
        lock (_gate)
            _questions = [.. newer.Reverse().Concat(_questions.Reverse()).DistinctBy(question => question.AnswerKey).Take(maxEntries).Reverse()];
    }

    public void Remove(EmbeddedQuestion question)
    {
        lock (_gate)
            _questions = [.. _questions.Where(other => other != question)];
    }

    /// <returns>Null if no question reaches the threshold.</returns>
    public EmbeddedQuestion? FindNearest(EmbeddedQuestion question, double threshold)
    {
        EmbeddedQuestion? nearest = null;
        var best = threshold;
        foreach (var other in _questions)
        {
            var similarity = other.SimilarityTo(question);
            if (similarity >= best)
                (nearest, best) = (other, similarity);
        }

        return nearest;
    }
}
