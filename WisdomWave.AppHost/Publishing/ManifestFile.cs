using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Publishing;

/// <summary>The file that a publish writes. Aspire ends with the exit code 0 even when it could not write the file.</summary>
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

    /// <returns>Null where the file's folder cannot be created or written.</returns>
    public static ManifestFile? At(IConfiguration configuration, List<string> problems)
    {
        // Aspire takes what does not end in .json for a folder.
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
            problems.Add($"The folder {folder} cannot be written; set --output-path to a file in one that can, for example --output-path manifest.json.");
            return null;
        }
    }

    /// <summary>Whether it was written since, and to its end.</summary>
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
