namespace WisdomWave.Completion.SemanticCaching;

/// <summary>The questions to one model with one persona, as far as this replica has read them. Readers take no lock.</summary>
internal sealed class QuestionFamily(int maxEntries)
{
    private readonly Lock _gate = new();
    private volatile EmbeddedQuestion[] _questions = [];
    private Task<bool>? _reading;

    /// <summary>The place in Redis up to which all is read; only who reads moves it.</summary>
    public double ReadUntil { get; set; }

    /// <summary>All who want it read at the same moment share the reading.</summary>
    public Task<bool> ReadAsync(Func<QuestionFamily, Task<bool>> read)
    {
        lock (_gate)
            return _reading is { IsCompleted: false } reading ? reading : _reading = read(this);
    }

    public void Add(IEnumerable<EmbeddedQuestion> newer)
    {
        // What is newest stays: an answer has one entry, and there is a bound.
        lock (_gate)
            _questions = [.. newer.Reverse().Concat(_questions.Reverse()).DistinctBy(question => question.AnswerKey).Take(maxEntries).Reverse()];
    }

    public void Remove(EmbeddedQuestion question)
    {
        lock (_gate)
            _questions = [.. _questions.Where(other => other != question)];
    }

    /// <returns>Null when none is as near as the threshold.</returns>
    public EmbeddedQuestion? Nearest(EmbeddedQuestion question, double threshold)
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
