using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Interactions.Forgetting;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Turns;

/// <summary>Changes a conversation's memory outside its turns.</summary>
internal sealed class ConversationEdits(DatabaseWriter writer, ConversationStore store, IOptions<ForgettingOptions> forgetting, TimeProvider time)
{
    /// <returns>The remaining pins.</returns>
    public async Task<Pin[]> UnpinAsync(Conversation conversation, long pinId)
    {
        await writer.WriteAsync(session => PinWrites.Remove(session, pinId), CancellationToken.None);
        var memory = conversation.Memory;
        memory.Pins = [.. memory.Pins.Where(pin => pin.Id != pinId)];
        return [.. memory.Pins];
    }

    public async Task<UndoResult> UndoForgettingAsync(Conversation conversation, long sequence)
    {
        var since = time.GetUtcNow() - forgetting.Value.UndoFor;
        var result = await writer.WriteAsync(session => ForgettingWrites.Undo(session, sequence, since), CancellationToken.None);
        if (result == UndoResult.Restored && await store.LoadAsync(conversation.Key, CancellationToken.None) is { } stored)
            conversation.Memory.Restore([.. stored.Window.Where(turn => turn.Sequence < sequence)], stored.Pins, stored.Row.TrimNoticed);
        return result;
    }
}
