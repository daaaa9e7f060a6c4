using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Dialog.Attachments;

/// <summary>Fetches pictures for prompts and caches recent ones, because the next question is likely to be about them.</summary>
internal sealed class PictureCache(FilesClient files, IOptions<AttachmentOptions> options) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = options.Value.PictureMemoryBytes });

    /// <returns>Null when the file is not a picture that models accept.</returns>
    /// <exception cref="FileException">The file cannot be fetched.</exception>
    public async Task<PromptImage?> FindAsync(long botId, string fileId, CancellationToken cancellationToken)
    {
        if (_cache.TryGetValue((botId, fileId), out PromptImage? kept))
            return kept;

        var data = await files.UseAsync(botId, fileId, options.Value.FetchLimit, ReadAsync, cancellationToken);
        if (PictureType.Of(data) is not { } type)
            return null;

        var picture = new PromptImage(type, data);
        return _cache.Set((botId, fileId), picture, new MemoryCacheEntryOptions { Size = data.Length, SlidingExpiration = Lifetime });
    }

    public void Dispose() => _cache.Dispose();

    private async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var data = new MemoryStream();
        await new BoundedStream(stream, options.Value.MaxPictureBytes).CopyToAsync(data, cancellationToken);
        return data.ToArray();
    }
}

internal static class PictureType
{
    /// <summary>Detects the media type by the first bytes; null for formats that models do not accept.</summary>
    public static string? Of(ReadOnlySpan<byte> data) =>
        data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : data.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "image/png"
        : data.StartsWith("GIF8"u8) ? "image/gif"
        : data.StartsWith("RIFF"u8) && data.Length > 12 && data[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : null;
}
