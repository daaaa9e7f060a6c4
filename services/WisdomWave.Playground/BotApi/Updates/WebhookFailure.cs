namespace WisdomWave.Playground.BotApi.Updates;

/// <summary>Why the newest failed delivery failed, in Telegram's words.</summary>
internal sealed record WebhookFailure(DateTimeOffset At, string Message);
