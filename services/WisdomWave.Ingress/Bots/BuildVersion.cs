using System.Reflection;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Bots;

/// <summary>What this is a build of.</summary>
internal static class BuildVersion
{
    private const int ShortCommit = 10;

    public static BotStart Own { get; } = Of(
        typeof(BuildVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0");

    /// <param name="informational">"1.0.0+51b4331f8e26f21279f271f1c704adf1cbc73335"; without a repository around it, the build leaves the commit out.</param>
    public static BotStart Of(string informational)
    {
        var parts = informational.Split('+', 2);
        return new(parts[0], parts.Length == 2 && parts[1].Length > 0 ? parts[1][..Math.Min(parts[1].Length, ShortCommit)] : null);
    }
}
