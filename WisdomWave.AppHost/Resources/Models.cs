using System.Globalization;
using Microsoft.Extensions.Configuration;
using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Resources;

/// <summary>The default model, its key, and its server: OpenAI, another compatible server, or the playground.</summary>
internal sealed record Models(
    IResourceBuilder<ParameterResource> Name,
    IResourceBuilder<ParameterResource> MaxTokens,
    IResourceBuilder<ParameterResource> ApiKey,
    Uri? BaseUrl,
    string? Organization,
    IResourceBuilder<ProjectResource>? Playground);

internal static class ModelsExtensions
{
    private static readonly HashSet<string> ForCompletion = new(["BaseUrl", "ApiKey"], StringComparer.OrdinalIgnoreCase);

    private const string PlaygroundKey = "playground";
    private const string NoKey = "none";

    private const string KeyDescription =
        """
        The key of the model's provider, for OpenAI from [platform.openai.com](https://platform.openai.com/api-keys).
        Without it, and without `OPENAI_BASE_URL`, the playground's scripted model answers.

        After a change, restart **completion**. The playground disappears from the list at the next start of the application.
        """;

    private const string NameDescription =
        """
        The model for chats that have not chosen another one. The provider must offer it under this name.

        After a change, restart **completion** and **dialog**.
        """;

    private const string MaxTokensDescription =
        """
        The maximum number of tokens for a question, its history and its answer together: a whole number of at least 500. With a
        larger limit the model sees more of the conversation, and each answer costs more.

        After a change, restart **dialog**.
        """;

    public static Models AddModels(
        this IDistributedApplicationBuilder builder, Settings settings, IResourceBuilder<ProjectResource>? playground)
    {
        var maxTokens = settings.MaxTokens.ToString(CultureInfo.InvariantCulture);
        return new(
            builder.AddSetting("model-name", "MODEL_NAME", settings.ModelName, settings.ModelName, NameDescription, secret: false),
            builder.AddSetting("max-tokens", "MAX_TOKENS", maxTokens, maxTokens, MaxTokensDescription, secret: false),
            builder.AddSetting(
                "openai-api-key", "OPENAI_API_KEY", settings.OpenAiApiKey, settings.HasModels ? NoKey : PlaygroundKey, KeyDescription, secret: true),
            settings.OpenAiBaseUrl,
            settings.OpenAiOrganization,
            settings.HasModels ? null : playground);
    }

    public static IResourceBuilder<ProjectResource> WithModels(this IResourceBuilder<ProjectResource> service, Models models)
    {
        service.WithEnvironment("MODEL_NAME", models.Name);
        if (models.Organization is { } organization)
            service.WithEnvironment("OPENAI_ORGANIZATION", organization);
        if (models.Playground is { } playground)
            return service.WithPlaygroundUntilKeyIsSet(models.ApiKey, playground).WaitFor(playground);

        service.WithEnvironment("OPENAI_API_KEY", models.ApiKey);
        return models.BaseUrl is { } url ? service.WithEnvironment("OPENAI_BASE_URL", url.AbsoluteUri) : service;
    }

    /// <summary>Passes the section <c>Models</c> to a service that does not call the models: without the servers' addresses and keys.</summary>
    public static IResourceBuilder<ProjectResource> WithModelList(this IResourceBuilder<ProjectResource> service)
    {
        foreach (var (key, value) in service.ApplicationBuilder.Configuration.GetSection(ModelList.Section).AsEnumerable())
        {
            if (value is not null && !key.Split(':').Any(part => ForCompletion.Contains(part)))
                service.WithEnvironment(Service.Variable(key), value);
        }

        return service;
    }

    /// <summary>If the key is set in the dashboard later, the service uses the real provider from its next start.</summary>
    private static IResourceBuilder<ProjectResource> WithPlaygroundUntilKeyIsSet(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<ParameterResource> key, IResourceBuilder<ProjectResource> playground) =>
        service.WithEnvironment(async context =>
        {
            var value = await key.Resource.CurrentValueAsync(context.CancellationToken);
            context.EnvironmentVariables["OPENAI_API_KEY"] = value is null ? PlaygroundKey : key.Resource;
            if (value is null or PlaygroundKey)
                context.EnvironmentVariables["OPENAI_BASE_URL"] = ReferenceExpression.Create($"{playground.GetEndpoint("http")}/v1");
        });
}
