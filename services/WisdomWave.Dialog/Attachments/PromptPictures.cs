using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Attachments;

/// <summary>Collects the pictures for a prompt.</summary>
internal sealed class PromptPictures(
    PictureCache pictures, VisionModels visionModels, IOptions<AttachmentOptions> options, TimeProvider time)
{
    /// <summary>Completion accepts bodies of 30 MB, and base64 adds a third.</summary>
    private const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>How long an answer waits for pictures that must be fetched from Telegram again.</summary>
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Returns all pictures of the question, and the newest of earlier turns up to the configured number.</summary>
    /// <returns>Pictures by turn; the question's are under <see cref="long.MaxValue"/>. Pictures that cannot be fetched are left out.</returns>
    public async Task<IReadOnlyDictionary<long, List<PromptImage>>> FindAsync(
        long botId, string model, IReadOnlyList<string> question, IReadOnlyList<RememberedTurn> window, CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, List<PromptImage>>();
        var bytes = 0L;
        if (!visionModels.AcceptsImages(model))
            return found;

        var wanted = question.Select(file => (Turn: long.MaxValue, File: file)).ToList();
        for (var i = window.Count - 1; i >= 0 && wanted.Count < options.Value.MaxPictures; i--)
            wanted.AddRange(window[i].Pictures.Take(options.Value.MaxPictures - wanted.Count).Select(file => (window[i].Sequence, file)));
        if (wanted.Count == 0)
            return found;

        using var late = new CancellationTokenSource(FetchTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var fetched = await Task.WhenAll(wanted.Select(one => FindAsync(botId, one.File, either.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var ((turn, _), picture) in wanted.Zip(fetched))
        {
            if (picture is null || (bytes += picture.Data.Length) > MaxBytes)
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
