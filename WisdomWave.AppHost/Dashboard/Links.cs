using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Dashboard;

/// <summary>Named links to the resources' pages. Addresses that only programs use appear in the details.</summary>
internal static class Links
{
    private const string Http = "http";

    public static void AddLinks(this IDistributedApplicationBuilder builder, Settings settings)
    {
        foreach (var service in builder.FindServices())
            service.WithServiceLinks();
        if (settings.PublicUrl is { } publicUrl)
            builder.Find<ProjectResource>("ingress")?.WithUrl(publicUrl.AbsoluteUri, "Webhook address");

        // Without the simulated Telegram the playground has no chat page; its page explains that.
        builder.Find<ProjectResource>("playground")?
            .WithUrlForEndpoint(Http, url => url.DisplayText = settings.HasTelegram ? "About the playground" : "Chat page")
            .WithLink("/health", "Health", UrlDisplayLocation.DetailsOnly);
        builder.Find<IResourceWithEndpoints>("prometheus")?
            .WithUrlForEndpoint(Http, url => url.DisplayText = "Queries")
            .WithLink("/targets", "Scraped services", UrlDisplayLocation.SummaryAndDetails);
        builder.Find<IResourceWithEndpoints>("alertmanager")?.WithUrlForEndpoint(Http, url => url.DisplayText = "Alerts");
        builder.Find<IResourceWithEndpoints>("grafana")?.WithUrlForEndpoint(Http, url => url.DisplayText = "Dashboard");
        builder.Find<IResourceWithEndpoints>("cache")?.WithUrls(context => context.Urls.ForEach(MoveToDetails));
    }

    private static void WithServiceLinks(this IResourceBuilder<ProjectResource> service) =>
        service
            .WithUrlForEndpoint(Http, MoveToDetails)
            .WithLink("/health", "Health", UrlDisplayLocation.SummaryAndDetails)
            .WithLink("/metrics", "Metrics", UrlDisplayLocation.SummaryAndDetails);

    private static IResourceBuilder<T> WithLink<T>(this IResourceBuilder<T> resource, string path, string text, UrlDisplayLocation location)
        where T : IResourceWithEndpoints =>
        resource.WithUrlForEndpoint(Http, _ => new ResourceUrlAnnotation { Url = path, DisplayText = text, DisplayLocation = location });

    private static void MoveToDetails(ResourceUrlAnnotation url)
    {
        url.DisplayText = "For programs";
        url.DisplayLocation = UrlDisplayLocation.DetailsOnly;
    }
}
