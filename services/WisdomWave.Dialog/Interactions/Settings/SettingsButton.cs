namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>
/// What the settings' buttons carry: a section to open, <c>set:Model</c>, or what to choose there, <c>set:Model=1f3a…</c>.
/// A choice is named and never toggled, so that a press that comes twice changes nothing more.
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
