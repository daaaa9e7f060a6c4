using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns.Regenerating;

namespace WisdomWave.Dialog.Interactions.Commands;

/// <summary>The reply to a command, and the changes to make with it.</summary>
internal sealed record CommandReply(Reply Reply)
{
    /// <summary>Changes the database in the transaction that stores the reply, so it happens exactly once or not at all.</summary>
    public Action<WriteSession>? Write { get; init; }

    /// <summary>Changes memory after the transaction is committed.</summary>
    public Action? Applied { get; init; }

    /// <summary>The turn that <see cref="Write"/> started; null when it starts none.</summary>
    public Func<Operation>? Started { get; init; }

    public static implicit operator CommandReply(string markdown) => new(new Reply(markdown));

    public static implicit operator CommandReply(Reply reply) => new(reply);
}
