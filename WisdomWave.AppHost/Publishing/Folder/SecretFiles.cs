using System.Security.Cryptography;
using System.Text;
using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Publishing.Folder;

/// <summary>
/// The files with tokens, keys and passwords, which only their owner can read. A value that the operator has changed in a file stays; one
/// that an earlier publish wrote follows the settings.
/// </summary>
internal sealed class SecretFiles
{
    private const string GeneratedFile = "generated.env";

    /// <summary>Hashes of the values that the last publish wrote, to tell them from values of the operator.</summary>
    private const string WrittenFile = "written.env";

    private readonly string _folder;
    private readonly Dictionary<string, string> _writtenBefore;
    private readonly Dictionary<string, string> _written = [];
    private readonly List<string> _hints = [];

    public SecretFiles(string folder)
    {
        _folder = folder;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            File.SetUnixFileMode(Directory.CreateDirectory(folder).FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _writtenBefore = Read(WrittenFile);
        Generated = Read(GeneratedFile);
    }

    /// <summary>The secrets that a publish made and that every later one keeps.</summary>
    public IReadOnlyDictionary<string, string> Generated { get; }

    /// <summary>Sentences for the operator: which secrets are missing, which were kept.</summary>
    public IReadOnlyList<string> Hints => _hints;

    public Task WriteGeneratedAsync(IReadOnlyDictionary<string, string> secrets, CancellationToken cancellationToken) =>
        WriteAsync(
            GeneratedFile, "# Made by publish, and kept by every later one.\n",
            Generated.Concat(secrets).GroupBy(secret => secret.Key).Select(same => KeyValuePair.Create(same.Key, same.Last().Value)), cancellationToken);

    /// <summary>Writes the secrets of one resource.</summary>
    public async Task MergeAsync(string name, IEnumerable<ResolvedVariable> secrets, CancellationToken cancellationToken)
    {
        var present = Read(name);
        var merged = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var secret in secrets)
        {
            merged[secret.Name] = Choose(name, secret, present.GetValueOrDefault(secret.Name));
            if (merged[secret.Name].Length == 0)
                _hints.Add($"{secret.Name} is not set: write it into {Path.Combine(_folder, name)} before the start.");
        }

        // The operator's own lines stay; lines of an earlier publish that the topology no longer has go.
        foreach (var (variable, value) in present.Where(line => !merged.ContainsKey(line.Key) && _writtenBefore.GetValueOrDefault(Key(name, line.Key)) != Hash(line.Value)))
            merged[variable] = value;
        await WriteAsync(name, "# Secrets. Only the owner of this file may read it.\n", merged, cancellationToken);
    }

    public Task CompleteAsync(CancellationToken cancellationToken) =>
        WriteAsync(WrittenFile, "# Hashes of the values that publish wrote. A value with another hash is yours, and the next publish keeps it.\n", _written, cancellationToken);

    private string Choose(string file, ResolvedVariable wanted, string? present)
    {
        if (string.IsNullOrEmpty(present) || present == wanted.Value || (wanted.Value.Length > 0 && _writtenBefore.GetValueOrDefault(Key(file, wanted.Name)) == Hash(present)))
        {
            if (wanted.Value.Length > 0)
                _written[Key(file, wanted.Name)] = Hash(wanted.Value);
            return wanted.Value;
        }

        if (wanted.Value.Length > 0)
            _hints.Add($"{wanted.Name} in {Path.Combine(_folder, file)} differs from this machine's setting and was kept; delete the line there to use the setting.");
        return present;
    }

    private Dictionary<string, string> Read(string name) =>
        Path.Combine(_folder, name) is var path && File.Exists(path) ? EnvironmentFile.Read(File.ReadAllText(path)) : [];

    private Task WriteAsync(string name, string comment, IEnumerable<KeyValuePair<string, string>> values, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(comment);
        foreach (var (variable, value) in values)
            text.Append(value.Length == 0 ? $"# Fill in: the service does not work without it.\n{EnvironmentFile.Line(variable, value)}" : EnvironmentFile.Line(variable, value));
        return OwnerFile.ReplaceAsync(Path.Combine(_folder, name), text.ToString(), cancellationToken);
    }

    private static string Key(string file, string variable) => $"{file}:{variable}";

    private static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}
