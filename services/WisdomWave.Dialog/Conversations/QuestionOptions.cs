namespace WisdomWave.Dialog.Conversations;

/// <summary>How long a question is asked again while completion or its provider is away.</summary>
internal sealed class QuestionOptions
{
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(60);

    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    public TimeSpan LongestRetryDelay { get; set; } = TimeSpan.FromSeconds(8);
}
