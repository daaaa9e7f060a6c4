using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Publishing;

/// <summary>The manifest that a publish writes. Aspire's exit code is 0 even if it could not write the file.</summary>
internal sealed class ManifestFile
{
    public const string Setting = "Pipeline:OutputPath";

    private readonly DateTime _before;

    private ManifestFile(string path)
    {
        Path = path;
        _before = File.GetLastWriteTimeUtc(path);
    }

    public string Path { get; }

    /// <returns>Null if the file's directory cannot be created or written to.</returns>
    public static ManifestFile? At(IConfiguration configuration, List<string> problems)
    {
        // Aspire treats a path that does not end in .json as a directory.
        var output = System.IO.Path.GetFullPath(configuration[Setting]!.Trim());
        configuration[Setting] = output;
        var path = output.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? output : System.IO.Path.Combine(output, "aspire-manifest.json");
        var folder = System.IO.Path.GetDirectoryName(path)!;
        try
        {
            Directory.CreateDirectory(folder);
            var probe = System.IO.Path.Combine(folder, $".write-{Guid.CreateVersion7():N}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return new ManifestFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The directory {folder} is not writable; set --output-path to a file in a writable one, for example --output-path manifest.json.");
            return null;
        }
    }

    /// <summary>Whether the file has been written completely since this object was created.</summary>
    public bool IsWritten()
    {
        if (!File.Exists(Path) || File.GetLastWriteTimeUtc(Path) == _before)
            return false;

        try
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
