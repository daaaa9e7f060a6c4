using Microsoft.Extensions.Configuration;

namespace WisdomWave.ServiceDefaults.Startup;

/// <summary>A setting with several values, as an operator writes it.</summary>
public static class ConfigurationList
{
    private static readonly char[] Separators = [',', ';', ' '];

    /// <param name="text"><c>one,two</c>, <c>one;two</c> or <c>one two</c>; null is an empty list.</param>
    public static string[] Split(string? text) =>
        text?.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Reads a list that is one value, indexed values (<c>Models:0</c>, <c>Models:1</c>), or both.</summary>
    public static IEnumerable<string> Read(IConfigurationSection section) =>
        section.GetChildren().Select(child => child.Value).Prepend(section.Value).SelectMany(Split);
}
