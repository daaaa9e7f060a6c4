using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Resources;

/// <summary>
/// Settings as parameters of the dashboard. A parameter's value comes from the setting of that name; "Set" in the dashboard replaces
/// it for services that start from then on, and writes it to the user secrets under the same name when the operator wants it kept.
/// </summary>
internal static class Parameters
{
    private const string HowToKeep =
        "To keep the value, choose to save it to user secrets; an environment variable of the same name goes before that.";

    /// <param name="builder">Of the application.</param>
    /// <param name="name">The parameter's: <c>model-name</c>.</param>
    /// <param name="setting">Where its value comes from: <c>MODEL_NAME</c>.</param>
    /// <param name="value">The setting as it was checked; null: it is not set.</param>
    /// <param name="otherwise">The value of a parameter whose setting is not set, so that nothing waits for one.</param>
    /// <param name="description">Markdown; how to keep a value is added.</param>
    /// <param name="secret">Whether the value is hidden.</param>
    public static IResourceBuilder<ParameterResource> AddSetting(
        this IDistributedApplicationBuilder builder, string name, string setting, string? value, string? otherwise, string description, bool secret)
    {
        // Blank is not set, and blanks around a value do not belong to it; Aspire would take both as they are.
        if (builder.Configuration[setting] != value)
            builder.Configuration.AddInMemoryCollection([new(setting, value)]);

        var parameter = builder.AddParameterFromConfiguration(name, setting, secret)
            .WithDescription($"{description}\n\nSetting: `{setting}`. {HowToKeep}", enableMarkdown: true);
        if (otherwise is not null && builder.ExecutionContext.IsRunMode)
            parameter.Resource.Default = new Fallback(otherwise);
        return parameter;
    }

    /// <summary>A secret of which there may be many, like the key of one of several models. It is added once, however many services get it.</summary>
    public static IResourceBuilder<ParameterResource> AddSecret(this IDistributedApplicationBuilder builder, string setting, string value, string description)
    {
        var name = setting.Replace(":", "-", StringComparison.Ordinal).Replace('_', '-').ToLowerInvariant();
        return builder.Resources.OfType<ParameterResource>().FirstOrDefault(parameter => parameter.Name == name) is { } known
            ? builder.CreateResourceBuilder(known)
            : builder.AddSetting(name, setting, value, otherwise: null, description, secret: true);
    }

    /// <summary>What a service that starts now is given; null when the operator has deleted it in the dashboard.</summary>
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
            throw new NotSupportedException("A parameter has its fallback only while the application runs.");
    }
}
