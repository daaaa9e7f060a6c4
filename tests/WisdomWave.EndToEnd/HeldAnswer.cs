using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

/// <summary>An answer that was being written when the application was told to end, as it was afterwards.</summary>
/// <param name="Call">The model's call.</param>
/// <param name="Answer">The message in the chat.</param>
public sealed record HeldAnswer(ModelCallRecord Call, Message Answer)
{
    /// <summary>The orchestrator, another program, kills what has not ended 6 s after it was told to stop. A slow machine only waits longer.</summary>
    public static readonly TimeSpan LongerThanTheOrchestratorWaits = TimeSpan.FromSeconds(10);

    /// <summary>The model sends the beginning and then nothing more until the faults are cleared.</summary>
    public static async Task<Message> AskAsync(PlaygroundServer outside, PlaygroundPerson person, string question)
    {
        await outside.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Hold, AfterChunks = 20, Contains = question });
        await person.SayAsync(question);
        return await person.ReadAnswerAsync(message => message.Text?.Length > 20);
    }

    /// <summary>When the model's call has ended.</summary>
    public static async Task<HeldAnswer> ReadAsync(PlaygroundServer outside, PlaygroundPerson person, string question, Message growing)
    {
        var call = await Eventually.GetAsync(
            async () => (await outside.Client.ModelCallsAsync()).SingleOrDefault(call => call.Messages[^1].Text == question), "the model's call has ended");
        return new(call, (await person.ReadAllAsync()).Single(message => message.MessageId == growing.MessageId));
    }
}
