using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns.Regenerating;

namespace WisdomWave.Dialog.Interactions.Commands;

/// <summary>What a command says and does.</summary>
/// <param name="Reply">To the person.</param>
internal sealed record CommandReply(Reply Reply)
{
    /// <summary>What it changes in the database, in the transaction that stores the reply: it happens once, or not at all.</summary>
    public Action<WriteSession>? Write { get; init; }

    /// <summary>What it changes in memory, once that is on disk.</summary>
    public Action? Applied { get; init; }

    /// <summary>The turn that <see cref="Write"/> has begun; null when it begins none.</summary>
    public Func<Operation>? Begun { get; init; }

    public static implicit operator CommandReply(string markdown) => new(new Reply(markdown));

    public static implicit operator CommandReply(Reply reply) => new(reply);
}
