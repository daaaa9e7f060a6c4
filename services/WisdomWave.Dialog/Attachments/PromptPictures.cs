using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Attachments;

/// <summary>Puts the pictures of a conversation into its prompt.</summary>
internal sealed class PromptPictures(
    Pictures pictures, SeeingModels seeing, IOptions<AttachmentOptions> options, TimeProvider time)
{
    /// <summary>Completion takes bodies of 30 MB, and base64 makes a third more of it.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Those that are not in memory any more come from Telegram again; an answer does not wait longer for them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>All of the question's, and of those before it the newest, up to a few in all.</summary>
    /// <param name="botId">Whom they were sent to.</param>
    /// <param name="model">Who is to look at them.</param>
    /// <param name="question">The question's own.</param>
    /// <param name="window">The turns before it.</param>
    /// <param name="cancellationToken">Ends the fetching.</param>
    /// <returns>By turn, the question's under <see cref="long.MaxValue"/>; what cannot be had any more is left out.</returns>
    public async Task<IReadOnlyDictionary<long, List<PromptImage>>> FindAsync(
        long botId, string model, IReadOnlyList<string> question, IReadOnlyList<RememberedTurn> window, CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, List<PromptImage>>();
        var bytes = 0L;
        if (!seeing.CanSee(model))
            return found;

        var wanted = question.Select(file => (Turn: long.MaxValue, File: file)).ToList();
        for (var i = window.Count - 1; i >= 0 && wanted.Count < options.Value.MaxPictures; i--)
            wanted.AddRange(window[i].Pictures.Take(options.Value.MaxPictures - wanted.Count).Select(file => (window[i].Sequence, file)));
        if (wanted.Count == 0)
            return found;

        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var fetched = await Task.WhenAll(wanted.Select(one => FindAsync(botId, one.File, either.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var ((turn, _), picture) in wanted.Zip(fetched))
        {
            if (picture is null || (bytes += picture.Data.Length) > MostBytes)
                continue;
            if (!found.TryGetValue(turn, out var ofTurn))
                found.Add(turn, ofTurn = []);
            ofTurn.Add(picture);
        }

        return found;
    }

    private async Task<PromptImage?> FindAsync(long botId, string file, CancellationToken cancellationToken)
    {
        try
        {
            return await pictures.FindAsync(botId, file, cancellationToken);
        }
        catch (Exception exception) when (exception is FileException or OperationCanceledException)
        {
            return null;
        }
    }
}
