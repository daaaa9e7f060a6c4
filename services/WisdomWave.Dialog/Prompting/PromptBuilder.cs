using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Telemetry;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Prompting;

/// <summary>Builds the request for the model.</summary>
internal sealed class PromptBuilder(PromptPictures pictures, BotNames bots)
{
    /// <summary>Messages in order: persona, pins, the turns of the window, the question.</summary>
    public async Task<CompletionRequest> BuildAsync(Turn turn, ConversationMemory memory, CancellationToken cancellationToken)
    {
        var (setup, turns) = (memory.Setup, memory.Window.Turns);
        var effort = setup.Model.Reasons ? turn.Circumstances.Effort ?? setup.Effort : null;
        var images = await pictures.FindAsync(
            turn.Live.Turn.BotId, setup.Model.Name, turn.Attachments?.Read?.Pictures ?? [], turns, cancellationToken);
        var messages = new List<PromptMessage>(3 + (2 * turns.Count)) { new(PromptRole.System, setup.Persona) };
        if (setup.Pinned is { } pinned)
            messages.Add(new(PromptRole.User, pinned));
        foreach (var remembered in turns)
        {
            messages.Add(new(PromptRole.User, remembered.Question) { Images = images.GetValueOrDefault(remembered.Sequence) });
            messages.Add(new(PromptRole.Assistant, remembered.Answer));
        }

        messages.Add(new(PromptRole.User, turn.Prompt) { Images = images.GetValueOrDefault(long.MaxValue) });
        return new CompletionRequest
        {
            Model = setup.Model.Name,
            Bot = bots.Of(turn.Live.Turn.BotId),
            Messages = messages,
            MaxOutputTokens = setup.Budget.AnswerTokens,
            Scope = memory.Scope,
            Fresh = turn.Fresh,
            ReasoningEffort = effort,
            MaxReasoningTokens = setup.Model.RoomForReasoning(effort),
            ShowReasoning = setup.ShowsThoughts,
        };
    }
}
