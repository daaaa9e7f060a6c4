using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

internal static class ModelChoice
{
    /// <summary>The person asks another model from now on, chosen from the keyboard of <c>/model</c>.</summary>
    public static async Task ChooseModelAsync(this PlaygroundPerson person, string model, CancellationToken cancellationToken)
    {
        await person.SayAsync("/model", cancellationToken: cancellationToken);
        var choice = await person.ReadAnswerAsync(message => ButtonFor(message) is not null, cancellationToken);
        await person.PressAsync(choice, ButtonFor(choice)!, cancellationToken);

        string? ButtonFor(Message message) => message.ReplyMarkup?.InlineKeyboard?
            .SelectMany(row => row)
            .FirstOrDefault(button => button.Text.Contains(model, StringComparison.Ordinal))?.CallbackData;
    }
}
