namespace WisdomWave.Ingress.Bots;

/// <summary>Telegram's answer: a value, or why not.</summary>
internal readonly record struct TelegramReply<T>(T? Value, TelegramFailure? Failure);
