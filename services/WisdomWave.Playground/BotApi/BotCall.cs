using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.BotApi;

/// <summary>One call of a bot: who, what with, until when.</summary>
internal sealed record BotCall(Bot Bot, CallParameters Parameters, CancellationToken CancellationToken);
