using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Resources;

/// <summary>The model, the key, and where its server is: OpenAI, another compatible server, or the playground.</summary>
internal sealed record Models(
    string Name, IResourceBuilder<ParameterResource> ApiKey, Uri? BaseUrl, string? Organization, IResourceBuilder<ProjectResource>? Playground);

internal static class ModelsExtensions
{
    public static Models AddModels(
        this IDistributedApplicationBuilder builder, Settings settings, IResourceBuilder<ProjectResource>? playground)
    {
        var key = settings.OpenAiApiKey ?? (settings.HasModels ? "none" : "playground");
        return new(
            settings.ModelName,
            builder.AddParameter("openai-api-key", key, secret: true),
            settings.OpenAiBaseUrl,
            settings.OpenAiOrganization,
            settings.HasModels ? null : playground);
    }

    public static IResourceBuilder<ProjectResource> WithModels(this IResourceBuilder<ProjectResource> service, Models models)
    {
        service.WithEnvironment("MODEL_NAME", models.Name).WithEnvironment("OPENAI_API_KEY", models.ApiKey);
        if (models.Organization is { } organization)
            service.WithEnvironment("OPENAI_ORGANIZATION", organization);
        if (models.Playground is { } playground)
            return service.WithEnvironment("OPENAI_BASE_URL", $"{playground.GetEndpoint("http")}/v1").WaitFor(playground);

        return models.BaseUrl is { } url ? service.WithEnvironment("OPENAI_BASE_URL", url.AbsoluteUri) : service;
    }
}
