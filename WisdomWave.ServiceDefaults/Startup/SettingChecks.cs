using Microsoft.Extensions.Options;

namespace WisdomWave.ServiceDefaults.Startup;

public static class SettingChecks
{
    /// <summary>Stops the start with "SETTING complaint; a good value is EXAMPLE." unless <paramref name="isGood"/>.</summary>
    /// <param name="options">As of <c>AddOptions</c>; remember <c>ValidateOnStart</c>.</param>
    /// <param name="setting">As the operator writes it, for instance <c>OPENAI_BASE_URL</c>.</param>
    /// <param name="isGood">Whether the bound value can be worked with.</param>
    /// <param name="complaint">Without the value, which may be a secret: "is missing", "is not an absolute http(s) address".</param>
    /// <param name="goodValue">An example.</param>
    public static OptionsBuilder<T> Require<T>(
        this OptionsBuilder<T> options, string setting, Func<T, bool> isGood, string complaint, string goodValue)
        where T : class =>
        options.Validate(isGood, $"{setting} {complaint}; a good value is {goodValue}.");
}
