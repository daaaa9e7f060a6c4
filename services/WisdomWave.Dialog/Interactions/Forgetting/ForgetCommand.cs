using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Interactions.Forgetting;

/// <summary>
/// /forget removes the conversation from the history. A button restores it for some minutes. Pinned messages stay, except with
/// <c>/forget all</c>.
/// </summary>
internal sealed class ForgetCommand(
    IDbContextFactory<DialogContext> contexts, ConversationRights rights, IOptions<ForgettingOptions> options, TimeProvider time)
{
    private static readonly string[] WordsForAll = ["all", "everything", "всё", "все"];

    public async Task<CommandReply> ReplyToAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (key, memory, texts) = (call.Key, call.Memory, call.Texts);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var questions = context.TurnsOf(key).Where(turn => turn.IsQuestion && !turn.Forgotten && turn.Sequence < call.Turn.Sequence);
        var withPins = WordsForAll.Contains(call.Command.Argument, StringComparer.OrdinalIgnoreCase);
        var hasOthers = key.IsShared && (await questions.AnyAsync(turn => turn.UserId != call.UserId, cancellationToken)
            || (withPins && await context.PinsOf(key).AnyAsync(pin => pin.UserId != call.UserId, cancellationToken)));
        if (hasOthers && !await rights.IsAdminAsync(Actor.Of(call), cancellationToken))
            return texts.ForgetShared;

        var undoFor = options.Value.UndoFor;
        var hasMore = await questions.AnyAsync(cancellationToken) || (withPins && memory.Pins.Count > 0);
        var keepsPins = memory.Pins.Count > 0 && !withPins;
        return new(new Reply(keepsPins ? $"{texts.Forgotten}\n\n{texts.ForgottenPinsStay}" : texts.Forgotten)
        {
            Buttons = hasMore && undoFor > TimeSpan.Zero ? [[new($"↩️ {texts.UndoForgetting}", UndoButton.For(call.Turn.Sequence))]] : null,
        })
        {
            Write = session =>
            {
                ForgettingWrites.Forget(session, key, call.Turn.Sequence, call.UserId, withPins, time.GetUtcNow());
                if (undoFor <= TimeSpan.Zero)
                    ForgettingWrites.Erase(session, call.Turn.Sequence);
            },
            Applied = () => memory.Clear(withPins),
        };
    }
}

/// <summary>The data of the button that restores a forgotten conversation: <c>recall:1234</c>, with the sequence number of the command's turn.</summary>
internal static class UndoButton
{
    private const string Prefix = "recall:";

    public static string For(long sequence) => Prefix + sequence.ToString(CultureInfo.InvariantCulture);

    /// <returns>Null for other buttons.</returns>
    public static long? ForgettingOf(string data) =>
        data.StartsWith(Prefix, StringComparison.Ordinal) &&
        long.TryParse(data.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : null;
}
