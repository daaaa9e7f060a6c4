namespace WisdomWave.Dialog.Turns;

/// <summary>How long a question is asked again while completion is away. What fails at the provider, completion has tried again.</summary>
internal sealed class QuestionOptions
{
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a turn that no process survived is begun again before it is set aside.</summary>
    public int Restarts { get; set; } = 5;

    /// <summary>How long ago a question may have been asked that a later process answers.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a model may be silent before the person is told that it is slow; a model that thinks shows that earlier.</summary>
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromSeconds(15);

    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Completion is next door, and back within seconds.</summary>
    public TimeSpan LongestRetryDelay { get; set; } = TimeSpan.FromSeconds(2);
}
