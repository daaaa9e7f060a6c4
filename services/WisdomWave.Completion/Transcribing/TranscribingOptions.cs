namespace WisdomWave.Completion.Transcribing;

/// <summary>Recordings (<c>Transcribing</c>).</summary>
internal sealed class TranscribingOptions
{
    /// <summary>The provider's model that listens.</summary>
    public string Model { get; set; } = "gpt-4o-mini-transcribe";

    /// <summary>For one recording, from its first byte to the words.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>OpenAI takes 25 MB, Telegram gives 20.</summary>
    public long MaxBytes { get; set; } = 25 * 1024 * 1024;
}
