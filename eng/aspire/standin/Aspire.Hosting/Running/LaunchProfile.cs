using System.Text.Json;

namespace Aspire.Hosting.Running;

/// <summary>The environment that a project's launchSettings.json gives it.</summary>
internal sealed record LaunchProfile(string CommandName, Dictionary<string, string>? EnvironmentVariables)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The profile that the app host itself was started with, where the project has it too; else its first.</summary>
    public static LaunchProfile? Default(string projectPath)
    {
        var profiles = Read(projectPath);
        return profiles.GetValueOrDefault(Environment.GetEnvironmentVariable("DOTNET_LAUNCH_PROFILE") ?? "")
            ?? profiles.Values.FirstOrDefault(p => p.CommandName == "Project");
    }

    public static LaunchProfile? Named(string projectPath, string? name) => name is null ? null
        : Read(projectPath).GetValueOrDefault(name)
        ?? throw new DistributedApplicationException($"'{projectPath}' has no launch profile '{name}'.");

    private static Dictionary<string, LaunchProfile> Read(string projectPath)
    {
        var file = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        return File.Exists(file) && JsonSerializer.Deserialize<Settings>(File.ReadAllText(file), Json)?.Profiles is { } profiles
            ? profiles
            : [];
    }

    private sealed record Settings(Dictionary<string, LaunchProfile>? Profiles);
}
