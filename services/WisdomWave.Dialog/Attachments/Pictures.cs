using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Dialog.Attachments;

/// <summary>Pictures for prompts. Those of the last questions stay in memory, as the next one is likely to be about them.</summary>
internal sealed class Pictures(FilesClient files, IOptions<AttachmentOptions> options) : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = options.Value.PictureMemoryBytes });

    /// <returns>Null when the file is no picture that models take.</returns>
    /// <exception cref="FileException">It cannot be had.</exception>
    public async Task<PromptImage?> FindAsync(long botId, string fileId, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue((botId, fileId), out PromptImage? kept))
            return kept;

        var data = await files.UseAsync(botId, fileId, options.Value.FetchLimit, ReadAsync, cancellationToken);
        if (PictureType.Of(data) is not { } type)
            return null;

        var picture = new PromptImage(type, data);
        return _kept.Set((botId, fileId), picture, new MemoryCacheEntryOptions { Size = data.Length, SlidingExpiration = KeptFor });
    }

    public void Dispose() => _kept.Dispose();

    private async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var data = new MemoryStream();
        await new BoundedStream(stream, options.Value.MaxPictureBytes).CopyToAsync(data, cancellationToken);
        return data.ToArray();
    }
}
