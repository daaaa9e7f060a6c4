using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;
using WisdomWave.Playground.People;

namespace WisdomWave.Testing.Playground;

/// <summary>A chat at one moment.</summary>
internal sealed record ChatView(
    IReadOnlyList<Message> Messages,
    IReadOnlyList<Draft> Drafts,
    IReadOnlyDictionary<string, CallbackAnswer> CallbackAnswers,
    DateTimeOffset LastChange,
    Task Changed);
