using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Interactions.Export;
using WisdomWave.Dialog.Interactions.Forgetting;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Spending.Usage;
using WisdomWave.Dialog.Turns;
using WisdomWave.Dialog.Turns.Regenerating;

namespace WisdomWave.Dialog.Interactions.Commands;

/// <summary>Routes each command to the class that answers it.</summary>
internal sealed class CommandRunner(
    SettingsCommands settings,
    PinCommand pin,
    ForgetCommand forget,
    RetryCommand retry,
    UndoCommand undo,
    ExportCommand export,
    ContextReport context,
    UsageReport usage,
    AdminCommands admin)
{
    /// <summary>Settings are changed at once. All other changes are part of the returned reply and stored with it.</summary>
    public async Task<CommandReply> ReplyToAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var texts = call.Texts;
        var model = call.Memory.Setup.Model;
        return call.Command.Kind switch
        {
            CommandKind.Start => texts.Start(model.Title, model.MaxTokens),
            CommandKind.Help => texts.Help(model.Title, model.MaxTokens),
            CommandKind.Forget => await forget.ReplyToAsync(call, cancellationToken),

            CommandKind.Stop => await call.Turn.Stopping switch
            {
                // An empty reply: the stopped answer itself says that it was stopped.
                StopResult.Stopped => "",
                StopResult.NotAllowed => texts.NotYourQuestion,
                _ => texts.NothingToStop,
            },
            CommandKind.Retry => await retry.RunAsync(call, cancellationToken),
            CommandKind.Undo => await undo.ReplyToAsync(call, cancellationToken),
            CommandKind.Context => await context.OfAsync(call, cancellationToken),
            CommandKind.Settings or CommandKind.Model or CommandKind.Persona or CommandKind.Language => await settings.ReplyToAsync(call, cancellationToken),
            CommandKind.Usage => await usage.OfAsync(call.Key, call.UserId, texts, cancellationToken),
            CommandKind.Export => await export.ReplyToAsync(call, cancellationToken),
            CommandKind.Pin => pin.ReplyTo(call),
            CommandKind.Allow or CommandKind.Deny or CommandKind.People or CommandKind.Stats => await admin.ReplyToAsync(call, cancellationToken),
            _ => texts.UnknownCommand,
        };
    }
}
