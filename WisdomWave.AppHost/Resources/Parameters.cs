using Microsoft.Extensions.Configuration;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.AppHost.Resources;

/// <summary>
/// Settings as dashboard parameters. A parameter's value comes from its setting. "Set" in the dashboard replaces it for services that
/// start later, and can also save it to the user secrets under the setting's name.
/// </summary>
internal static class Parameters
{
    private const string HowToKeep =
        "To keep the value, choose to save it to user secrets. An environment variable with the same name takes precedence.";

    /// <param name="builder">The application.</param>
    /// <param name="name">The parameter's name: <c>model-name</c>.</param>
    /// <param name="setting">The setting: <c>MODEL_NAME</c>.</param>
    /// <param name="value">The checked value of the setting; null if it is not set.</param>
    /// <param name="fallback">The value to use if the setting is not set, so that no service waits for one.</param>
    /// <param name="description">Markdown, without the explanation of how to keep a value.</param>
    /// <param name="secret">Whether the dashboard hides the value.</param>
    public static IResourceBuilder<ParameterResource> AddSetting(
        this IDistributedApplicationBuilder builder, string name, string setting, string? value, string? fallback, string description, bool secret)
    {
        // A blank setting counts as not set, and a value has no blanks around it; Aspire would use the text unchanged.
        if (builder.Configuration[setting] != value)
            builder.Configuration.AddInMemoryCollection([new(setting, value)]);

        var parameter = builder.AddParameterFromConfiguration(name, setting, secret)
            .WithDescription($"{description}\n\nSetting: `{setting}`. {HowToKeep}", enableMarkdown: true);
        if (fallback is not null && builder.ExecutionContext.IsRunMode)
            parameter.Resource.Default = new Fallback(fallback);
        return parameter;
    }

    /// <summary>Adds a secret from a list, such as the key of one of several models. It is added only once, even if several services use it.</summary>
    public static IResourceBuilder<ParameterResource> AddSecret(this IDistributedApplicationBuilder builder, string setting, string value, string description)
    {
        var name = setting.Replace(":", "-", StringComparison.Ordinal).Replace('_', '-').ToLowerInvariant();
        return builder.Resources.OfType<ParameterResource>().FirstOrDefault(parameter => parameter.Name == name) is { } known
            ? builder.CreateResourceBuilder(known)
            : builder.AddSetting(name, setting, value, fallback: null, description, secret: true);
    }

    /// <summary>
    /// Adds a secret that each start creates. A restarted service gets the same value again. A deployment creates its own.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The parameter's name: <c>service-key</c>.</param>
    /// <param name="value">The value that the operator has chosen; null to create one of letters and digits.</param>
    public static IResourceBuilder<ParameterResource> AddGeneratedSecret(this IDistributedApplicationBuilder builder, string name, string? value = null)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return builder.AddParameter(name, new GenerateParameterDefault { MinLength = 64, Special = false }, secret: true);

        value ??= builder.Configuration[SettingOf(name)] ?? ServiceKey.Create();
        // Hidden, because running services would not know a value that is changed in the dashboard.
        return builder.AddParameter(name, () => value, secret: true).WithHidden().WithAnnotation(new Generated());
    }

    /// <summary>The setting that gives a generated secret its value. A published folder keeps its secrets this way.</summary>
    public static string SettingOf(string generatedSecret) => $"Parameters:{generatedSecret}";

    /// <summary>Marks a secret that no operator has chosen.</summary>
    internal sealed record Generated : IResourceAnnotation;

    /// <summary>Returns the value that a service gets if it starts now; null if the operator has deleted it in the dashboard.</summary>
    public static async ValueTask<string?> CurrentValueAsync(this ParameterResource parameter, CancellationToken cancellationToken)
    {
        try
        {
            return await parameter.GetValueAsync(cancellationToken);
        }
        catch (MissingParameterValueException)
        {
            return null;
        }
    }

    private sealed class Fallback(string value) : ParameterDefault
    {
        public override string GetDefaultValue() => value;

        public override void WriteToManifest(Aspire.Hosting.Publishing.ManifestPublishingContext context) =>
            throw new NotSupportedException("A fallback value is not part of a manifest.");
    }
}
