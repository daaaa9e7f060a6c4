using System.Reflection;

namespace WisdomWave.ServiceDefaults.Telemetry;

/// <summary>The version of a build, and the commit it was built from; null outside a repository.</summary>
public sealed record BuildInfo(string Version, string? Commit)
{
    private const int ShortCommit = 10;

    /// <summary>The build of the running program.</summary>
    public static BuildInfo Own { get; } = Of(
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0");

    /// <param name="informational">For instance "1.0.0+51b4331f8e26f21279f271f1c704adf1cbc73335"; builds outside a repository have no commit.</param>
    public static BuildInfo Of(string informational)
    {
        var parts = informational.Split('+', 2);
        return new(parts[0], parts.Length == 2 && parts[1].Length > 0 ? parts[1][..Math.Min(parts[1].Length, ShortCommit)] : null);
    }
}
