using System.Diagnostics.CodeAnalysis;

namespace WisdomWave.Playground.BotApi.Files;

/// <summary>Keeps uploaded files in memory, up to a limit, above which the oldest are removed.</summary>
internal sealed class FileStore
{
    public const int UploadLimit = 50 * 1024 * 1024;
    public const int DownloadLimit = 20 * 1024 * 1024;

    private const long BytesKept = 256 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, StoredFile> _files = [];
    private readonly Dictionary<string, string> _idsByPath = [];
    private long _bytes;

    public async Task<StoredFile> AddAsync(IFormFile upload, string folder, CancellationToken cancellationToken)
    {
        var bytes = new byte[upload.Length];
        await using (var content = upload.OpenReadStream())
            await content.ReadExactlyAsync(bytes, cancellationToken);
        var name = Path.GetFileName(upload.FileName);
        return Add(name.Length == 0 ? "file" : name, upload.ContentType ?? "application/octet-stream", folder, bytes);
    }

    public StoredFile Add(string name, string contentType, string folder, ReadOnlyMemory<byte> bytes)
    {
        var id = Guid.CreateVersion7().ToString("N");
        lock (_lock)
        {
            var path = $"{folder}/file_{_files.Count}_{id[^6..]}{Path.GetExtension(name)}";
            var file = new StoredFile($"PG{id}", $"U{id[^12..]}", path, name, contentType, bytes);
            _files.Add(file.Id, file);
            _idsByPath[path] = file.Id;
            for (_bytes += bytes.Length; _bytes > BytesKept && _files.Count > 1;)
            {
                var oldest = _files.GetAt(0).Value;
                _files.RemoveAt(0);
                _idsByPath.Remove(oldest.Path);
                _bytes -= oldest.Bytes.Length;
            }

            return file;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _files.Clear();
            _idsByPath.Clear();
            _bytes = 0;
        }
    }

    public bool TryFind(string id, [NotNullWhen(true)] out StoredFile? file)
    {
        lock (_lock)
            return _files.TryGetValue(id, out file);
    }

    public bool TryFindByPath(string path, [NotNullWhen(true)] out StoredFile? file)
    {
        file = null;
        lock (_lock)
            return _idsByPath.TryGetValue(path, out var id) && _files.TryGetValue(id, out file);
    }
}

/// <summary>An uploaded file.</summary>
internal sealed record StoredFile(string Id, string UniqueId, string Path, string Name, string ContentType, ReadOnlyMemory<byte> Bytes);
