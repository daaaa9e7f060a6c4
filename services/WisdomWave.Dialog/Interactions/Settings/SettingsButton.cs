namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>
/// The data of a settings button: a section to open, <c>set:Model</c>, or a value to choose, <c>set:Model=1f3a…</c>. Buttons set
/// values and never toggle them, so a repeated press has no further effect.
/// </summary>
internal readonly record struct SettingsButton(SettingsSection Section, string? Value = null)
{
    private const string Prefix = "set:";

    public static SettingsButton? Parse(string data)
    {
        if (!data.StartsWith(Prefix, StringComparison.Ordinal))
            return null;

        var parts = data[Prefix.Length..].Split('=', 2);
        return Enum.TryParse<SettingsSection>(parts[0], out var section) && Enum.IsDefined(section)
            ? new(section, parts.ElementAtOrDefault(1))
            : null;
    }

    public override string ToString() => Value is null ? $"{Prefix}{Section}" : $"{Prefix}{Section}={Value}";
}
