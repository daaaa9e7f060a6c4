using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Intake.Access.Admission;
using WisdomWave.Dialog.Interactions.Forgetting;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.ServiceDefaults.OpenApi;
using WisdomWave.ServiceDefaults.Stopping;

namespace WisdomWave.Dialog.Interactions.Buttons;

/// <summary>Routes a press to its handler by the button's data. The data comes from a client, so it is untrusted.</summary>
internal sealed class ButtonRouter(
    TurnButtonHandler turns, SettingsButtonHandler choices, PinButtonHandler pins, ForgettingButtonHandler forgettings, AdmissionButtonHandler admissions,
    PeopleButtonHandler people, ChatSettingsStore settings, AccessList access)
{
    public async Task<PressOutcome> HandleAsync(ButtonPress press, CancellationToken cancellationToken)
    {
        var texts = Texts.Of(settings.Of(press.Bot.Id, press.Chat.Id), press.From.Language);
        if (press.Data == AdmissionButton.Ask)
            return await admissions.AskAsync(press, texts, cancellationToken);
        if (!access.IsAllowed(press.Bot.Id, press.From.Id, press.Chat.Id))
            return new PressOutcome(texts.AccessStranger(press.From.Id));
        if (ButtonData.TurnOf(ButtonData.Stop, press.Data) is { } stopped)
            return await turns.StopAsync(press, stopped, texts, cancellationToken);
        if (ButtonData.RegenerationOf(press.Data) is var (regenerated, _))
            return await turns.RegenerateAsync(press, regenerated, texts, cancellationToken);
        if (ButtonData.TurnOf(ButtonData.Continue, press.Data) is { } continued)
            return await turns.ContinueAsync(press, continued, texts, cancellationToken);
        if (SettingsButton.Parse(press.Data) is { } choice)
            return await choices.HandleAsync(press, choice, texts, cancellationToken);
        if (PinList.PinOf(press.Data) is { } pin)
            return await pins.RemoveAsync(press, pin, texts, cancellationToken);
        if (UndoButton.ForgettingOf(press.Data) is { } forgetting)
            return await forgettings.UndoAsync(press, forgetting, texts, cancellationToken);
        if (AdmissionButton.Parse(press.Data) is { } decision)
            return await admissions.DecideAsync(press, decision, texts, cancellationToken);
        if (PeopleList.RemovalOf(press.Data) is { } removed)
            return await people.RemoveAsync(press, removed, texts);

        return new PressOutcome(texts.ButtonGone);
    }
}

/// <summary>Accepts button presses from ingress.</summary>
internal static class ButtonEndpoints
{
    public static void MapButtons(this IEndpointRouteBuilder routes) => routes.MapPost("/presses", Press).RefusedWhileStopping()
        .Describe("PressButton", "Handles a press on a button and returns what to show and which turns to deliver.")
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Ok<PressOutcome>> Press([FromBody] ButtonPress press, ButtonRouter router, CancellationToken cancellationToken) =>
        TypedResults.Ok(await router.HandleAsync(press, cancellationToken));
}

internal static class ButtonsServiceCollectionExtensions
{
    public static void AddButtons(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ButtonRouter>();
        builder.Services.AddSingleton<TurnButtonHandler>();
        builder.Services.AddSingleton<SettingsButtonHandler>();
        builder.Services.AddSingleton<PinButtonHandler>();
        builder.Services.AddSingleton<ForgettingButtonHandler>();
    }
}
