using Microsoft.Extensions.Options;

namespace WisdomWave.ServiceDefaults.Startup;

public static class SettingChecks
{
    /// <summary>Fails the validation with "SETTING complaint; a good value is EXAMPLE." unless <paramref name="isGood"/> returns true.</summary>
    /// <param name="options">Must also have <c>ValidateOnStart</c>.</param>
    /// <param name="setting">As the operator writes it, for example <c>OPENAI_BASE_URL</c>.</param>
    /// <param name="isGood">Whether the bound value is usable.</param>
    /// <param name="complaint">Without the value, which may be a secret: "is missing", "is not an absolute http(s) address".</param>
    /// <param name="goodValue">An example.</param>
    public static OptionsBuilder<T> Require<T>(
        this OptionsBuilder<T> options, string setting, Func<T, bool> isGood, string complaint, string goodValue)
        where T : class =>
        options.Validate(isGood, $"{setting} {complaint}; a good value is {goodValue}.");
}
