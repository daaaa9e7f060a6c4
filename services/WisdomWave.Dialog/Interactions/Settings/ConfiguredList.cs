namespace WisdomWave.Dialog.Interactions.Settings;

internal static class ConfiguredList
{
    private static readonly char[] Separators = [',', ';', ' '];

    /// <summary>
    /// The items of a list setting, written as one value (<c>one,two</c>, easier in an environment variable) or as <c>:0</c>, <c>:1</c>.
    /// </summary>
    public static IEnumerable<string> Items(this IConfigurationSection list) => list.GetChildren().Select(child => child.Value).Prepend(list.Value)
        .SelectMany(value => value?.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? []);
}
